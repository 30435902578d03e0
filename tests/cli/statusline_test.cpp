// SPDX-License-Identifier: MIT
// One line from the store, and what happens when it is old.
#include <thread>

#include <catch2/catch_test_macros.hpp>

#include "base/json.hpp"
#include "cli/sandbox.hpp"

namespace usagestat::test {
namespace {

using namespace std::chrono_literals;

// Each probe adds a byte to a file of the plugin's own, so that a test can count them.
struct Shown {
  Shown() {
    sandbox.write(
        "plugins-of-test/acme/plugin.json",
        R"({"id": "acme", "name": "Acme <&>", "entry": "plugin.js", "permissions": {}, "minIntervalSec": 60,
            "lines": [{"type": "progress", "label": "Weekly", "primaryOrder": 1}],
            "statusInput": {"preset": "acme-code", "title": "model.name", "usedPercent": "used", "resetsAt": "at",
              "windows": [{"path": "limits.week", "label": "Weekly", "periodDurationMs": 604800000}]}})");
    set_used("93");
  }
  void set_used(const std::string& used) {
    sandbox.write("plugins-of-test/acme/plugin.js",
                  "__usagestat_plugin = {id: 'acme', probe: function (ctx) {"
                  "var file = ctx.app.pluginDataDir + '/count';"
                  "var n = ctx.host.fs.exists(file) ? ctx.host.fs.readText(file) : '';"
                  "ctx.host.fs.writeText(file, n + 'x');"
                  "return {plan: 'Pro', lines: ["
                  "ctx.line.progress({label: 'Session', used: 7}),"
                  "ctx.line.progress({label: 'Weekly', used: " +
                      used +
                      ", resetsAt: new Date(Date.now() + 90061000).toISOString(), "
                      "periodDurationMs: 604800000})]}; }};");
  }
  std::size_t probes() const {
    return sandbox.read(".local/share/usagestat/state/plugins/acme/count").size();
  }
  Run run(Sandbox::Words words) const {
    words.insert(words.begin(), {"--plugin-dir", sandbox.plugin_dir()});
    return sandbox.run(words);
  }
  // Waits for the process in the background.
  bool wait_for_probes(std::size_t count) const {
    for (int i = 0; i < 500 && probes() < count; ++i) std::this_thread::sleep_for(10ms);
    // It still has to write the store.
    std::this_thread::sleep_for(100ms);
    return probes() == count;
  }
  Sandbox sandbox;
};

TEST_CASE("statusline shows the store, in the form of each preset") {
  const Shown shown;
  CHECK(shown.run({"acme"}).code == 0);
  const auto line = [&](const std::string& preset) {
    return shown.run({"statusline", "acme", "--preset", preset}).out;
  };
  CHECK(shown.run({"statusline", "acme"}).out == "Acme <&> 93% (1d 1h)\n");
  CHECK(line("plain") == "Acme <&> 93% (1d 1h)\n");
  CHECK(line("starship") == "Acme <&> 93% (1d 1h)\n");
  CHECK(line("tmux") == "#[fg=red]Acme <&> 93% (1d 1h)#[default]\n");
  CHECK(line("polybar") == "%{F#e06c75}Acme <&> 93% (1d 1h)%{F-}\n");
  CHECK(line("acme-code") ==
        "\x1b[32mAcme <&> Session 7%\x1b[0m · \x1b[31mWeekly 93% (1d 1h)\x1b[0m\n");
  const auto bar = base::parse_json(line("waybar"), "waybar");
  REQUIRE(bar.has_value());
  CHECK(base::string_member(*bar, "text") == "Acme &lt;&amp;&gt; 93% (1d 1h)");
  CHECK(base::string_member(*bar, "class") == "critical");
  CHECK(base::number_member(*bar, "percentage") == 93);
  CHECK(base::string_member(*bar, "tooltip")->starts_with("Acme &lt;&amp;&gt; · Pro · "));
  CHECK(shown.probes() == 1);
}

TEST_CASE("statusline --format") {
  const Shown shown;
  shown.run({"acme"});
  const auto line = [&](const std::string& text) {
    return shown.run({"statusline", "--format", text}).out;
  };
  CHECK(line("{acme.weekly.used}% {acme.weekly.resetsIn}") == "93% 1d 1h\n");
  CHECK(line("{acme.session.used}/{acme.session.remaining} {acme.used} {acme.verdict}") ==
        "7/93 93 critical\n");
  CHECK(line("{{{acme.name}}} {acme.plan} {acme.account} {acme.monthly.used} [{acme.error}]") ==
        "{Acme <&>} Pro ? ? []\n");
  const Run field = shown.run({"statusline", "--format", "{acme.usd}"});
  CHECK(field.code == 64);
  CHECK(field.err.starts_with(
      "usagestat: The template of --format has the unknown field \"usd\".\n  Fields: used, "));
  CHECK(shown.run({"statusline", "--format", "{acme.used"}).code == 64);
  CHECK(shown.run({"statusline", "--format", "}"}).code == 64);
  CHECK(shown.run({"statusline", "--format", "{used}"}).code == 64);
  CHECK(shown.run({"statusline", "--format", "{nobody.used}"}).code == 64);
  CHECK(shown.run({"statusline", "--format", "x", "--preset", "tmux"}).code == 64);
}

TEST_CASE("a preset that there is not") {
  const Shown shown;
  const Run run = shown.run({"statusline", "acme", "--preset", "acme-cod"});
  CHECK(run.code == 64);
  CHECK(run.err.find("Did you mean acme-code?") != std::string::npos);
}

TEST_CASE("with nothing stored it prints an empty line and gets figures for the next time",
          "[alone]") {
  const Shown shown;
  const Run first = shown.run({"statusline", "acme"});
  CHECK(first.code == 0);
  CHECK(first.out == "\n");
  CHECK(first.took < 2s);
  CHECK(shown.wait_for_probes(1));
  CHECK(shown.run({"statusline", "acme"}).out == "Acme <&> 93% (1d 1h)\n");
  CHECK(shown.wait_for_probes(1));
}

TEST_CASE("statusline --no-refresh starts nothing") {
  const Shown shown;
  CHECK(shown.run({"statusline", "acme", "--no-refresh"}).out == "\n");
  std::this_thread::sleep_for(300ms);
  CHECK(shown.probes() == 0);
}

TEST_CASE("many lines at once start one process in the background") {
  const Shown shown;
  {
    std::vector<std::jthread> threads;
    threads.reserve(10);
    for (int i = 0; i < 10; ++i)
      threads.emplace_back([&] { (void)shown.run({"statusline", "acme"}); });
  }
  CHECK(shown.wait_for_probes(1));
}

TEST_CASE("what an agent writes is shown and kept, without a request") {
  const Shown shown;
  shown.sandbox.write("input.json",
                      R"({"model": {"name": "Big"}, "limits": {"week": {"used": 55.5}}})");
  const std::string words = " --plugin-dir " + shown.sandbox.plugin_dir();
  const Run run =
      shown.sandbox.run_shell("$USAGESTAT statusline --preset acme-code" + words + " < input.json");
  CHECK(run.code == 0);
  CHECK(run.out == "Big | \x1b[32mAcme <&> Weekly 56%\x1b[0m\n");
  const Run usage = shown.run({"acme", "--json"});
  CHECK(usage.code == 0);
  const auto document = base::parse_json(usage.out, "stdout");
  REQUIRE(document.has_value());
  CHECK(base::string_member(document->get_array().at(0), "source") == "statusline");
  CHECK(shown.probes() == 0);
}

TEST_CASE("an agent that writes nonsense still gets its line") {
  const Shown shown;
  shown.run({"acme"});
  shown.sandbox.write("input.json", "{\"limits\": ");
  const std::string words = " --plugin-dir " + shown.sandbox.plugin_dir();
  const Run run = shown.sandbox.run_shell("$USAGESTAT statusline acme --preset acme-code" + words +
                                          " < input.json");
  CHECK(run.code == 0);
  CHECK(run.out.find("Weekly 93%") != std::string::npos);
}

TEST_CASE("a pipe that nobody closes delays the line only a moment") {
  const Shown shown;
  shown.run({"acme"});
  const std::string words = " --plugin-dir " + shown.sandbox.plugin_dir();
  const Run run =
      shown.sandbox.run_shell("sleep 3 | (timeout 2 $USAGESTAT statusline acme --preset acme-code" +
                              words + "; echo code $? ; kill $$)");
  CHECK(run.out.find("code 0") != std::string::npos);
}

}  // namespace
}  // namespace usagestat::test
