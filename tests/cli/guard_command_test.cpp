// SPDX-License-Identifier: MIT
// Thresholds and their exit codes, as scripts see them.
#include <catch2/catch_test_macros.hpp>

#include "base/json.hpp"
#include "cli/sandbox.hpp"

namespace usagestat::test {
namespace {

// A plugin whose weekly window is used to `used` percent, and its session to 10 %.
void add_windows(const Sandbox& sandbox, const std::string& id, const std::string& used) {
  sandbox.add_plugin(
      id,
      "var h = 3600000; function at(n) { return new Date(Date.now() + n).toISOString(); }"
      "return {lines: ["
      "ctx.line.progress({label: 'Session', used: 10, resetsAt: at(2.5 * h), periodDurationMs: 5 * "
      "h}),"
      "ctx.line.progress({label: 'Weekly', used: " +
          used + ", resetsAt: at(12.5 * h), periodDurationMs: 168 * h})]};");
}

struct Guarded {
  explicit Guarded(const std::string& used) { add_windows(sandbox, "acme", used); }
  Run run(Sandbox::Words words) const {
    words.insert(words.begin(), {"--plugin-dir", sandbox.plugin_dir()});
    return sandbox.run(words);
  }
  Sandbox sandbox;
};

TEST_CASE("guard answers by exit code and says which window decided") {
  const Guarded full("95");
  const Run critical = full.run({"guard", "acme"});
  CHECK(critical.code == 2);
  CHECK(critical.out == "acme weekly 95.0% >= 90% critical, resets in 12h 29m\n");
  CHECK(critical.err.empty());
  const Run warning = full.run({"guard", "acme", "--warn", "80", "--fail", "96"});
  CHECK(warning.code == 1);
  CHECK(warning.out == "acme weekly 95.0% >= 80% warning, resets in 12h 29m\n");
  const Run fine = full.run({"guard", "acme", "--fail", "96"});
  CHECK(fine.code == 0);
  CHECK(fine.out == "acme weekly 95.0% < 96% ok, resets in 12h 29m\n");
}

TEST_CASE("guard --window and --min-remaining") {
  const Guarded full("95");
  CHECK(full.run({"guard", "acme", "--window", "session"}).code == 0);
  CHECK(full.run({"guard", "acme", "--window", "SESSION", "--fail", "10"}).code == 2);
  CHECK(full.run({"guard", "acme", "--min-remaining", "5"}).code == 0);
  const Run little = full.run({"guard", "acme", "--min-remaining", "5.5"});
  CHECK(little.code == 2);
  CHECK(little.out == "acme weekly 5.0% left < 5.5% critical, resets in 12h 29m\n");
}

TEST_CASE("guard --quiet says nothing") {
  const Guarded full("95");
  const Run run = full.run({"guard", "acme", "-q"});
  CHECK(run.code == 2);
  CHECK(run.out.empty());
  CHECK(run.err.empty());
}

TEST_CASE("guard --json lists every check") {
  const Guarded half("50");
  const Run run = half.run({"guard", "acme", "--json", "--compact"});
  CHECK(run.code == 0);
  auto document = base::parse_json(run.out, "stdout");
  REQUIRE(document.has_value());
  for (auto& check : document->get_object()["checks"].get_array()) {
    CHECK(check.get_object()["resetsAt"].is_string());
    check.get_object()["resetsAt"] = "then";
  }
  CHECK(
      base::write_json(*document, base::JsonStyle::compact) ==
      R"({"verdict":"ok","exitCode":0,"checks":[)"
      R"({"instanceId":"acme","window":"session","usedPercent":10.0,"resetsAt":"then","verdict":"ok","reason":"10.0% < 90%"},)"
      R"({"instanceId":"acme","window":"weekly","usedPercent":50.0,"resetsAt":"then","verdict":"ok","reason":"50.0% < 90%"}]})");
}

TEST_CASE("what cannot be read is unknown, unless failing open") {
  Guarded half("50");
  half.sandbox.add_plugin("locked", "ctx.fail.auth('Not logged in.', 'Run it.');");
  const Run run = half.run({"guard", "acme", "locked"});
  CHECK(run.code == 3);
  CHECK(run.out ==
        "acme weekly 50.0% < 90% ok, resets in 12h 29m\nlocked unknown: Not logged in.\n");
  CHECK(half.run({"guard", "acme", "locked", "--fail-open"}).code == 0);
  CHECK(half.run({"guard", "acme", "locked", "--fail", "50"}).code == 2);
  CHECK(half.run({"guard", "acme", "locked", "--fail", "50", "--fail-open"}).code == 2);
  CHECK(half.run({"guard", "acme", "locked", "--warn", "50"}).code == 3);
  CHECK(half.run({"guard", "acme", "locked", "--warn", "50", "--fail-open"}).code == 0);
}

TEST_CASE("a window that nobody has") {
  const Guarded half("50");
  const Run named = half.run({"guard", "acme", "--window", "yearly"});
  CHECK(named.code == 3);
  CHECK(named.out == "acme unknown: It has no window \"yearly\".\n");
  half.sandbox.write("config.toml",
                     "pluginDirs = [\"plugins-of-test\"]\n[[providers]]\nid = \"acme\"\n");
  const Run all = half.sandbox.run({"guard", "--config", "config.toml", "--window", "yearly"});
  CHECK(all.code == 3);
  CHECK(all.out.empty());
  CHECK(all.err == "usagestat: No provider has a window \"yearly\".\n");
}

TEST_CASE("guard with nothing enabled is unknown, not fine") {
  const Sandbox sandbox;
  const Run run = sandbox.run({"guard"});
  CHECK(run.code == 3);
  CHECK(run.out.empty());
  CHECK(run.err.starts_with("usagestat: No provider is enabled, so there is nothing to guard."));
}

TEST_CASE("a provider without limits has nothing to run out of") {
  Sandbox sandbox;
  sandbox.add_plugin("free", "return {lines: [ctx.line.text({label: 'a', value: 'b'})]};");
  const Run run = sandbox.run({"--plugin-dir", sandbox.plugin_dir(), "guard", "free"});
  CHECK(run.code == 0);
  CHECK(run.out == "free ok: It shows no limit.\n");
}

TEST_CASE("thresholds of the config are guard's defaults") {
  const Guarded half("50");
  half.sandbox.write("config.toml",
                     "pluginDirs = [\"plugins-of-test\"]\n[defaults]\nwarnAt = 40\n"
                     "[[providers]]\nid = \"acme\"\nfailAt = 45\n");
  CHECK(half.sandbox.run({"guard", "--config", "config.toml"}).out ==
        "acme weekly 50.0% >= 45% critical, resets in 12h 29m\n");
  CHECK(half.sandbox.run({"guard", "--config", "config.toml", "--fail", "60"}).code == 1);
  CHECK(half.sandbox.run({"guard", "--config", "config.toml", "--min-remaining", "1"}).code == 1);
}

TEST_CASE("usage has the codes of thresholds only when asked for them") {
  const Guarded full("95");
  CHECK(full.run({"usage", "acme"}).code == 0);
  const Run run = full.run({"usage", "acme", "--warn", "50", "--fail", "95"});
  CHECK(run.code == 2);
  CHECK(run.out.starts_with("=== Plugin acme  (acme) ===\n"));
  CHECK(run.err == "usagestat: acme weekly 95.0% >= 95% critical, resets in 12h 29m\n");
  CHECK(full.run({"usage", "acme", "--warn", "50"}).code == 1);
  CHECK(full.run({"usage", "acme", "--warn", "50", "--window", "session"}).code == 0);
}

TEST_CASE("thresholds beyond 0 to 1000 are refused") {
  const Guarded half("50");
  const Run run = half.run({"guard", "acme", "--fail", "1001"});
  CHECK(run.code == 64);
  CHECK(run.err ==
        "usagestat: Option --fail does not take \"1001\".\n  Write a number from 0 to 1000.\n");
  CHECK(half.run({"guard", "acme", "--warn", "much"}).code == 64);
  CHECK(half.run({"guard", "nobody"}).code == 64);
}

TEST_CASE("usage --watch shows again until it is stopped") {
  const Guarded half("50");
  Sandbox::Words words{"--plugin-dir", half.sandbox.plugin_dir(), "acme", "--watch", "1s"};
  const Run run = half.sandbox.run_and_signal(words, 2, std::chrono::milliseconds(2500));
  CHECK(run.code == 130);
  std::size_t shown = 0;
  for (auto at = run.out.find("==="); at != std::string::npos; at = run.out.find("=== P", at + 1))
    ++shown;
  CHECK(shown >= 2);
  CHECK(half.run({"acme", "--watch", "0"}).code == 64);
  words.insert(words.end(), {"--timeout", "5s"});
  CHECK(half.sandbox.run(words).code == 64);
}

}  // namespace
}  // namespace usagestat::test
