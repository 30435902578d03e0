// SPDX-License-Identifier: MIT
// A probe is recorded in a scripted world and must play to the same end from the story.
#include "story/record_story.hpp"

#include <catch2/catch_test_macros.hpp>

#include "base/encoding.hpp"
#include "base/text.hpp"
#include "story/story_world.hpp"
#include "unit/story/make_story.hpp"

namespace usagestat::story {
namespace {

namespace json = base::json;
using base::Result;
using system::Deadline;
using system::System;

constexpr std::string_view k_home = "/Users/jane";
// {"exp":1770000000,"email":"jane@corp.test","plan":"pro"}
constexpr std::string_view k_jwt =
    "eyJhbGciOiJub25lIn0."
    "eyJleHAiOjE3NzAwMDAwMDAsImVtYWlsIjoiamFuZUBjb3JwLnRlc3QiLCJwbGFuIjoicHJvIn0."
    "U2lnbmF0dXJlT2ZKYW5lMTIz";

// The machine of somebody called Jane.
class JaneEnvironment final : public system::Environment {
 public:
  std::optional<std::string> get(std::string_view name) const override {
    if (name == "ACME_HOME") return std::string(k_home) + "/.acme";
    if (name == "ACME_API_KEY") return "sk-acme-Zk39bQxY77Lm";
    return std::nullopt;
  }
  std::map<std::string, std::string> all() const override { return {}; }
  std::filesystem::path home_directory() const override { return k_home; }
  std::filesystem::path current_directory() const override { return k_home; }
  std::string user_name() const override { return "jane"; }
  system::Platform platform() const override { return system::Platform::macos; }
};

std::string scripted_world() {
  return R"("now": "2026-02-01T10:00:00.500Z", "platform": "macos",
    "files": {
      "/Users/jane/.acme/auth.json": {"json": {"tokens": {"access_token": "old9-token-0123456",
        "refresh_token": "ref9-token-6543210"}, "id_token": ")" +
         std::string(k_jwt) + R"x(", "account_id": "6a1f0c2d-1111-4222-8333-444455556666"}},
      "/Users/jane/.acme/logs/b.jsonl": {"text": "{\"n\":2}\n{\"who\":\"jane@corp.test\"}\n"},
      "/Users/jane/.acme/logs/a.jsonl": {"text": "{\"n\":1}\n"},
      "/Users/jane/state.db": {"sqlite": ["CREATE TABLE item(key TEXT, value TEXT)",
        "INSERT INTO item VALUES('session', 'db99-secret-000'), ('other', 'private-thing')"]}},
    "keychain": {"Acme": "{\"password\":\"chain9-secret-1\"}"},
    "commands": [{"run": ["acme", "whoami"], "stdout": "jane@corp.test\n"},
                 {"run": ["acme", "serve"], "dialogue": [
                   {"send": {"id": 1, "method": "usage"}, "receive": {"id": 1, "used": 3}}]},
                 {"run": ["helper"]}],
    "processes": [{"pid": 7, "name": "/Users/jane/bin/acme_server", "ports": [42100],
                   "args": "--csrf_token proc9-secret --api-key=proc9-other --mode fast"},
                  {"pid": 8, "name": "private-program", "args": "--password proc9-third"}],
    "http": [
      {"request": {"method": "POST", "url": "https://id.acme.test/token"},
       "response": {"headers": {"content-type": "application/json", "server": "x"},
                    "json": {"access_token": "new9-token-7777777", "expires_in": 60}}},
      {"request": {"url": "https://api.acme.test/org/6a1f0c2d-1111-4222-8333-444455556666/usage"},
       "response": {"status": 200, "headers": {"x-limit": "7", "set-cookie": ["sid=cook9-value-1; Path=/", "b=2"]},
                    "json": {"used": 41.5, "owner": "jane@corp.test"}}},
      {"request": {"url": "https://slow.acme.test/"}, "error": "timeout"},
      {"request": {"url": "https://gone.acme.test/"}, "error": "dns"},
      {"request": {"url": "https://tls.acme.test/"}, "error": "tls"}])x";
}

// Whatever is looked for in the world, in the way a plugin would.
class Probe {
 public:
  explicit Probe(const System& system) : system_(system) {}

  Result<StoryOutcome> run() {
    const std::string home = system_.environment.get("ACME_HOME").value_or("/none");
    USAGESTAT_TRY(const json::value auth, read_json(home + "/auth.json"));
    USAGESTAT_TRY(const std::string token, refresh(home + "/auth.json", auth));
    USAGESTAT_TRY(const json::value usage, ask_usage(token, auth));
    StoryOutcome outcome;
    outcome.account = base::string_member(usage, "owner");
    outcome.plan = plan_of(base::string_member(auth, "id_token").value_or(""));
    outcome.source = "oauth";
    add("Used", std::to_string(base::number_member(usage, "used").value_or(0)));
    USAGESTAT_CHECK(look_at_machine(home));
    try_failures();
    outcome.lines = lines_;
    return outcome;
  }

