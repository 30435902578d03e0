// SPDX-License-Identifier: MIT
// The outside world as one value to pass around. The real one, a test's fake one and a story's
// recorded one look the same from here.
#pragma once

#include "system/clock.hpp"
#include "system/database.hpp"
#include "system/environment.hpp"
#include "system/filesystem.hpp"
#include "system/http_client.hpp"
#include "system/process_runner.hpp"
#include "system/process_table.hpp"
#include "system/secret_store.hpp"
#include "system/time_zones.hpp"

namespace usagestat::system {

struct System {
  Clock& clock;
  Environment& environment;
  Filesystem& filesystem;
  HttpClient& http;
  ProcessRunner& processes;
  ProcessTable& process_table;
  SecretStore& secrets;
  Database& database;
  TimeZonePtr time_zone;  // of the user's dates; replaced when the config names one
};

}  // namespace usagestat::system
