// SPDX-License-Identifier: MIT
// The real implementations, put together.
#include "system/real_system.hpp"

#include "system/curl_http_client.hpp"
#include "system/real_clock.hpp"
#include "system/real_environment.hpp"
#include "system/real_filesystem.hpp"
#include "system/real_process_runner.hpp"
#include "system/real_process_table.hpp"
#include "system/real_secret_store.hpp"
#include "system/sqlite_database.hpp"

namespace usagestat::system {

struct RealSystem::Parts {
  RealClock clock;
  RealEnvironment environment;
  RealFilesystem filesystem;
  CurlHttpClient http{environment, filesystem};
  RealProcessRunner processes{environment};
  RealProcessTable process_table{processes};
  RealSecretStore secrets{processes};
  SqliteDatabase database;
  System system{clock,   environment, filesystem,       http, processes, process_table,
                secrets, database,    local_time_zone()};
};

RealSystem::RealSystem() : parts_(std::make_unique<Parts>()) {}
RealSystem::~RealSystem() = default;

const System& RealSystem::system() const { return parts_->system; }

}  // namespace usagestat::system