 private:
  void add(const std::string& label, const std::string& value) {
    lines_.emplace_back(model::TextLine{label, value, std::nullopt, std::nullopt});
  }

  Result<json::value> read_json(const std::string& path) {
    USAGESTAT_TRY(const std::string text, system_.filesystem.read_file(path));
    return base::parse_json(text, path);
  }

  Result<std::string> refresh(const std::string& path, json::value auth) {
    json::value& tokens = auth.as_object()["tokens"];
    system::HttpRequest request;
    request.method = "POST";
    request.url = "https://id.acme.test/token";
    request.headers = {{"Content-Type", "application/x-www-form-urlencoded"}};
    request.body = "grant_type=refresh_token&client_id=app_public&refresh_token=" +
                   base::string_member(tokens, "refresh_token").value_or("");
    USAGESTAT_TRY(const system::HttpResponse response, system_.http.send(request, Deadline()));
    USAGESTAT_TRY(const json::value answer, base::parse_json(response.body, "answer"));
    const std::string token = base::string_member(answer, "access_token").value_or("");
    tokens.as_object()["access_token"] = token;
    USAGESTAT_CHECK(
        system_.filesystem.write_file(path, base::write_json(auth, base::JsonStyle::pretty)));
    return token;
  }

  Result<json::value> ask_usage(const std::string& token, const json::value& auth) {
    system::HttpRequest request;
    request.url = "https://api.acme.test/org/" +
                  base::string_member(auth, "account_id").value_or("") + "/usage";
    request.headers = {{"Authorization", "Bearer " + token},
                       {"X-Api-Key", system_.environment.get("ACME_API_KEY").value_or("")},
                       {"User-Agent", "probe/1"}};
    USAGESTAT_TRY(const system::HttpResponse response, system_.http.send(request, Deadline()));
    const std::string* limit = system::find_header(response, "x-limit");
    add("Limit", limit != nullptr ? *limit : "none");
    return base::parse_json(response.body, "usage");
  }

  Result<void> look_for_server() {
    USAGESTAT_TRY(const auto servers, system_.process_table.find("acme_server", Deadline()));
    for (const system::RunningProcess& server : servers) {
      USAGESTAT_TRY(const auto ports,
                    system_.process_table.listening_ports(server.pid, Deadline()));
      add("Server", server.argv.back() + " " + std::to_string(ports.size()));
    }
    return {};
  }

  Result<void> look_at_machine(const std::string& home) {
    USAGESTAT_TRY(const auto names, system_.filesystem.list_directory(home + "/logs"));
    add("Logs", base::join(names, " "));
    USAGESTAT_TRY(const std::string log, system_.filesystem.read_file(home + "/logs/b.jsonl"));
    add("Log size", std::to_string(base::split(log, '\n').size()));
    USAGESTAT_TRY(const auto item, system_.secrets.read("Acme", "jane", Deadline()));
    USAGESTAT_CHECK(system_.secrets.write("Acme 2", "jane", item.value_or(""), Deadline()));
    const auto missing = system_.secrets.read("Other", "", Deadline());
    add("Keychain", item && missing && !*missing ? "found" : "not found");
    system::ProcessRequest command;
    command.argv = {"acme", "whoami"};
    USAGESTAT_TRY(const auto who, system_.processes.run(command, Deadline()));
    add("Who", std::string(base::trim(who.output)));
    add("Helper", system_.processes.is_installed("helper") ? "yes" : "no");
    add("Nothing", system_.processes.is_installed("nothing") ? "yes" : "no");
    command.argv = {"acme", "serve"};
    USAGESTAT_TRY(const auto session, system_.processes.start(command));
    USAGESTAT_CHECK(session->write_line(R"({"method":"usage","id":1})"));
    USAGESTAT_TRY(const auto line, session->read_line(Deadline()));
    add("Served", line.value_or("nothing"));
    USAGESTAT_TRY(const auto rows, system_.database.rows(home + "/../state.db",
                                                         "SELECT value FROM item WHERE key = ?1",
                                                         json::array{"session"}, Deadline()));
    add("Rows", std::to_string(rows.size()));
    if (!rows.empty()) session_ = base::string_member(rows[0], "value").value_or("");
    USAGESTAT_CHECK(look_for_server());
    add("Now", base::format_utc(system_.clock.now()));
    return {};
  }

  void try_failures() {
    for (const std::string host : {"slow", "gone", "tls"}) {
      system::HttpRequest request;
      request.url = "https://" + host + ".acme.test/";
      request.headers = {{"X-Session", session_}};
      const auto response = system_.http.send(request, Deadline());
      add(host, response ? "answered" : std::string(base::to_string(response.error().kind)));
    }
  }

  static std::optional<std::string> plan_of(const std::string& jwt) {
    const auto parts = base::split(jwt, '.');
    const auto payload = parts.size() == 3 ? base::base64_decode(parts[1]) : std::nullopt;
    if (!payload) return std::nullopt;
    const auto claims = base::parse_json(*payload, "claims");
    return claims ? base::string_member(*claims, "plan") : std::nullopt;
  }

