// SPDX-License-Identifier: MIT
#include <catch2/catch_test_macros.hpp>

#include "base/json.hpp"
#include "cli/sandbox.hpp"

namespace usagestat::test {
namespace {

TEST_CASE("a new plugin works at once") {
  Sandbox sandbox;
  const Run made = sandbox.run({"plugin", "new", "my-tool"});
  CHECK(made.code == 0);
  CHECK(made.out ==
        "Wrote ./my-tool. Try it:\n  usagestat plugin test --plugin-dir . ./my-tool/stories\n");
  const Run test = sandbox.run({"plugin", "test", "--plugin-dir", ".", "./my-tool/stories"});
  CHECK(test.code == 0);
  CHECK(test.out.find("pass") != std::string::npos);
  CHECK(test.out.ends_with("1 passed, 0 failed\n"));
  CHECK(sandbox.run({"plugin", "validate", "./my-tool"}).err.empty());
  CHECK(sandbox.read("my-tool/plugin.json").find("MY_TOOL_API_KEY") != std::string::npos);
  const Run again = sandbox.run({"plugin", "new", "my-tool"});
  CHECK(again.code == 74);
  CHECK(sandbox.run({"plugin", "new", "My Tool"}).code == 64);
  CHECK(sandbox.run({"plugin", "new"}).code == 64);
}

TEST_CASE("plugin test shows what differs") {
  Sandbox sandbox;
  sandbox.add_plugin("tale", "return {lines: [ctx.line.progress({label: 'Session', used: 5})]};");
  sandbox.write(
      "bad.json",
      R"({"provider": "tale", "http": [], "expect": {"lines": [{"type": "progress", "label": "Session", "used": 4,
    "limit": 100, "format": {"kind": "percent"}}]}})");
  const Run run = sandbox.run({"plugin", "test", "--plugin-dir", sandbox.plugin_dir(), "bad.json"});
  CHECK(run.code == 65);
  CHECK(run.out.find("FAIL  bad.json") != std::string::npos);
  CHECK(run.out.find("used") != std::string::npos);
  CHECK(run.out.ends_with("0 passed, 1 failed\n"));
  const Run in_json =
      sandbox.run({"plugin", "test", "--plugin-dir", sandbox.plugin_dir(), "bad.json", "--json"});
  CHECK(in_json.code == 65);
  const auto document = base::parse_json(in_json.out, "stdout");
  REQUIRE(document.has_value());
  CHECK(base::number_member(*document, "failed") == 1);
}

TEST_CASE("plugin validate names what is wrong, and where") {
  Sandbox sandbox;
  const auto error_of = [&](const std::string& manifest, const std::string& script) {
    sandbox.write("p/plugin.json", manifest);
    sandbox.write("p/plugin.js", script);
    const Run run = sandbox.run({"plugin", "validate", "p"});
    CHECK(run.code == 65);
    return run.err;
  };
  const std::string good = R"({"id":"p","name":"P","entry":"plugin.js","permissions":{}})";
  CHECK(error_of("{\"id\": \"p\",", "").find("plugin.json:1:12") != std::string::npos);
  CHECK(error_of(R"({"id":"p","name":7,"entry":"plugin.js"})", "").find("name must be a text") !=
        std::string::npos);
  CHECK(error_of(R"({"id":"p","name":"P","entry":"../x.js"})", "")
            .find("entry must name a file inside") != std::string::npos);
  CHECK(error_of(good, "var a = 1;\nvar b = () => 2;")
            .find("p/plugin.js:2:12: an arrow function is newer than ES5") != std::string::npos);
  CHECK(error_of(good, "var a = ;").find("p/plugin.js:1:1: ") != std::string::npos);
  CHECK(error_of(good, "var a = 1;").find("does not set __usagestat_plugin") != std::string::npos);
  CHECK(error_of(good, "__usagestat_plugin = {id: 'p'};").find("no function probe") !=
        std::string::npos);
  CHECK(error_of(good, "while (true) {}").find("does not end") != std::string::npos);
}

TEST_CASE("an old plugin without permissions is valid, with a warning, and runs") {
  Sandbox sandbox;
  sandbox.write("plugins-of-test/old/plugin.json",
                R"({"schemaVersion":1,"id":"old","name":"Old","entry":"plugin.js","lines":[]})");
  sandbox.write("plugins-of-test/old/plugin.js",
                "(function () { globalThis.__openusage_plugin = {id: 'old', probe: function (ctx) {"
                " return {metrics: [{type: 'progress', label: 'A', used: '5'}]}; }}; })();");
  const Run valid =
      sandbox.run({"plugin", "validate", "--plugin-dir", sandbox.plugin_dir(), "old"});
  CHECK(valid.code == 0);
  CHECK(valid.err.find("no permissions block") != std::string::npos);
  CHECK(sandbox.run({"--plugin-dir", sandbox.plugin_dir(), "old"}).out ==
        "=== Old  (old) ===\n  A: 0.0% (0 / 100)\n\n");
}

TEST_CASE("the bundled plugins are valid, without a warning") {
  Sandbox sandbox;
  const Run run = sandbox.run({"plugin", "validate"});
  CHECK(run.code == 0);
  CHECK(run.err.empty());
}

TEST_CASE("a broken plugin beside others is a problem, not the end") {
  Sandbox sandbox;
  sandbox.add_plugin("good", "return {lines: [ctx.line.text({label: 'a', value: 'b'})]};");
  sandbox.write("plugins-of-test/bad/plugin.json", "{");
  const Run list = sandbox.run({"list", "--plugin-dir", sandbox.plugin_dir(), "-v"});
  CHECK(list.code == 0);
  CHECK(list.out.find("good\t") != std::string::npos);
  CHECK(list.err.find("bad/plugin.json:1:2") != std::string::npos);
  CHECK(sandbox.run({"plugin", "validate", "--plugin-dir", sandbox.plugin_dir()}).code == 65);
}

TEST_CASE("a result of the wrong form is named by its member") {
  Sandbox sandbox;
  const auto error_of = [&](const std::string& script) {
    sandbox.add_plugin("wrong", script);
    const Run run = sandbox.run({"--plugin-dir", sandbox.plugin_dir(), "wrong"});
    CHECK(run.code == 3);
    return run.out;
  };
  const auto has = [&](const std::string& script, const std::string& part) {
    const std::string out = error_of(script);
    CAPTURE(script, out);
    CHECK(out.find(part) != std::string::npos);
  };
  has("return null;", "probe() did not return an object");
  has("return {};", "there is no array lines");
  has("return {lines: []};", "there are no lines");
  has("return {lines: [{type: 'gauge'}]};", "lines[0].type is \"gauge\"");
  has("return {lines: [ctx.line.progress({label: 'A', used: 0 / 0})]};",
      "lines[0].used is not a finite number");
  has("return {lines: [ctx.line.progress({label: 'A', used: '5'})]};",
      "lines[0].used is not a number");
  has("return {lines: [{type: 'text', label: 'A'}]};", "lines[0].value is missing");
  has("return {then: function () {}};", "returned a promise");
  has("throw '  Log in first. ';", "Error: Log in first.\n");
  has("throw new Error('x');", "Error: x\n");
  has("null.x;", "The plugin has a bug: TypeError");
  has("throw 'a\\u001b[31mb\\nc';", "Error: a [31mb c\n");
}

}  // namespace
}  // namespace usagestat::test
