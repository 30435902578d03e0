// SPDX-License-Identifier: MIT
// Plugins that misbehave are stopped and reported; a healthy one beside them answers in time.
#include <catch2/catch_test_macros.hpp>
#include <signal.h>

#include "base/json.hpp"
#include "cli/sandbox.hpp"
#include "cli/silent_server.hpp"

namespace usagestat::test {
namespace {

using namespace std::chrono_literals;

TEST_CASE("ten plugins that spin are stopped at a one-second deadline, the healthy one answers",
          "[alone]") {
  Sandbox sandbox;
  SilentServer server;  // accepts, never answers
  const std::string url = "http://127.0.0.1:" + std::to_string(server.port()) + "/";
  const std::vector<std::pair<std::string, std::string>> bad{
      {"loop", "while (1) {}"},
      {"catches", "for (;;) { try { for (;;) {} } catch (e) {} }"},
      {"regex", "/^(a+)+$/.test(new Array(40).join('a') + 'b'); return {};"},
      {"array", "var a = []; for (;;) a.push([1, 2, 3, a.length]);"},
      {"text", "var s = 'x'; for (;;) s += s + 'y';"},
      {"recursion", "function f() { return f() + f(); } for (;;) { try { f(); } catch (e) {} }"},
      {"sparse", "var a = []; a.length = 2147483647; a.indexOf(1); return {};"},
      {"hung", "ctx.host.http.request({url: '" + url + "hung', timeoutMs: 60000}); return {};"},
      {"huge", "ctx.host.http.request({url: '" + url + "huge', timeoutMs: 60000}); return {};"},
      {"sleeps", "for (;;) ctx.host.sleep(2000);"}};
  Sandbox::Words words{"--plugin-dir", sandbox.plugin_dir(), "--json", "--timeout", "1s"};
  for (const auto& [id, script] : bad) {
    sandbox.add_plugin(id, script, R"({"hosts": ["127.0.0.1"]})");
    words.push_back(id);
  }
  sandbox.add_plugin("healthy", "return {lines: [ctx.line.text({label: 'a', value: 'fine'})]};");
  words.emplace_back("healthy");
  const Run run = sandbox.run(words);
  CHECK(run.code == 3);
  CHECK(run.took < 3s);
  const auto document = base::parse_json(run.out, "stdout");
  REQUIRE(document.has_value());
  REQUIRE(document->get_array().size() == bad.size() + 1);
  for (std::size_t i = 0; i < bad.size(); ++i) {
    const auto& snapshot = document->get_array()[i];
    CAPTURE(bad[i].first);
    REQUIRE(base::find_member(snapshot, "error")->is_object());
    const auto kind = base::string_member(*base::find_member(snapshot, "error"), "kind");
    CAPTURE(base::string_member(*base::find_member(snapshot, "error"), "message").value_or(""));
    if (bad[i].first == "huge") {
      CHECK(kind == "network");
    } else if (bad[i].first == "array" || bad[i].first == "text") {
      CHECK((kind == "plugin" || kind == "timeout"));
    } else {
      CHECK(kind == "timeout");
    }
  }
  CHECK(base::find_member(document->get_array().back(), "error")->is_null());
}

TEST_CASE("Ctrl-C during a probe ends within 200 ms, without partial output", "[alone]") {
  Sandbox sandbox;
  sandbox.add_plugin("loop", "while (1) {}");
  sandbox.add_plugin("sleeps", "for (;;) ctx.host.sleep(2000);");
  const Sandbox::Words words{"--plugin-dir", sandbox.plugin_dir(), "loop", "sleeps"};
  const Run interrupted = sandbox.run_and_signal(words, SIGINT, 300ms);
  CHECK(interrupted.code == 130);
  CHECK(interrupted.out.empty());
  CHECK(interrupted.err == "usagestat: Interrupted.\n");
  CHECK(interrupted.took < 700ms);
  const Run terminated = sandbox.run_and_signal(words, SIGTERM, 300ms);
  CHECK(terminated.code == 143);
  CHECK(terminated.took < 700ms);
}

TEST_CASE("secrets do not get out, whatever a plugin does with them") {
  Sandbox sandbox;
  sandbox.add_plugin("leak",
                     "var k = ctx.host.env.get('LEAK_API_KEY'); ctx.host.log.error('key ' + k); "
                     "throw 'bad key ' + k + "
                     "' and ' + ctx.host.fs.readText('~/.leak.json');",
                     R"({"env": ["LEAK_API_KEY"], "read": ["~/.leak.json"]})");
  sandbox.env["LEAK_API_KEY"] = "topsecretvalue";
  sandbox.write(".leak.json", R"({"nested": {"access_token": "anothersecret1"}})");
  const Run run =
      sandbox.run({"--plugin-dir", sandbox.plugin_dir(), "leak", "--log-level", "trace"});
  CHECK(run.code == 3);
  CHECK(run.out.find("bad key [redacted]") != std::string::npos);
  for (const std::string secret : {"topsecretvalue", "anothersecret1"}) {
    CHECK(run.out.find(secret) == std::string::npos);
    CHECK(run.err.find(secret) == std::string::npos);
  }
}

TEST_CASE("what is not declared is out of reach") {
  Sandbox sandbox;
  sandbox.write("private.txt", "hidden-text");
  sandbox.write("open/a.txt", "open-text");
  std::filesystem::create_symlink(sandbox.home() / "private.txt", sandbox.home() / "open/link.txt");
  sandbox.env["OTHER_KEY"] = "x";
  const auto answer = [&](const std::string& expression) {
    sandbox.add_plugin(
        "nosy",
        "var v; try { v = String(" + expression +
            "); } catch (e) { v = e.kind + ': ' + e.message; }"
            "return {lines: [ctx.line.text({label: 'v', value: v})]};",
        R"({"env": ["NOSY_KEY"], "read": ["~/open/*"], "hosts": ["api.example.com"], "commands": [{"program": "echo", "args": ["one"]}]})");
    const std::string out = sandbox.run({"--plugin-dir", sandbox.plugin_dir(), "nosy"}).out;
    const auto begin = out.find("  v: ");
    return begin == std::string::npos ? out
                                      : out.substr(begin + 5, out.find('\n', begin) - begin - 5);
  };
  CHECK(answer("ctx.host.env.get('OTHER_KEY')") == "null");
  CHECK(answer("ctx.host.fs.readText('~/open/a.txt')") == "open-text");
  CHECK(answer("ctx.host.fs.readText('~/private.txt')") ==
        "permission: The plugin may not read ~/private.txt.");
  CHECK(answer("ctx.host.fs.exists('~/private.txt')") == "false");
  CHECK(answer("ctx.host.fs.readText('~/open/../private.txt')").starts_with("permission: "));
  CHECK(answer("ctx.host.fs.readText('~/open/link.txt')").starts_with("permission: "));
  CHECK(answer("ctx.host.fs.writeText('~/open/a.txt', 'x')").starts_with("permission: "));
  CHECK(
      answer("ctx.host.http.request({url: 'https://evil.example/'})").starts_with("permission: "));
  CHECK(answer("ctx.host.http.request({url: 'http://api.example.com/'})")
            .starts_with("permission: "));
  CHECK(answer("ctx.host.http.request({url: 'file:///etc/passwd'})").starts_with("permission: "));
  CHECK(answer("ctx.host.http.request({url: 'https://api.example.com@evil.example/'})")
            .starts_with("permission: "));
  CHECK(answer("ctx.host.http.request({url: 'https://api.example.com.evil.example/'})")
            .starts_with("permission: "));
  CHECK(answer(
            "ctx.host.http.request({url: 'https://api.example.com/', headers: {a: 'b\\r\\nc: d'}})")
            .find("line end") != std::string::npos);
  CHECK(answer("ctx.host.command.run({program: 'echo', args: ['one', 'two']}).stdout")
            .starts_with("one two"));
  CHECK(answer("ctx.host.command.run({program: 'echo', args: ['two']}).stdout")
            .starts_with("permission: "));
  CHECK(answer("ctx.host.command.run({program: 'cat', args: ['one']}).stdout")
            .starts_with("permission: "));
  CHECK(answer("ctx.host.keychain.read('x')").starts_with("permission: "));
  CHECK(answer("ctx.host.cookies.header('x')") ==
        "unsupported: cookies.header is not available in this version.");
}

}  // namespace
}  // namespace usagestat::test
