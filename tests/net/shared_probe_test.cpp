// SPDX-License-Identifier: MIT
// Many processes that want the same figures, against a server that counts.
#include <cstdlib>
#include <thread>

#include <catch2/catch_test_macros.hpp>
#include <signal.h>

#include "base/json.hpp"
#include "base/time.hpp"
#include "cli/sandbox.hpp"
#include "support/net/local_server.hpp"

namespace usagestat::test {
namespace {

using namespace std::chrono_literals;

const std::string k_body = R"({"used": 42})";

void add_asking_plugin(const Sandbox& sandbox, const test_net::PlainServer& server) {
  sandbox.add_plugin("acme",
                     "var r = ctx.host.http.request({url: '" + server.url("/usage") +
                         "'});"
                         "if (r.status === 429) ctx.fail.rateLimited('Asked too often.');"
                         "if (r.status !== 200) throw 'HTTP ' + r.status;"
                         "return {lines: [ctx.line.progress({label: 'Weekly', used: "
                         "JSON.parse(r.bodyText).used})]};",
                     R"({"hosts": ["127.0.0.1"]})");
}

std::vector<Run> run_at_once(const Sandbox& sandbox, const std::vector<Sandbox::Words>& commands) {
  std::vector<Run> runs(commands.size());
  {
    std::vector<std::jthread> threads;
    threads.reserve(commands.size());
    for (std::size_t i = 0; i < commands.size(); ++i)
      threads.emplace_back([&, i] { runs[i] = sandbox.run(commands[i]); });
  }
  return runs;
}

base::json::value parsed(const std::string& text) {
  auto document = base::parse_json(text, "stdout");
  REQUIRE(document.has_value());
  return *document;
}

// How often a repeated test repeats: a few times here, as often as the variable says elsewhere.
int rounds(int usual) {
  const char* wanted = std::getenv("USAGESTAT_TEST_ROUNDS");
  return wanted == nullptr ? usual : std::atoi(wanted);
}

TEST_CASE("twenty processes at once make one request, and all show its answer") {
  Sandbox sandbox;
  test_net::PlainServer server;
  auto& route = server.on("GET", "/usage").json(k_body).after(300ms);
  add_asking_plugin(sandbox, server);
  const std::vector<Sandbox::Words> commands(20, {"--plugin-dir", sandbox.plugin_dir(), "acme"});
  for (const Run& run : run_at_once(sandbox, commands)) {
    CHECK(run.code == 0);
    CHECK(run.out == "=== Plugin acme  (acme) ===\n  Weekly: 42.0% (42 / 100)\n\n");
    CHECK(run.err.empty());
  }
  CHECK(route.times_asked() == 1);
}

TEST_CASE("those who wait for a process that is killed go on at once", "[alone]") {
  Sandbox sandbox;
  test_net::PlainServer server;
  auto& route = server.on("GET", "/usage").hang().json(k_body);
  add_asking_plugin(sandbox, server);
  const Sandbox::Words words{"--plugin-dir", sandbox.plugin_dir(), "acme"};
  const auto wait_until_asked = [&] {
    for (int i = 0; i < 2000 && route.times_asked() == 0; ++i) std::this_thread::sleep_for(5ms);
  };
  // Killed some time after it has asked, so that the others come while it holds the lock.
  std::jthread holder([&] {
    (void)sandbox.run_and_signal(words, SIGKILL, [&] {
      wait_until_asked();
      std::this_thread::sleep_for(800ms);
    });
  });
  wait_until_asked();
  for (const Run& run : run_at_once(sandbox, {words, words, words, words})) {
    CHECK(run.code == 0);
    CHECK(run.out.find("42.0%") != std::string::npos);
    CHECK(run.took < 800ms + 2s);
  }
  CHECK(route.times_asked() == 2);
}

struct Wait {
  base::Milliseconds least;
  base::Milliseconds most;
};

// Asks a server that answers with this status and header twice; the second time it must not be
// asked.
Wait pause_after(int status, const test_net::Headers& headers) {
  Sandbox sandbox;
  test_net::PlainServer server;
  auto& route = server.on("GET", "/usage").reply(status, headers, "");
  add_asking_plugin(sandbox, server);
  const Sandbox::Words words{"--plugin-dir", sandbox.plugin_dir(), "acme", "--json"};
  const auto before = std::chrono::floor<base::Milliseconds>(std::chrono::system_clock::now());
  const Run first = sandbox.run(words);
  const auto after = std::chrono::floor<base::Milliseconds>(std::chrono::system_clock::now());
  const Run second = sandbox.run(words);
  CHECK(first.code == 3);
  CHECK(second.code == 3);
  CHECK(route.times_asked() == 1);
  const auto retry_of = [](const Run& run) {
    const auto document = parsed(run.out);
    const auto& error = *base::find_member(document.get_array().at(0), "error");
    return base::string_member(error, "retryAt").value_or("");
  };
  CHECK(retry_of(first) == retry_of(second));
  const auto retry_at = base::parse_rfc3339(retry_of(first));
  REQUIRE(retry_at);
  // A person is told, too.
  const Run shown = sandbox.run_on_terminal({"--plugin-dir", sandbox.plugin_dir(), "acme"}, 120);
  CHECK(shown.out.find("Next try ") != std::string::npos);
  auto forced = words;
  forced.emplace_back("--force");
  (void)sandbox.run(forced);
  CHECK(route.times_asked() == 2);
  return {*retry_at - after, *retry_at - before};
}

TEST_CASE("Retry-After in seconds") {
  const Wait wait = pause_after(429, {{"retry-after", "120"}});
  CHECK(wait.most >= 120s);
  CHECK(wait.least <= 120s);
}

TEST_CASE("Retry-After as a date") {
  const Wait wait = pause_after(429, {{"retry-after", "Fri, 31 Dec 2100 23:59:59 GMT"}});
  CHECK(wait.most >= 7 * 24h);
  CHECK(wait.least <= 7 * 24h);
}

TEST_CASE("Retry-After of 0 says nothing: one minute and up to a fifth") {
  const Wait wait = pause_after(429, {{"retry-after", "0"}});
  CHECK(wait.most >= 60s);
  CHECK(wait.least <= 72s);
}

TEST_CASE("no Retry-After") {
  const Wait wait = pause_after(429, {});
  CHECK(wait.most >= 60s);
  CHECK(wait.least <= 72s);
}

TEST_CASE("a server in trouble wants a pause as well") {
  const Wait wait = pause_after(503, {{"retry-after", "30"}});
  CHECK(wait.most >= 30s);
  CHECK(wait.least <= 30s);
}

TEST_CASE("last good figures stay while a service wants a pause") {
  Sandbox sandbox;
  test_net::PlainServer server;
  server.on("GET", "/usage").json(k_body).reply(429);
  add_asking_plugin(sandbox, server);
  Sandbox::Words words{"--plugin-dir", sandbox.plugin_dir(), "acme", "--force", "--json"};
  CHECK(sandbox.run(words).code == 0);
  CHECK(sandbox.run(words).code == 3);
  words.erase(words.begin() + 3);
  const Run run = sandbox.run(words);
  CHECK(run.code == 3);
  const auto document = parsed(run.out);
  const auto& snapshot = document.get_array().at(0);
  CHECK(base::find_member(snapshot, "lines")->get_array().size() == 1);
  CHECK(base::bool_member(snapshot, "stale") == true);
  CHECK(base::string_member(*base::find_member(snapshot, "error"), "kind") == "rate_limited");
}

// Eight instances of one account, so that eight probes find the same expired token. The service
// takes a refresh token once; the second use of one would log the user out.
void race_for_one_refresh_token() {
  Sandbox sandbox;
  test_net::PlainServer server;
  auto& token = server.on("POST", "/token")
                    .json(R"({"access": "made-up-new", "refresh": "made-up-second"})")
                    .after(20ms)
                    .reply(400, {}, R"({"error": "refresh_token_reused"})");
  server.on("GET", "/usage").json(k_body);
  sandbox.add_plugin(
      "acme",
      "var store = ctx.oauth.fileStore('~/login.json');"
      "var login = JSON.parse(store.read()).login;"
      "if (login.access === 'made-up-old') login.access = ctx.oauth.refresh({store: store,"
      "  usedAccessToken: login.access,"
      "  pick: function (d) { return {accessToken: d.login.access, refreshToken: d.login.refresh}; "
      "},"
      "  redeem: function (refreshToken) {"
      "    var r = ctx.host.http.request({method: 'POST', url: '" +
          server.url("/token") +
          "', bodyText: refreshToken});"
          "    if (r.status !== 200) ctx.fail.auth('Logged out.');"
          "    var t = JSON.parse(r.bodyText);"
          "    return {accessToken: t.access, refreshToken: t.refresh}; },"
          "  apply: function (d, t) { d.login.access = t.accessToken; d.login.refresh = "
          "t.refreshToken; }}).accessToken;"
          "var r = ctx.host.http.request({url: '" +
          server.url("/usage") +
          "', headers: {authorization: login.access}});"
          "return {lines: [ctx.line.progress({label: 'Weekly', used: "
          "JSON.parse(r.bodyText).used})]};",
      R"({"hosts": ["127.0.0.1"], "read": ["~/login.json"], "write": ["~/login.json"]})");
  const auto login = sandbox.write(
      "login.json",
      R"({"login": {"access": "made-up-old", "refresh": "made-up-first"}, "other": [1, 2]})");
  std::filesystem::permissions(login, std::filesystem::perms(0640));
  std::string config = "pluginDirs = [\"plugins-of-test\"]\n";
  std::vector<Sandbox::Words> commands;
  for (int i = 0; i < 8; ++i) {
    const std::string id = "acme-" + std::to_string(i);
    config += "[[providers]]\nid = \"acme\"\ninstanceId = \"" + id + "\"\n";
    commands.push_back({"--config", "config.toml", id});
  }
  sandbox.write("config.toml", config);
  for (const Run& run : run_at_once(sandbox, commands)) {
    CHECK(run.code == 0);
    CHECK(run.err.empty());
  }
  CHECK(token.times_asked() == 1);
  for (const auto& request : server.requests()) {
    if (request.path == "/usage") CHECK(request.header("authorization") == "made-up-new");
    if (request.path == "/token") CHECK(request.body == "made-up-first");
  }
  const auto document = parsed(sandbox.read("login.json"));
  CHECK(base::write_json(document, base::JsonStyle::compact) ==
        R"({"login":{"access":"made-up-new","refresh":"made-up-second"},"other":[1,2]})");
  CHECK(std::filesystem::status(login).permissions() == std::filesystem::perms(0640));
}

TEST_CASE("of eight processes with an expired token one redeems, and all succeed") {
  for (int round = 0; round < rounds(5); ++round) race_for_one_refresh_token();
}

// Two writers that are killed at any moment; what a process has reported as kept must be there.
TEST_CASE("killed writers leave whole files") {
  Sandbox sandbox;
  sandbox.add_plugin("acme", "return {lines: [ctx.line.text({label: 'n', value: '1'})]};");
  sandbox.write("config.toml",
                "pluginDirs = [\"plugins-of-test\"]\n"
                "[[providers]]\nid = \"acme\"\ninstanceId = \"a\"\n"
                "[[providers]]\nid = \"acme\"\ninstanceId = \"b\"\n");
  const auto words = [](const std::string& id) {
    return Sandbox::Words{"--config", "config.toml", id, "--force", "--json"};
  };
  // Killed somewhere within twice the time that a run takes here: some end before.
  const auto longest = static_cast<unsigned>(sandbox.run(words("a")).took.count()) * 2 + 2;
  std::map<std::string, std::string> acknowledged;
  unsigned seed = 7;
  for (int round = 0; round < rounds(20); ++round) {
    std::map<std::string, Run> runs{{"a", {}}, {"b", {}}};
    {
      std::vector<std::jthread> threads;
      for (auto& [id, run] : runs) {
        seed = seed * 1103515245U + 12345U;
        const std::chrono::milliseconds delay((seed >> 16U) % longest);
        threads.emplace_back(
            [&, delay] { run = sandbox.run_and_signal(words(id), SIGKILL, delay); });
      }
    }
    for (const auto& [id, run] : runs) {
      if (run.code != 0) continue;
      const auto document = parsed(run.out);
      acknowledged[id] = *base::string_member(document.get_array().at(0), "fetchedAt");
    }
    if (!std::filesystem::exists(sandbox.home() / ".local/share/usagestat/snapshots.json"))
      continue;
    const auto stored = parsed(sandbox.read(".local/share/usagestat/snapshots.json"));
    (void)parsed(sandbox.read(".local/share/usagestat/state/attempts.json"));
    for (const auto& [id, fetched_at] : acknowledged) {
      const auto* snapshot = base::find_member(*base::find_member(stored, "snapshots"), id);
      REQUIRE(snapshot != nullptr);
      CHECK(*base::parse_rfc3339(*base::string_member(*snapshot, "fetchedAt")) >=
            *base::parse_rfc3339(fetched_at));
    }
  }
  CHECK_FALSE(acknowledged.empty());
}

}  // namespace
}  // namespace usagestat::test
