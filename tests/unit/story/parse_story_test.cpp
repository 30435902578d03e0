// SPDX-License-Identifier: MIT
#include <catch2/catch_test_macros.hpp>

#include "story/story.hpp"
#include "unit/story/make_story.hpp"

namespace usagestat::story {
namespace {

TEST_CASE("a story takes its name and provider from its path") {
  const auto story = parse_story(R"({"http": [], "expect": {}})", "a/b/acme/max-plan.json");
  REQUIRE(story.has_value());
  CHECK(story->name == "max-plan");
  CHECK(story->provider_id == "acme");
}

TEST_CASE("the provider key wins over the folder") {
  CHECK(make_story(R"("provider": "other")").provider_id == "other");
}

TEST_CASE("a story without folder and provider is refused") {
  const auto story = parse_story(R"({"http": [], "expect": {}})", "case.json");
  REQUIRE(story.has_error());
  CHECK(story.error().message ==
        "case.json: provider: is missing, and the story lies in no folder that names one.");
}

TEST_CASE("defaults of a story") {
  const Story story = make_story("");
  CHECK(base::format_utc(story.now) == "2026-01-01T00:00:00Z");
  CHECK(story.time_zone == "UTC");
  CHECK(story.platform == system::Platform::linux_os);
  CHECK(story.mode == model::SourceMode::automatic);
  CHECK(story.files.empty());
  CHECK(story.exchanges.empty());
}

TEST_CASE("every key of a story is read") {
  const Story story = make_story(R"x(
    "description": "all of it", "now": "2026-01-29T18:30:00.250+01:00",
    "timezone": "Europe/Paris", "platform": "macos", "mode": "oauth",
    "config": {"apiKey": "k", "cookieHeader": "a=b", "region": "eu", "workspaceId": "w",
               "displayName": "D", "instanceId": "i", "home": "~/x", "settings": {"a": 1},
               "env": {"X": "y"}, "refreshTokens": "never"},
    "env": {"NAME": "value"},
    "files": {"~/j": {"json": {"a": [1, 2.5]}}, "~/t": {"text": "hällo\n"},
              "~/b": {"base64": "AAH/"}, "~/d": {"sqlite": ["CREATE TABLE t(a)"]},
              "~/r": {"text": "", "readOnly": true, "modified": "2025-01-01T00:00:00Z"}},
    "keychain": {"one": "secret", "two": {"json": {"a": 1}}},
    "cookies": {"acme.test": "session=1"},
    "commands": [{"run": ["gh", "auth"], "exit": 3, "stdout": "o", "stderr": "e", "stdin": "i"}],
    "processes": [{"pid": 7, "name": "server", "args": "--x", "ports": [80, 443]}])x");
  CHECK(story.description == "all of it");
  CHECK(base::format_utc(story.now) == "2026-01-29T17:30:00.250Z");
  CHECK(story.time_zone == "Europe/Paris");
  CHECK(story.platform == system::Platform::macos);
  CHECK(story.mode == model::SourceMode::oauth);
  CHECK(base::string_member(story.config, "apiKey") == "k");
  CHECK(story.env.at("NAME") == "value");
  CHECK(story.files.at("~/j").content == R"({"a":[1,2.5]})");
  CHECK(story.files.at("~/t").content == "hällo\n");
  CHECK(story.files.at("~/b").content == std::string("\0\1\xff", 3));
  CHECK(story.files.at("~/d").kind == StoryFile::Kind::sqlite);
  CHECK(story.files.at("~/d").statements == std::vector<std::string>{"CREATE TABLE t(a)"});
  CHECK(story.files.at("~/r").read_only);
  REQUIRE(story.files.at("~/r").modified);
  CHECK(base::format_utc(*story.files.at("~/r").modified) == "2025-01-01T00:00:00Z");
  CHECK(story.keychain.at("one") == "secret");
  CHECK(story.keychain.at("two") == R"({"a":1})");
  CHECK(story.cookies.at("acme.test") == "session=1");
  REQUIRE(story.commands.size() == 1);
  CHECK(story.commands[0].run == std::vector<std::string>{"gh", "auth"});
  CHECK(story.commands[0].exit_code == 3);
  CHECK(story.commands[0].output == "o");
  CHECK(story.commands[0].errors == "e");
  CHECK(story.commands[0].input == "i");
  REQUIRE(story.processes.size() == 1);
  CHECK(story.processes[0].pid == 7);
  CHECK(story.processes[0].arguments == "--x");
  CHECK(story.processes[0].ports == std::vector<int>{80, 443});
}

TEST_CASE("an exchange is read with its defaults") {
  const Story story = make_story(R"("http": [
    {"request": {"url": "https://api.test/a"}, "response": {"json": {"x": 1}}},
    {"request": {"method": "post", "url": "https://api.test/b",
                 "headers": {"X-Key": "k", "Cookie": null}, "form": {"a": "b c"}},
     "response": {"status": 302, "headers": {"Set-Cookie": ["a=1", "b=2"], "X": "y"},
                  "text": "moved"}, "optional": true},
    {"request": {"url": "https://api.test/c"}, "error": "tls"}])");
  REQUIRE(story.exchanges.size() == 3);
  CHECK(story.exchanges[0].method == "GET");
  CHECK(story.exchanges[0].response.status == 200);
  CHECK(story.exchanges[0].response.body == R"({"x":1})");
  CHECK_FALSE(story.exchanges[0].optional);
  CHECK(story.exchanges[1].method == "POST");
  CHECK(story.exchanges[1].headers == std::vector<system::HttpHeader>{{"x-key", "k"}});
  CHECK(story.exchanges[1].absent_headers == std::vector<std::string>{"cookie"});
  REQUIRE(story.exchanges[1].form_body);
  CHECK(story.exchanges[1].form_body->at("a") == "b c");
  CHECK(story.exchanges[1].response.status == 302);
  CHECK(story.exchanges[1].response.headers ==
        std::vector<system::HttpHeader>{{"set-cookie", "a=1"}, {"set-cookie", "b=2"}, {"x", "y"}});
  CHECK(story.exchanges[1].response.body == "moved");
  CHECK(story.exchanges[1].optional);
  CHECK(story.exchanges[2].error == "tls");
}

TEST_CASE("text that is not JSON names line and column") {
  const auto story = parse_story("{\n  \"http\": [,]\n}", "acme/case.json");
  REQUIRE(story.has_error());
  CHECK(story.error().kind == base::ErrorKind::input);
  CHECK(story.error().message.find("acme/case.json") != std::string::npos);
  CHECK(story.error().message.find('2') != std::string::npos);
}

TEST_CASE("the two required keys") {
  const auto no_http = parse_story(R"({"expect": {}})", "acme/case.json");
  REQUIRE(no_http.has_error());
  CHECK(no_http.error().message == "acme/case.json: http: is missing.");
  const auto no_expect = parse_story(R"({"http": []})", "acme/case.json");
  REQUIRE(no_expect.has_error());
  CHECK(no_expect.error().message == "acme/case.json: expect: is missing.");
  const auto no_object = parse_story("[]", "acme/case.json");
  REQUIRE(no_object.has_error());
  CHECK(no_object.error().message == "acme/case.json: the document: must be an object.");
}

TEST_CASE("errors of the circumstances name the place") {
  CHECK(story_error(R"("enviroment": {})") ==
        "acme/case.json: enviroment: is not a known key. | Known keys: provider, description, "
        "now, timezone, platform, mode, config, env, cookies, keychain, files, commands, http, "
        "processes, expect.");
  CHECK(story_error(R"("tymezone": "UTC")") ==
        R"(acme/case.json: tymezone: is not a known key. | Did you mean "timezone"?)");
  CHECK(story_error(R"("now": "yesterday")") ==
        R"(acme/case.json: now: must be an instant such as "2026-01-01T00:00:00Z".)");
  CHECK(story_error(R"("now": 5)") == "acme/case.json: now: must be a string.");
  CHECK(story_error(R"("platform": "amiga")") ==
        R"(acme/case.json: platform: must be "linux", "macos" or "windows".)");
  CHECK(story_error(R"("mode": "magic")") ==
        "acme/case.json: mode: must be auto, web, cli, oauth, api, local or custom.");
  CHECK(story_error(R"("env": {"A": 1})") == R"(acme/case.json: env["A"]: must be a string.)");
  CHECK(story_error(R"("config": {"apikey": "k"})") ==
        R"(acme/case.json: config.apikey: is not a known key. | Did you mean "apiKey"?)");
  CHECK(story_error(R"("config": {"apiKey": {"env": "A", "file": "b"}})") ==
        R"(acme/case.json: config.apiKey: needs one of "env", "file" and "command".)");
  CHECK(story_error(R"("config": {"cookieHeader": 1})") ==
        "acme/case.json: config.cookieHeader: must be an object.");
  CHECK(story_error(R"("config": {"settings": []})") ==
        "acme/case.json: config.settings: must be an object.");
  CHECK(story_error(R"("config": {"refreshTokens": "maybe"})") ==
        R"(acme/case.json: config.refreshTokens: must be "auto" or "never".)");
}

TEST_CASE("errors of files name the place") {
  CHECK(
      story_error(R"("files": {"~/a": {}})") ==
      "acme/case.json: files[\"~/a\"]: needs one of \"json\", \"text\", \"base64\", \"sqlite\" and "
      "\"directory\": true.");
  CHECK(story_error(R"("files": {"~/a": {"text": "x", "json": 1}})") ==
        R"(acme/case.json: files["~/a"]: only one of "json", "text" and "base64" may be given.)");
  CHECK(story_error(R"("files": {"~/a": {"base64": "%"}})") ==
        R"(acme/case.json: files["~/a"].base64: is not Base64.)");
  CHECK(story_error(R"("files": {"~/a": {"sqlite": ["x", 1]}})") ==
        R"(acme/case.json: files["~/a"].sqlite[1]: must be a string.)");
  CHECK(story_error(R"("files": {"": {"text": ""}})") ==
        R"(acme/case.json: files[""]: a path must not be empty.)");
  CHECK(story_error(R"("files": [])") == "acme/case.json: files: must be an object.");
}

TEST_CASE("errors of exchanges name the place") {
  CHECK(story_error(R"("http": [{"request": {"url": "https://a.test/"}}])") ==
        R"(acme/case.json: http[0]: needs either "response" or "error".)");
  CHECK(story_error(R"("http": [{"response": {}}])") ==
        "acme/case.json: http[0].request: is missing.");
  CHECK(story_error(R"("http": [{"request": {"url": "ftp://a"}, "response": {}}])") ==
        "acme/case.json: http[0].request.url: must be an absolute http or https URL.");
  CHECK(story_error(R"("http": [{"request": {"url": "https://a.test/"}, "error": "boom"}])") ==
        R"(acme/case.json: http[0].error: must be "timeout", "dns", "refused" or "tls".)");
  CHECK(story_error(
            R"("http": [{"request": {"url": "https://a.test/"}, "response": {"status": 99}}])") ==
        "acme/case.json: http[0].response.status: must be a whole number from 100 to 599.");
  CHECK(
      story_error(
          R"("http": [{"request": {"url": "https://a.test/", "json": 1, "form": {}}, "response": {}}])") ==
      "acme/case.json: http[0].request: only one of \"json\", \"form\", \"text\" and \"base64\" "
      "may be given.");
  CHECK(
      story_error(
          R"("http": [{"request": {"url": "https://a.test/", "headers": {"A": 1}}, "response": {}}])") ==
      "acme/case.json: http[0].request.headers[\"A\"]: must be a string, or null for a header "
      "that must not be sent.");
}

TEST_CASE("errors of commands and processes name the place") {
  CHECK(story_error(R"("commands": [{"run": []}])") ==
        "acme/case.json: commands[0].run: needs the program as its first element.");
  CHECK(story_error(R"("commands": [{"stdout": "x"}])") ==
        "acme/case.json: commands[0].run: is missing.");
  CHECK(story_error(R"("commands": [{"run": ["x"], "dialogue": [{}]}])") ==
        R"(acme/case.json: commands[0].dialogue[0]: needs "send", "receive" or both.)");
  CHECK(story_error(R"("processes": [{"name": "x"}])") ==
        "acme/case.json: processes[0].pid: is missing.");
  CHECK(story_error(R"("processes": [{"pid": 1, "name": "x", "ports": [0]}])") ==
        "acme/case.json: processes[0].ports[0]: must be a port from 1 to 65535.");
}

TEST_CASE("errors of the expectation name the place") {
  CHECK(story_error(R"("expect": {"plan": 5})") ==
        "acme/case.json: expect.plan: must be a string or null.");
  CHECK(story_error(R"("expect": {"plan": "x", "error": {}})") ==
        R"(acme/case.json: expect: has "error" beside what only a success has.)");
  CHECK(story_error(R"("expect": {"error": {"kind": "sad"}})") ==
        "acme/case.json: expect.error.kind: \"sad\" is not a kind of error. | Kinds: auth, "
        "rate_limited, network, timeout, config, permission, unsupported, plugin.");
  CHECK(story_error(R"("expect": {"lines": [{"type": "blob", "label": "x"}]})")
            .find("expect.lines[0]") != std::string::npos);
  CHECK(story_error(R"("expect": {"files": {"~/a": {}}})") ==
        "acme/case.json: expect.files[\"~/a\"]: needs \"json\", \"text\", \"base64\" or "
        "\"sqlite\", or null for no file.");
  CHECK(story_error(R"("expect": {"files": {"~/a": {"sqlite": {"query": "x", "rows": [1]}}}})") ==
        "acme/case.json: expect.files[\"~/a\"].sqlite.rows[0]: must be an array of column values.");
  CHECK(story_error(R"("expect": {"keychain": {"a": 1}})") ==
        R"(acme/case.json: expect.keychain["a"]: must be an object.)");
}

}  // namespace
}  // namespace usagestat::story
