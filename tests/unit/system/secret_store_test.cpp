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

// Notes each call beside itself, one a line.
constexpr const char* k_note =
    "d=$(dirname \"$0\"); for word in \"$@\"; do printf '%s|' \"$word\"; done >> \"$d/calls\"; "
    "echo >> \"$d/calls\"\n";

std::string calls(const World& world) {
  RealFilesystem files;
  const auto noted = files.read_file(world.bin / "calls", 10'000);
  return noted ? *noted : noted.error().message;
}

TEST_CASE("a secret is looked up by service and account") {
  World world(std::string(k_note) + "printf found");
  CHECK(*world.secrets.read("My Service", "", world.soon) == Found("found"));
  CHECK(*world.secrets.read("s", "me", world.soon) == Found("found"));
  CHECK(calls(world) == "lookup|service|My Service|\nlookup|service|s|account|me|\n");
}

TEST_CASE("some libraries call the account username") {
  World world(std::string(k_note) + "[ $4 = username ] && printf found");
  CHECK(*world.secrets.read("s", "me", world.soon) == Found("found"));
  CHECK(calls(world) == "lookup|service|s|account|me|\nlookup|service|s|username|me|\n");
}

TEST_CASE("no such secret is no error, a locked keyring is one") {
  CHECK(*World("exit 1").secrets.read("s", "", within(10s)) == std::nullopt);
  CHECK(*World("exit 1").secrets.read("s", "me", within(10s)) == std::nullopt);
  CHECK(World("echo 'secret-tool: The collection is locked' >&2; exit 1")
            .secrets.read("s", "", within(10s))
            .error() ==
        base::Error{ErrorKind::permission,
                    "The keychain refused to give s: secret-tool: The collection is locked.",
                    "Unlock the keyring and try again."});
}

TEST_CASE("a session without a message bus or a keyring has no keychain") {
  for (const std::string reason :
       {"secret-tool: Cannot autolaunch D-Bus without X11 $DISPLAY",
        "secret-tool: Could not connect: No such file or directory",
        "secret-tool: Failed to execute child process “dbus-launch” (No such file or directory)",
        "secret-tool: The name org.freedesktop.secrets was not provided by any .service files"})
    CHECK(World("echo '" + reason + "' >&2; exit 1").secrets.read("s", "", within(10s)).error() ==
          base::Error{ErrorKind::unsupported,
                      "There is no keychain in this session: " + reason + ".",
                      "Run usagestat in a desktop session, or give the credential another way."});
}

TEST_CASE("a secret is stored by standard input only") {
  World world(std::string(k_note) + "[ $1 = store ] && cat > \"$d/in\"; exit 0");
  REQUIRE(world.secrets.write("s", "me", "top secret", world.soon).has_value());
  RealFilesystem files;
  CHECK(*files.read_file(world.bin / "in", 1000) == "top secret");
  REQUIRE(world.secrets.remove("s", "me", world.soon).has_value());
  CHECK(calls(world) ==
        "search|--unlock|service|s|account|me|\nsearch|--unlock|service|s|username|me|\n"
        "store|--label=s|service|s|account|me|\n"
        "clear|service|s|account|me|\nclear|service|s|username|me|\n");
  CHECK(World("[ $1 = store ] || exit 0; echo locked >&2; exit 1")
            .secrets.write("s", "", "top secret", within(10s))
            .error()
            .message == "The keychain refused to store s: locked.");
  CHECK(World("echo locked >&2; exit 1")
            .secrets.write("s", "", "top secret", within(10s))
            .error()
            .message == "The keychain refused to search s: locked.");
}

// An item as the tool prints it; `found` is whether its attributes find it again.
std::string item(const std::string& label, const std::string& secret, const std::string& schema,
                 bool found = true) {
  return std::string(k_note) + "[ $1 = lookup ] && exit " + (found ? "0" : "1") +
         "\n[ $1 = search ] || exit 0\nprintf '[/1]\\n" + label + "secret = " + secret +
         "\\ncreated = 2026-01-01 00:00:00\\nmodified = 2026-01-01 00:00:00\\n" + schema +
         "'; printf 'attribute.service = s\\nattribute.username = me = you\\n' >&2\n"
         "[ $LC_ALL = C.UTF-8 ]";
}

TEST_CASE("an item keeps the label and the attributes that its program gave it") {
  const std::string usual = "schema = org.freedesktop.Secret.Generic\\n";
  const std::string odd = "x\\nlabel = no\\nschema = com.acme.No\\nmodified = no";
  for (const std::string& shown : {usual, std::string(), std::string("schema = (null)\\n")}) {
    World world(item("label = A label\\n", odd, shown));
    REQUIRE(world.secrets.write("s", "", "new", world.soon).has_value());
    CHECK(calls(world) ==
          "search|--unlock|service|s|\nlookup|service|s|username|me = you|\n"
          "store|--label=A label|service|s|username|me = you|\n");
  }
  World unnamed(item("", odd, usual));
  REQUIRE(unnamed.secrets.write("s", "", "new", unnamed.soon).has_value());
  CHECK(calls(unnamed).ends_with("store|--label=|service|s|username|me = you|\n"));
}

TEST_CASE("an item that would be doubled is not written") {
  const base::Error refusal{ErrorKind::unsupported,
                            "The keychain item s is kept in a form that secret-tool cannot write.",
                            ""};
  World other(item("label = A label\\n", "x", "schema = com.acme.Login\\n"));
  CHECK(other.secrets.write("s", "", "new", other.soon).error() == refusal);
  World garbled(item("label = A label\\n", "x", "", false));
  CHECK(garbled.secrets.write("s", "", "new", garbled.soon).error() == refusal);
  CHECK(calls(other).find("store") == std::string::npos);
  CHECK(calls(garbled).find("store") == std::string::npos);
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
