// SPDX-License-Identifier: MIT
// ctx.util.send and its kin: what a failed request is called.
#include <catch2/catch_test_macros.hpp>

#include "unit/plugin_host/probe_world.hpp"

namespace usagestat::plugin_host {
namespace {

constexpr std::string_view k_says =
    "var says = {connection: 'No line.', auth: 'Refused <n>.', rateLimited: 'Slow <n>.', "
    "status: 'Failed <n>.', invalid: 'Strange.'};"
    "var ask = {url: 'https://api.acme.test/usage'};";

struct RequestWorld : ProbeWorld {
  RequestWorld() {
    permissions().hosts = {"api.acme.test"};
    permissions().env = {"ACME_URL"};
  }
  std::string answer(int status, const std::string& body, const std::string& expression) {
    world.http.on("GET", "https://api.acme.test/usage", status, body);
    return value(std::string(k_says) + "return " + expression + ";");
  }
};

TEST_CASE("an answer with 2xx is handed on") {
  RequestWorld world;
  CHECK(world.answer(204, "", "util.send(ask, says).status") == "204");
  CHECK(world.answer(200, R"({"a": [1]})", "util.fetchJson(ask, says)") == R"({"a":[1]})");
  CHECK(world.answer(200, "[]", "util.fetchJson(ask)") == "[]");
}

TEST_CASE("a status is told in the provider's words") {
  RequestWorld world;
  CHECK(world.answer(401, "", "util.send(ask, says)") == "auth: Refused 401.");
  CHECK(world.answer(403, "", "util.send(ask, says)") == "auth: Refused 403.");
  CHECK(world.answer(429, "", "util.send(ask, says)") == "rate_limited: Slow 429.");
  CHECK(world.answer(500, "", "util.send(ask, says)") == "network: Failed 500.");
  CHECK(world.answer(302, "", "util.send(ask, says)") == "network: Failed 302.");
}

TEST_CASE("a provider without words of its own gets the usual ones") {
  RequestWorld world;
  CHECK(world.answer(401, "", "util.send(ask)") == "auth: Credentials were refused (HTTP 401).");
  CHECK(world.answer(429, "", "util.send(ask)") ==
        "rate_limited: Usage request failed (HTTP 429). Try again later.");
  CHECK(world.answer(429, "", "util.send(ask, {status: 'Failed <n>.'})") ==
        "rate_limited: Failed 429.");
  CHECK(world.answer(500, "", "util.send(ask, {})") ==
        "network: Usage request failed (HTTP 500). Try again later.");
  CHECK(world.answer(200, "<html>", "util.fetchJson(ask)") ==
        "plugin: Usage response invalid. Try again later.");
}

TEST_CASE("an answer of any status can be had before it is judged") {
  RequestWorld world;
  CHECK(world.answer(401, "no", "util.answerTo(ask, says).bodyText") == R"("no")");
  world.world.http.on_error("GET", "https://api.acme.test/gone",
                            {base::ErrorKind::network, "x", ""});
  CHECK(world.value(std::string(k_says) +
                    "return util.answerTo({url: 'https://api.acme.test/gone'}, says);") ==
        "network: No line.");
}

TEST_CASE("only an object or an array is a body") {
  RequestWorld world;
  for (const std::string body : {"", "null", "7", "\"text\"", "{", "[1"})
    CHECK(world.answer(200, body, "util.fetchJson(ask, says)") == "plugin: Strange.");
}

TEST_CASE("no answer is a failed connection, a refusal of the host stays what it is") {
  RequestWorld world;
  world.world.http.on_error("GET", "https://api.acme.test/usage",
                            {base::ErrorKind::timeout, "Too slow.", ""});
  CHECK(world.value(std::string(k_says) + "return util.send(ask, says);") == "network: No line.");
  CHECK(world.value(std::string(k_says) +
                    "return util.checkAnswer(host.http.requestAll([ask])[0], says);") ==
        "network: No line.");
  CHECK(world.value("return util.send({url: 'https://other.test/'});") ==
        "permission: The plugin may not connect to other.test.");
  CHECK(world.value("return util.checkAnswer(host.http.requestAll("
                    "[{url: 'https://other.test/'}])[0]);") ==
        "permission: The plugin may not connect to other.test.");
}

TEST_CASE("a base address is https, or near by") {
  RequestWorld world;
  const auto base_url = [&world](const std::string& text) {
    return world.value("return util.baseUrl(" + text + ");");
  };
  CHECK(base_url("' https://acme.test/api// '") == R"("https://acme.test/api")");
  CHECK(base_url("'http://127.0.0.1:8080/'") == R"("http://127.0.0.1:8080")");
  CHECK(base_url("'http://192.168.1.7'") == R"("http://192.168.1.7")");
  for (const std::string text : {"null", "''", "'acme.test'", "'http://acme.test'", "'https://'",
                                 "'http://localhost.acme.test'", "'http://10.acme.test'", "7",
                                 "'https://dev@acme.test'", "'https://?x'"})
    CHECK(base_url(text) == "null");
}

TEST_CASE("a key is found in a file of any usual form") {
  RequestWorld world;
  world.permissions().read = {"~/key"};
  const auto key = [&world](const std::string& content) {
    world.world.filesystem.put("/home/dev/key", content);
    return world.value("return util.keyFromFile('~/key');");
  };
  CHECK(key(" plain-key\n") == R"("plain-key")");
  CHECK(key(R"("quoted-key")") == R"("quoted-key")");
  CHECK(key(R"({"api_key": " a-key "})") == R"("a-key")");
  CHECK(key(R"({"token": "t-key", "apiKey": "b-key"})") == R"("b-key")");
  for (const std::string content : {"", "two words", "{", "{}", "7", "[]", R"({"key": 7})"})
    CHECK(key(content) == "null");
  CHECK(world.value("return util.keyFromFile('~/other');") == "null");
}

TEST_CASE("a configured key is the config's, else the first variable's") {
  RequestWorld world;
  world.permissions().env = {"ACME_KEY", "ACME_OLD_KEY"};
  const auto key = [&world] {
    return world.value("return util.configuredKey('ACME_KEY', 'ACME_OLD_KEY');");
  };
  CHECK(key() == "null");
  world.world.environment.variables["ACME_OLD_KEY"] = " 'old' ";
  CHECK(key() == R"("old")");
  world.world.environment.variables["ACME_KEY"] = "new";
  CHECK(key() == R"("new")");
  world.request.api_key = "\"mine\"";
  CHECK(key() == R"("mine")");
}

TEST_CASE("one pair of quotes is taken away") {
  RequestWorld world;
  CHECK(world.value(
            "return [' \"a\" ', \"'b'\", '\"c', '\"\"', '  ', null, 7].map(util.unquoted);") ==
        R"(["a","b","\"c",null,null,null,null])");
}

TEST_CASE("of a cookie header only the session is kept") {
  RequestWorld world;
  const auto cookie = [&world](const std::string& text) {
    return world.value("return util.sessionCookie(" + text + ", ['sid', '__Host-sid']);");
  };
  CHECK(cookie("'sid=a1'") == R"("sid=a1")");
  CHECK(cookie("' Cookie:  theme=dark; __Host-sid=b2==;sid=a1; lang=en'") ==
        R"("__Host-sid=b2==; sid=a1")");
  CHECK(cookie("'a1%3A%3Ab2'") == R"("sid=a1%3A%3Ab2")");
  CHECK(cookie("'bGFzdA=='") == R"("sid=bGFzdA==")");
  for (const std::string text :
       {"''", "null", "7", "'theme=dark'", "'sid='", "'sid=a b'", "'xsid=1'", "'two words'",
        "'sid=a\\nb'", "'SID=a1'", "'a=b; sidX'"})
    CHECK(cookie(text) == "null");
}

TEST_CASE("the state of an editor is where its platform keeps settings") {
  RequestWorld world;
  world.permissions().env = {"XDG_CONFIG_HOME", "APPDATA"};
  const auto folder = [&world](system::Platform platform) {
    world.world.environment.kind = platform;
    return world.value(
        "return util.editorState('Acme').replace('/Acme/User/globalStorage/state.vscdb', '');");
  };
  CHECK(folder(system::Platform::linux_os) == R"("~/.config")");
  CHECK(folder(system::Platform::macos) == R"("~/Library/Application Support")");
  CHECK(folder(system::Platform::windows) == R"("~/AppData/Roaming")");
  world.world.environment.variables = {{"XDG_CONFIG_HOME", "/x"}, {"APPDATA", "C:/y"}};
  CHECK(folder(system::Platform::linux_os) == R"("/x")");
  CHECK(folder(system::Platform::macos) == R"("~/Library/Application Support")");
  CHECK(folder(system::Platform::windows) == R"("C:/y")");
}

TEST_CASE("the first source with a result is taken") {
  RequestWorld world;
  const auto first = [&world](const std::string& steps) {
    return world.value(
        "function none() { return null; } function one() { return 1; } function two() { return 2; }"
        "function refused() { ctx.fail.auth('Refused.'); } function down() { ctx.fail.network("
        "'Down.'); } function defect() { return missing.member; }"
        "var found = util.firstOf([" +
        steps + "]); return [found.result, found.failure && found.failure.message];");
  };
  CHECK(first("") == "[null,null]");
  CHECK(first("none, none") == "[null,null]");
  CHECK(first("none, one, two") == "[1,null]");
  CHECK(first("refused, down, one, down") == R"([1,"Refused."])");
  CHECK(first("refused, down") == R"([null,"Refused."])");
  CHECK(first("one, defect") == "[1,null]");
  CHECK(first("refused, defect, one").starts_with("plugin: "));
}

}  // namespace
}  // namespace usagestat::plugin_host