  const System& system_;
  std::string session_;
  std::vector<model::MetricLine> lines_;
};

struct Recorded {
  std::string text;
  std::vector<std::string> problems;
  Result<StoryOutcome> outcome;
};

Recorded record(const std::string& world_members, const json::object& config = {}) {
  const StoryWorld scripted(make_story(world_members));
  JaneEnvironment environment;
  const System& given = scripted.system();
  const System real{given.clock,   environment,     given.filesystem,
                    given.http,    given.processes, given.process_table,
                    given.secrets, given.database,  given.time_zone};
  StoryRecorder recorder(real);
  auto outcome = Probe(recorder.system()).run();
  const json::object document = recorder.finish("acme", "auto", config, outcome);
  return {base::write_json(document, base::JsonStyle::pretty), recorder.problems(), outcome};
}

std::vector<std::string> replay(const std::string& text) {
  const auto story = parse_story(text, "recorded.json");
  INFO((story ? std::string() : story.error().message));
  REQUIRE(story.has_value());
  const StoryWorld world(*story);
  return compare_story(*story, Probe(world.system()).run(), world);
}

TEST_CASE("a recorded story plays to the same end") {
  const Recorded recorded = record(scripted_world());
  INFO(recorded.text);
  REQUIRE(recorded.outcome.has_value());
  CHECK(recorded.outcome->account == "jane@corp.test");
  CHECK(recorded.problems.empty());
  CHECK(replay(recorded.text) == std::vector<std::string>{});
}

TEST_CASE("no secret, address or home directory is left in a recorded story") {
  const std::string text = record(scripted_world()).text;
  for (const std::string part :
       {"proc9-secret", "proc9-other", "proc9-third", "private-program", "old9-token", "ref9-token",
        "new9-token", "db99-secret", "chain9-secret", "cook9-value", "Zk39bQxY77Lm", "jane", "Jane",
        "corp.test", "6a1f0c2d", "private-thing", "U2lnbmF0dXJlT2Z", "/Users"}) {
    INFO(part);
    CHECK(text.find(part) == std::string::npos);
  }
}

TEST_CASE("a recorded story says what was asked and no more") {
  const std::string text = record(scripted_world()).text;
  const auto story = parse_story(text, "recorded.json");
  REQUIRE(story.has_value());
  CHECK(story->provider_id == "acme");
  CHECK(story->description == "Recorded from a live probe.");
  CHECK(base::format_utc(story->now) == "2026-02-01T10:00:00.500Z");
  CHECK(story->platform == system::Platform::macos);
  CHECK(story->env.at("ACME_HOME") == "/home/story/.acme");
  CHECK(story->env.at("ACME_API_KEY") == "sk-acme-Aa00aAaA00A1");
  CHECK(story->files.contains("~/.acme/auth.json"));
  CHECK(story->files.at("~/state.db").statements.size() == 2);
  CHECK_FALSE(story->keychain.contains("Acme 2"));
  REQUIRE(story->processes.size() == 1);
  CHECK(story->processes[0].name == "/home/story/bin/acme_server");
  CHECK(story->processes[0].arguments.ends_with(" --mode fast"));
  CHECK(story->processes[0].ports == std::vector<int>{42100});
  CHECK(story->exchanges.size() == 5);
  CHECK(story->exchanges[0].form_body);
  CHECK(story->exchanges[1].headers.size() == 2);
  CHECK(story->exchanges[1].response.headers.size() == 3);
  CHECK(story->exchanges[4].error == "tls");
  CHECK(story->expect.contains("files"));
}

TEST_CASE("a failed probe is recorded as the error that it gave") {
  const Recorded recorded = record(R"("files": {"/Users/jane/other": {"text": ""}})");
  REQUIRE(recorded.outcome.has_error());
  const auto story = parse_story(recorded.text, "recorded.json");
  REQUIRE(story.has_value());
  CHECK(
      base::write_json(story->expect, base::JsonStyle::compact) ==
      R"({"error":{"kind":"io","messageContains":"Cannot read /home/story/.acme/auth.json: no such file or directory."}})");
  CHECK(replay(recorded.text) == std::vector<std::string>{});
}

TEST_CASE("of the configuration only what a story knows is kept, secrets replaced") {
  const json::object config{{"id", "acme"},
                            {"enabled", true},
                            {"apiKey", "key9-abcdef-123"},
                            {"cookieHeader", "sid=cook9-abc; x=1"},
                            {"region", "eu"},
                            {"warnAt", 5},
                            {"settings", json::object{{"token", "set9-abcdef-123"}}},
                            {"env", json::object{}}};
  const std::string text = record(scripted_world(), config).text;
  const auto story = parse_story(text, "recorded.json");
  REQUIRE(story.has_value());
  CHECK(base::write_json(story->config, base::JsonStyle::compact) ==
        R"({"apiKey":"aaa0-aaaaaa-001","cookieHeader":"sid=aaaa0-aa2; x=1","region":"eu",)"
        R"("settings":{"token":"aaa0-aaaaaa-008"}})");
}

}  // namespace
}  // namespace usagestat::story
