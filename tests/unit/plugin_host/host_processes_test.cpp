// SPDX-License-Identifier: MIT
#include <catch2/catch_test_macros.hpp>

#include "unit/plugin_host/probe_world.hpp"

namespace usagestat::plugin_host {
namespace {

struct ServerWorld : ProbeWorld {
  ServerWorld() {
    permissions().processes = {"acme_server"};
    run_server(20, "/opt/acme/acme_server_x64",
               {"--ide", "acme", "--csrf", "first-token", "--port=42000", "--dir", "/tmp/a"},
               {42101, 42102});
  }
  void run_server(int pid, const std::string& program, std::vector<std::string> arguments,
                  std::vector<int> ports) {
    arguments.insert(arguments.begin(), program);
    world.process_table.running.push_back({pid, system::program_name(program), arguments});
    world.process_table.ports[pid] = std::move(ports);
  }
  std::string discover(const std::string& options) {
    return value("return host.ls.discover({processName: 'acme_server', " + options + "});");
  }
};

constexpr std::string_view k_first =
    R"({"pid":20,"csrf":"first-token","ports":[42101,42102],"extra":{"dir":"/tmp/a"},"extensionPort":42000})";

TEST_CASE("a server is described by its arguments and its ports") {
  ServerWorld world;
  CHECK(world.discover("markers: ['acme'], csrfFlag: '--csrf', portFlag: '--port', "
                       "extraFlags: ['--dir', '--absent']") == k_first);
}

TEST_CASE("what is not asked for is not told") {
  ServerWorld world;
  CHECK(world.discover("") ==
        R"({"pid":20,"csrf":"","ports":[42101,42102],"extra":{},"extensionPort":null})");
  CHECK(world.discover("markers: [], portFlag: '--dir'") ==
        R"({"pid":20,"csrf":"","ports":[42101,42102],"extra":{},"extensionPort":null})");
}

TEST_CASE("a marker is a whole argument, the value of a flag or a directory") {
  ServerWorld world;
  const auto is_found = [&world](const std::string& marker) {
    return world.discover("markers: ['other', '" + marker + "']") != "null";
  };
  CHECK(is_found("acme"));
  CHECK(is_found("ACME"));
  CHECK(is_found("42000"));
  CHECK(is_found("opt"));
  CHECK_FALSE(is_found("acm"));
  CHECK_FALSE(is_found("acme_server"));
  CHECK_FALSE(is_found("tmp/a"));
}

TEST_CASE("a server without the token that is asked for does not count") {
  ServerWorld world;
  CHECK(world.discover("csrfFlag: '--secret'") == "null");
  world.run_server(30, "acme_server", {"--secret=late"}, {});
  CHECK(world.discover("csrfFlag: '--secret'") ==
        R"({"pid":30,"csrf":"late","ports":[],"extra":{},"extensionPort":null})");
}

TEST_CASE("of several servers the first that listens is taken") {
  ServerWorld world;
  world.run_server(10, "acme_server", {"--csrf", "silent"}, {});
  std::swap(world.world.process_table.running[0], world.world.process_table.running[1]);
  CHECK(world.discover("csrfFlag: '--csrf', portFlag: '--port', extraFlags: ['--dir']") == k_first);
}

TEST_CASE("the token of a server is a secret from then on") {
  ServerWorld world;
  world.run(
      "var found = ctx.host.ls.discover({processName: 'acme_server', csrfFlag: '--csrf'});"
      "ctx.host.log.info('token ' + found.csrf); throw new Error('x');");
  CHECK(world.redactor.redact("with first-token inside").find("first-token") == std::string::npos);
}

TEST_CASE("only declared programs are looked for") {
  ServerWorld world;
  CHECK(world.value("return host.ls.discover({processName: 'sshd'});") ==
        "permission: The plugin may not look for the process \"sshd\".");
  world.plugin.manifest.permissions.reset();
  CHECK(world.value("return host.ls.discover({processName: 'acme_server'});")
            .starts_with("permission: "));
}

TEST_CASE("a declared variable may name the program") {
  ServerWorld world;
  world.permissions().processes = {"$ACME_PATH"};
  const std::string look = "return host.ls.discover({processName: 'acme_server'}) !== null;";
  CHECK(world.value(look).starts_with("permission: "));
  world.world.environment.variables["ACME_PATH"] = "/opt/acme/acme_server";
  CHECK(world.value(look).starts_with("permission: "));
  world.permissions().env = {"ACME_PATH"};
  CHECK(world.value(look) == "true");
  world.world.environment.variables["ACME_PATH"] = "C:\\acme\\acme_server";
  CHECK(world.value(look) == "true");
  world.world.environment.variables["ACME_PATH"] = "acme_server_2";
  CHECK(world.value(look).starts_with("permission: "));
}

TEST_CASE("wrong options are named") {
  ServerWorld world;
  CHECK(world.value("return host.ls.discover({});").find("processName must be a text") !=
        std::string::npos);
  CHECK(world.discover("markers: 'acme'").find("markers must be an array of texts") !=
        std::string::npos);
  CHECK(world.discover("extraFlags: [1]").find("extraFlags must be an array of texts") !=
        std::string::npos);
  for (const std::string port : {"0", "70000", "4x", "-1", ""}) {
    ServerWorld odd;
    odd.world.process_table.running[0].argv.insert(
        odd.world.process_table.running[0].argv.begin() + 1, "--port=" + port);
    CHECK(odd.discover("portFlag: '--port'").find(R"("extensionPort":null)") != std::string::npos);
  }
}

}  // namespace
}  // namespace usagestat::plugin_host
