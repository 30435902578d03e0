// SPDX-License-Identifier: MIT
#include "support/fake_world.hpp"

namespace usagestat::support {

FakeWorld::FakeWorld() : filesystem(&clock) {
  environment.variables["HOME"] = environment.home.string();
  filesystem.put_directory(environment.home);
}

system::System FakeWorld::system() {
  return {clock,   environment, filesystem,
          http,    processes,   process_table,
          secrets, database,    usagestat::system::utc_time_zone()};
}

}  // namespace usagestat::support
