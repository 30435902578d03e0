// SPDX-License-Identifier: MIT
// The Linux keychain, with a script in the place of secret-tool.
#include <catch2/catch_test_macros.hpp>

#include "system/real_process_runner.hpp"
#include "system/real_secret_store.hpp"
#include "unit/system/http_fixture.hpp"

namespace usagestat::system {
namespace {

using base::ErrorKind;
using Found = std::optional<std::string>;
using namespace std::chrono_literals;

struct World {
  explicit World(const std::string& script) {
    const auto tool = bin.write("secret-tool", "#!/bin/sh\n" + script);
    std::filesystem::permissions(tool, std::filesystem::perms::owner_all);
  }
  const Deadline soon = within(10s);
  ScratchDirectory bin;
  TestEnvironment environment{
      std::map<std::string, std::string>{{"PATH", bin.path().string() + ":/usr/bin:/bin"}}};
  RealProcessRunner processes{environment};
  RealSecretStore secrets{processes};
};

TEST_CASE("a secret is looked up by service and account") {
  World world(R"(for word in "$@"; do printf '%s|' "$word"; done)");
  CHECK(*world.secrets.read("My Service", "", world.soon) == Found("lookup|service|My Service|"));
  CHECK(*world.secrets.read("s", "me", world.soon) == Found("lookup|service|s|account|me|"));
}

TEST_CASE("no such secret is no error, a locked keyring is one") {
  CHECK(*World("exit 1").secrets.read("s", "", within(10s)) == std::nullopt);
  CHECK(World("echo 'Cannot autolaunch D-Bus' >&2; exit 1")
            .secrets.read("s", "", within(10s))
            .error() == base::Error{ErrorKind::permission,
                                    "The keychain refused to give s: Cannot autolaunch D-Bus.",
                                    "Unlock the keyring and try again."});
}

TEST_CASE("a secret is stored by standard input only") {
  World world(
      R"(d=$(dirname "$0"); cat > "$d/in"; for word in "$@"; do printf '%s|' "$word"; done > "$d/args")");
  REQUIRE(world.secrets.write("s", "me", "top secret", world.soon).has_value());
  RealFilesystem files;
  CHECK(*files.read_file(world.bin / "in", 1000) == "top secret");
  CHECK(*files.read_file(world.bin / "args", 1000) == "store|--label=s|service|s|account|me|");
  REQUIRE(world.secrets.remove("s", "me", world.soon).has_value());
  CHECK(*files.read_file(world.bin / "args", 1000) == "clear|service|s|account|me|");
  CHECK(World("echo locked >&2; exit 1")
            .secrets.write("s", "", "top secret", within(10s))
            .error()
            .message == "The keychain refused to store s: locked.");
}

TEST_CASE("a machine without a keychain says so") {
  World world("");
  world.environment.variables["PATH"] = "/nowhere";
  CHECK(world.secrets.read("s", "", world.soon).error() ==
        base::Error{ErrorKind::unsupported,
                    "The keychain of this machine cannot be read: secret-tool is not installed.",
                    "Install the package libsecret-tools (libsecret on Fedora and Arch)."});
}

}  // namespace
}  // namespace usagestat::system
