// SPDX-License-Identifier: MIT
#include "usage/run_story.hpp"

#include <catch2/catch_test_macros.hpp>

#include "story/story_files.hpp"
#include "unit/story/make_story.hpp"

namespace usagestat::usage {
namespace {

using story::make_story;
using system::Deadline;

// Shows what it is given, asks one URL, keeps a note in its own directory.
constexpr const char* k_script = R"JS(
__usagestat_plugin = { id: "acme", probe: function (ctx) {
  var key = ctx.provider.apiKey || ctx.host.env.get("ACME_KEY");
  if (!key) ctx.fail.auth("No key.", "Set ACME_KEY.");
  if (key === "loop") while (true) {}
  var answer = ctx.host.http.request({ url: "https://api.acme.test/usage",
                                       headers: { Authorization: "Bearer " + key } });
  ctx.host.fs.writeText(ctx.app.pluginDataDir + "/note", String(answer.status));
  return { plan: ctx.sourceMode, account: ctx.provider.cookieHeader, source: "api", lines: [
    ctx.line.text({ label: "Body", value: answer.bodyText }),
    ctx.line.text({ label: "Given", value: [ctx.provider.region, ctx.provider.workspaceId,
      ctx.provider.settings.deep, ctx.provider.instanceId, ctx.host.fs.homeDir].join(" ") }) ] };
} };
)JS";

plugin_host::PluginPtr acme(bool may_run = true) {
  auto plugin = std::make_shared<plugin_host::Plugin>();
  plugin->manifest.id = "acme";
  plugin->manifest.name = "Acme";
  model::Permissions permissions;
  permissions.hosts = {"api.acme.test"};
  permissions.env = {"ACME_KEY"};
  plugin->manifest.permissions = permissions;
  plugin->scripts.push_back({"acme/plugin.js", k_script});
  plugin->may_run = may_run;
  return plugin;
}

constexpr const char* k_exchange = R"("http": [{"request": {"url": "https://api.acme.test/usage",
  "headers": {"authorization": "Bearer k1"}}, "response": {"text": "7"}}])";

TEST_CASE("a story that gives what it expects passes") {
  const StoryRun run =
      run_story(make_story(std::string(R"("mode": "api", "now": "2026-02-03T04:05:06Z",
        "config": {"apiKey": "k1", "cookieHeader": "a=b", "region": "eu", "workspaceId": "w",
                   "instanceId": "acme-2", "displayName": "Mine", "home": "~/other",
                   "settings": {"deep": 5}},
        "expect": {"plan": "api", "account": "a=b", "source": "api", "displayName": "Mine",
          "lines": [{"type": "text", "label": "Body", "value": "7"},
                    {"type": "text", "label": "Given", "value": "eu w 5 acme-2 /home/story/other"}],
          "files": {"~/.local/share/usagestat/state/plugins/acme-2/note": {"text": "200"}}}, )") +
                           k_exchange),
                acme(), base::null_log());
  CHECK(run.differences == std::vector<std::string>{});
  CHECK(run.passed);
  CHECK(run.snapshot.instance_id == "acme-2");
  REQUIRE(run.snapshot.fetched_at);
  CHECK(base::format_utc(*run.snapshot.fetched_at) == "2026-02-03T04:05:06Z");
}

TEST_CASE("differences and problems of the world fail the story") {
  const StoryRun run = run_story(
      make_story(std::string(R"("env": {"ACME_KEY": "k2"}, "expect": {"plan": "auto"}, )") +
                 k_exchange),
      acme(), base::null_log());
  CHECK_FALSE(run.passed);
  REQUIRE(run.differences.size() == 3);
  CHECK(run.differences[0].starts_with("expected no error, got error network: The story has no"));
  CHECK(run.differences[1] ==
        "No exchange for GET https://api.acme.test/usage; the nearest is http[0] GET "
        "https://api.acme.test/usage: header authorization: expected \"Bearer k1\", got \"Bearer "
        "k2\".");
  CHECK(run.differences[2] == "http[0] GET https://api.acme.test/usage was never asked.");
}

TEST_CASE("an expected error passes") {
  const StoryRun run = run_story(
      make_story(R"("expect": {"error": {"kind": "auth", "messageContains": "acme_key"}})"), acme(),
      base::null_log());
  CHECK(run.differences == std::vector<std::string>{});
  REQUIRE(run.snapshot.error);
  CHECK(run.snapshot.error->message == "No key.");
}

TEST_CASE("secrets of a story may be references into its world") {
  for (const std::string reference : {R"({"env": "HIDDEN"})", R"({"file": "~/key"})",
                                      R"({"command": ["pass", "show", "acme"]})"}) {
    INFO(reference);
    const StoryRun run =
        run_story(make_story(R"("config": {"apiKey": )" + reference + R"(}, "env": {"HIDDEN": "k1"},
          "files": {"~/key": {"text": "k1\n"}},
          "commands": [{"run": ["pass", "show", "acme"], "stdout": "k1\n"}], )" +
                             k_exchange),
                  acme(), base::null_log());
    CHECK(run.differences == std::vector<std::string>{});
  }
}

TEST_CASE("a plugin of an untrusted folder may run in a story") {
  const StoryRun run =
      run_story(make_story(std::string(R"("env": {"ACME_KEY": "k1"}, )") + k_exchange), acme(false),
                base::null_log());
  CHECK(run.passed);
}

TEST_CASE("a plugin that never ends is stopped") {
  const auto deadline = Deadline::after(std::chrono::milliseconds(200));
  const StoryRun run = run_story(
      make_story(R"("env": {"ACME_KEY": "loop"}, "expect": {"error": {"kind": "timeout"}})"),
      acme(), base::null_log(), deadline);
  CHECK(run.differences == std::vector<std::string>{});
}

TEST_CASE("a file that is no story and a provider without plugin are differences") {
  story::StoryFiles files(make_story(
      R"("http": [], "expect": {}, "files": {"stories/acme/bad.json": {"text": "{"}, "stories/acme/key.json": {"json": {"htp": []}},
                   "stories/nobody/case.json": {"json": {"http": [], "expect": {}}}})"));
  const plugin_host::PluginCatalog catalog{{acme()}, {}};
  const auto differences = [&](const std::string& path) {
    const auto all = story_differences({path}, catalog, files, base::null_log(), Deadline());
    REQUIRE(all.size() == 1);
    return all.front();
  };
  CHECK(differences("stories/acme/bad.json").starts_with("stories/acme/bad.json:1:"));
  CHECK(
      differences("stories/acme/key.json").starts_with("stories/acme/key.json: http: is missing"));
  CHECK(differences("stories/acme/none.json").starts_with("Cannot read "));
  CHECK(differences("stories/nobody/case.json") ==
        "There is no plugin for the provider \"nobody\".");
}

}  // namespace
}  // namespace usagestat::usage
