// SPDX-License-Identifier: MIT
#include "plugin_host/access_rules.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include "probe_world.hpp"

namespace usagestat::plugin_host {
namespace {

// Rules of a plugin, made when they are asked: tests change the world before.
class RulesWorld : public ProbeWorld {
 public:
  AccessRules rules() {
    request.plugin = std::make_shared<Plugin>(plugin);
    return AccessRules(request, system_);
  }
  bool may_connect(std::string_view url) { return rules().check_url(url).has_value(); }
  std::string readable(std::string_view path) {
    const auto real = rules().readable(path);
    return real ? real->generic_string() : "refused";
  }
  std::string writable(std::string_view path) {
    const auto real = rules().writable(path);
    return real ? real->generic_string() : "refused";
  }

 private:
  system::System system_ = world.system();
};

TEST_CASE("nothing is allowed by default") {
  RulesWorld world;
  world.world.filesystem.put("/home/dev/x", "");
  CHECK_FALSE(world.may_connect("https://api.acme.com/"));
  CHECK_FALSE(world.rules().may_read_variable("HOME"));
  CHECK(world.readable("~/x") == "refused");
  CHECK(world.writable("~/x") == "refused");
  CHECK_FALSE(world.rules().check_command({"gh"}).has_value());
  CHECK_FALSE(world.rules().check_keychain("Acme").has_value());
}

TEST_CASE("a refusal names the entry that is missing") {
  RulesWorld world;
  const auto host = world.rules().check_url("https://api.acme.com/v1");
  CHECK(host.error().kind == base::ErrorKind::permission);
  CHECK(host.error().message == "The plugin may not connect to api.acme.com.");
  CHECK(host.error().hint ==
        "Its plugin.json must declare it: permissions.hosts: [\"api.acme.com\"]");
  const auto file = world.rules().readable("~/secret");
  CHECK(file.error().message == "The plugin may not read ~/secret.");
  CHECK(file.error().hint == "Its plugin.json must declare it: permissions.read");
}

TEST_CASE("declared hosts are exact, or a suffix with at least one more label") {
  RulesWorld world;
  world.permissions().hosts = {"api.acme.com", "*.acme.dev", "127.0.0.1", "::1"};
  for (const std::string_view url :
       {"https://api.acme.com", "https://api.acme.com/", "https://API.Acme.COM:8443/x?y#z",
        "HTTPS://api.acme.com/", "https://a.acme.dev/", "https://a.b.acme.dev/",
        "http://127.0.0.1:9/", "https://[::1]:9/", "http://[::1]:9/"}) {
    CAPTURE(url);
    CHECK(world.may_connect(url));
  }
}

TEST_CASE("no other spelling gets to another host") {
  RulesWorld world;
  world.permissions().hosts = {"api.acme.com", "*.acme.dev"};
  const std::string_view url = GENERATE(
      "http://api.acme.com/", "https://acme.com/", "https://evil.api.acme.com/",
      "https://api.acme.com.evil.com/", "https://api.acme.com./", "https://acme.dev/",
      "https://xacme.dev/", "https://evil.com/api.acme.com", "https://api.acme.com@evil.com/",
      "https://api.acme.com:443@evil.com/", "https://api.acme.com%40evil.com/",
      "https://user@api.acme.com/", "https://evil.com#@api.acme.com/",
      "https://evil.com\\@api.acme.com/", "https://evil.com\\.acme.dev/",
      "https://evil.com%2f.acme.dev/", "https://evil.com%23.acme.dev/",
      "https://evil.com%00.acme.dev/", "https://api.acme.com\r\nHost: evil.com/",
      "https://api.acme.com /", " https://api.acme.com/", "https://api.\u0430cme.com/",
      "https://api\u3002acme.com/", "https://evil\uFF0Facme.dev/", "file:///etc/passwd",
      "file://api.acme.com/etc/passwd", "ftp://api.acme.com/", "gopher://api.acme.com/",
      "javascript:alert(1)", "//api.acme.com/", "/v1", "", "https://", "https:///api.acme.com/",
      "https:api.acme.com", "https://127.0.0.1/", "http://localhost/", "https://[::1]/",
      "http://2130706433/", "http://0x7f.1/", "https://api.acme.com:0/",
      "https://api.acme.com:99999/");
  CAPTURE(url);
  CHECK_FALSE(world.may_connect(url));
}

TEST_CASE("a base that the user configured is allowed, plain http only near by") {
  RulesWorld world;
  world.request.settings["baseUrl"] = "https://llm.corp.example:8443/v1";
  world.request.settings["lan"] = "http://192.168.1.5:4000";
  world.request.settings["far"] = "http://far.example/";
  world.request.settings["domain"] = "ghe.corp.example";
  world.request.settings["number"] = 5;
  world.permissions().env = {"ACME_BASE"};
  world.world.environment.variables = {{"ACME_BASE", " http://127.0.0.1:4000/x "},
                                       {"OTHER_BASE", "https://other.example"}};
  CHECK(world.may_connect("https://llm.corp.example:8443/any"));
  CHECK_FALSE(world.may_connect("https://llm.corp.example/any"));
  CHECK_FALSE(world.may_connect("http://llm.corp.example:8443/any"));
  CHECK(world.may_connect("http://192.168.1.5:4000/key/info"));
  CHECK_FALSE(world.may_connect("http://192.168.1.5:4001/"));
  CHECK_FALSE(world.may_connect("http://far.example/"));
  CHECK(world.may_connect("https://ghe.corp.example/api"));
  CHECK(world.may_connect("https://api.ghe.corp.example/api"));
  CHECK_FALSE(world.may_connect("http://ghe.corp.example/api"));
  CHECK_FALSE(world.may_connect("https://xghe.corp.example/api"));
  CHECK(world.may_connect("http://127.0.0.1:4000/y"));
  CHECK_FALSE(world.may_connect("http://127.0.0.1:4001/y"));
  CHECK_FALSE(world.may_connect("https://other.example"));
}

TEST_CASE("an instance's own variables win over the environment") {
  RulesWorld world;
  world.permissions().env = {"A", "B"};
  world.world.environment.variables = {{"A", "outside"}, {"B", "outside"}};
  world.request.env = {{"A", "own"}, {"B", ""}};
  CHECK(world.rules().variable("A") == "own");
  CHECK(world.rules().variable("B") == std::nullopt);
  CHECK(world.rules().may_read_variable("A"));
  CHECK_FALSE(world.rules().may_read_variable("a"));
  CHECK_FALSE(world.rules().may_read_variable("A "));
}

TEST_CASE("paths match declared globs after normalising") {
  RulesWorld world;
  world.permissions().read = {"~/.acme/auth.json", "~/.acme/logs/*.json", "~/.acme/all/**",
                              "/etc/acme.conf"};
  CHECK(world.readable("~/.acme/auth.json") == "/home/dev/.acme/auth.json");
  CHECK(world.readable("/home/dev/.acme/auth.json") == "/home/dev/.acme/auth.json");
  CHECK(world.readable("~/.acme/x/../auth.json") == "/home/dev/.acme/auth.json");
  CHECK(world.readable("~/.acme//auth.json") == "/home/dev/.acme/auth.json");
  CHECK(world.readable("~/.acme/logs/1.json") == "/home/dev/.acme/logs/1.json");
  CHECK(world.readable("~/.acme/all/a/b/c") == "/home/dev/.acme/all/a/b/c");
  CHECK(world.readable("/etc/acme.conf") == "/etc/acme.conf");
  for (const std::string_view path :
       {"~/.acme", "~/.acme/auth.json.bak", "~/.acme/auth.json/x", "~/.acme/logs/a/1.json",
        "~/.acme/logs/../secret.json", "~/.acme/all/../auth.txt", "~/.acme/all/../../.ssh/id",
        "~root/.acme/auth.json", "/etc/passwd", "/etc/../etc/passwd", "/home/dev/../eve/x"}) {
    CAPTURE(path);
    CHECK(world.readable(path) == "refused");
  }
  CHECK(world.rules().readable("relative").error().message ==
        "The path \"relative\" is not absolute.");
  CHECK(world.rules().readable(std::string_view("/etc/acme.conf\0x", 16)).error().message ==
        "A path holds a zero byte.");
}

TEST_CASE("links are resolved before the check") {
  RulesWorld world;
  auto& files = world.world.filesystem;
  world.permissions().read = {"~/.acme/**"};
  world.permissions().write = {"~/.acme/out/**"};
  files.put("/home/dev/.ssh/id", "key");
  files.put("/home/dev/.acme/auth.json", "{}");
  files.put_link("/home/dev/.acme/link", "/home/dev/.ssh/id");
  files.put_link("/home/dev/.acme/folder", "/home/dev/.ssh");
  files.put_link("/home/dev/.acme/inside", "auth.json");
  files.put_directory("/home/dev/.acme/out");
  files.put_link("/home/dev/.acme/out/escape", "/home/dev/.ssh");
  CHECK(world.readable("~/.acme/link") == "refused");
  CHECK(world.readable("~/.acme/folder/id") == "refused");
  CHECK(world.readable("~/.acme/inside") == "/home/dev/.acme/auth.json");
  CHECK(world.writable("~/.acme/out/new") == "/home/dev/.acme/out/new");
  CHECK(world.writable("~/.acme/out/escape/authorized_keys") == "refused");
  CHECK(world.writable("~/.acme/out/../auth.json") == "refused");
}

TEST_CASE("a place that the user moved himself is followed") {
  RulesWorld world;
  world.permissions().read = {"~/.acme/*.json", "~/.token"};
  world.world.filesystem.put("/data/acme/auth.json", "{}");
  world.world.filesystem.put("/data/token", "t");
  world.world.filesystem.put_link("/home/dev/.acme", "/data/acme");
  world.world.filesystem.put_link("/home/dev/.token", "/data/token");
  CHECK(world.readable("~/.acme/auth.json") == "/data/acme/auth.json");
  CHECK(world.readable("/data/acme/auth.json") == "/data/acme/auth.json");
  CHECK(world.readable("~/.token") == "/data/token");
  CHECK(world.readable("/data/other") == "refused");
}

TEST_CASE("globs may begin with a declared variable; without a value they are void") {
  RulesWorld world;
  world.permissions().env = {"ACME_HOME", "ACME_DIRS", "ROOT", "RELATIVE"};
  world.permissions().read = {"$ACME_HOME/auth.json", "$ACME_DIRS/x/*", "$UNDECLARED/auth.json",
                              "$ROOT/**", "$RELATIVE/**"};
  CHECK(world.readable("/opt/acme/auth.json") == "refused");
  world.world.environment.variables = {{"ACME_HOME", "/opt/acme/"},
                                       {"ACME_DIRS", "~/a, ~/b"},
                                       {"UNDECLARED", "/secret"},
                                       {"ROOT", "/"},
                                       {"RELATIVE", "etc"}};
  CHECK(world.readable("/opt/acme/auth.json") == "/opt/acme/auth.json");
  CHECK(world.readable("/opt/acme/other.json") == "refused");
  CHECK(world.readable("~/a/x/1") == "/home/dev/a/x/1");
  CHECK(world.readable("~/b/x/1") == "/home/dev/b/x/1");
  CHECK(world.readable("/secret/auth.json") == "refused");
  CHECK(world.readable("/etc/passwd") == "refused");
}

TEST_CASE("without a home directory a glob below it allows nothing") {
  RulesWorld world;
  world.world.environment.home = "";
  world.permissions().read = {"~/**", "~"};
  CHECK(world.readable("/etc/passwd") == "refused");
  CHECK(world.readable("/home/dev/project/x") == "refused");
}

TEST_CASE("an instance's home replaces the user's") {
  RulesWorld world;
  world.permissions().read = {"~/auth.json"};
  world.request.home = "/home/dev/work";
  CHECK(world.readable("~/auth.json") == "/home/dev/work/auth.json");
  CHECK(world.readable("/home/dev/auth.json") == "refused");
}

TEST_CASE("the data directory of the instance is always its own") {
  RulesWorld world;
  const std::string own = "/home/dev/.local/share/usagestat/state/plugins/acme";
  CHECK(world.readable(own + "/x") == own + "/x");
  CHECK(world.writable(own + "/a/b") == own + "/a/b");
  CHECK(world.writable(own + "/../other/x") == "refused");
  CHECK(world.writable(own + "x/y") == "refused");
}

TEST_CASE("what may be written may be read back, not the other way round") {
  RulesWorld world;
  world.permissions().write = {"~/.acme/auth.json"};
  world.permissions().read = {"~/.acme/*"};
  CHECK(world.readable("~/.acme/auth.json") != "refused");
  CHECK(world.writable("~/.acme/other.json") == "refused");
}

TEST_CASE("commands: the program exactly, its declared arguments in front") {
  RulesWorld world;
  world.permissions().commands = {{"gh", {"auth", "token"}}, {"acme", {}}};
  const auto may = [&](const std::vector<std::string>& argv) {
    return world.rules().check_command(argv).has_value();
  };
  CHECK(may({"gh", "auth", "token"}));
  CHECK(may({"gh", "auth", "token", "--hostname", "x"}));
  CHECK(may({"acme", "anything"}));
  CHECK_FALSE(may({"gh"}));
  CHECK_FALSE(may({"gh", "auth"}));
  CHECK_FALSE(may({"gh", "auth token"}));
  CHECK_FALSE(may({"gh", "auth", "login"}));
  CHECK_FALSE(may({"gh", "api", "auth", "token"}));
  CHECK_FALSE(may({"GH", "auth", "token"}));
  CHECK_FALSE(may({"./gh", "auth", "token"}));
  CHECK_FALSE(may({"/tmp/gh", "auth", "token"}));
  CHECK_FALSE(may({}));
  CHECK(world.rules().may_run("gh"));
  CHECK_FALSE(world.rules().may_run("sh"));
}

TEST_CASE("keychain services may hold a star") {
  RulesWorld world;
  world.permissions().keychain = {"Acme", "Acme Code-*"};
  CHECK(world.rules().check_keychain("Acme").has_value());
  CHECK(world.rules().check_keychain("Acme Code-12ab").has_value());
  CHECK_FALSE(world.rules().check_keychain("Acme2").has_value());
  CHECK_FALSE(world.rules().check_keychain("acme").has_value());
}

TEST_CASE("an old plugin without the block has the predecessor's rights, and no more") {
  RulesWorld world;
  world.plugin.manifest.permissions.reset();
  world.world.filesystem.put_link("/home/dev/out", "/etc/passwd");
  CHECK(world.may_connect("https://anything.example/"));
  CHECK_FALSE(world.may_connect("http://anything.example/"));
  CHECK(world.may_connect("http://localhost:8080/"));
  CHECK(world.rules().may_read_variable("GITHUB_TOKEN"));
  CHECK_FALSE(world.rules().may_read_variable("PATH"));
  CHECK(world.readable("~/.acme/auth.json") == "/home/dev/.acme/auth.json");
  CHECK(world.readable("/etc/passwd") == "refused");
  CHECK(world.readable("~/out") == "refused");
  CHECK(world.writable("~/.acme/auth.json") == "refused");
  CHECK(world.rules().check_command({"gh", "api", "user"}).has_value());
  CHECK_FALSE(world.rules().check_command({"sh", "-c", "x"}).has_value());
  CHECK_FALSE(world.rules().check_keychain("Acme").has_value());
}

}  // namespace
}  // namespace usagestat::plugin_host
