// SPDX-License-Identifier: MIT
// The outside world of a test: every fake, and all of them as one System.
#pragma once

#include "support/fake_database.hpp"
#include "support/fake_filesystem.hpp"
#include "support/fake_process_runner.hpp"
#include "support/fake_process_table.hpp"
#include "support/fake_secret_store.hpp"
#include "support/fixed_clock.hpp"
#include "support/map_environment.hpp"
#include "support/scripted_http.hpp"
#include "system/system.hpp"

namespace usagestat::support {

// Home /home/dev exists and is empty; the time zone is UTC.
struct FakeWorld {
  FakeWorld();
  FakeWorld(const FakeWorld&) = delete;
  FakeWorld& operator=(const FakeWorld&) = delete;

  // Refers to the members; they must outlive it.
  system::System system();

  FixedClock clock;
  MapEnvironment environment;
  FakeFilesystem filesystem;
  ScriptedHttp http;
  FakeProcessRunner processes;
  FakeProcessTable process_table;
  FakeSecretStore secrets;
  FakeDatabase database;
};

}  // namespace usagestat::support
