// SPDX-License-Identifier: MIT
#include "plugin_host/js_engine.hpp"

#include <chrono>
#include <cmath>

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

namespace usagestat::plugin_host {
namespace {

namespace json = base::json;
using namespace std::chrono_literals;
using Reason = ScriptFailure::Reason;

EngineOptions options(std::chrono::milliseconds limit = 2s, std::size_t heap_bytes = 64U << 20U) {
  EngineOptions result;
  result.heap_bytes = heap_bytes;
  result.deadline = system::Deadline::after(limit);
  result.now_ms = [] { return 1769707800000.0; };
  result.utc_offset_seconds = [](double) { return 5 * 3600 + 1800; };
  return result;
}

// The value of `function f(x) { <body> }` for `argument`.
json::value value_of(const std::string& body, const json::value& argument = nullptr) {
  JsEngine engine(options());
  const auto loaded = engine.run("function f(x) {" + body + "}", "test.js");
  REQUIRE_FALSE(loaded.failure);
  const auto called = engine.call("f", json::array{argument});
  if (called.failure) return json::object{{"failed", called.failure->message}};
  return called.value;
}

ScriptFailure failure_of(const std::string& source) {
  JsEngine engine(options());
  const auto result = engine.run(source, "test.js");
  REQUIRE(result.failure);
  return *result.failure;
}

TEST_CASE("values cross the border both ways") {
  const json::value document = json::parse(
      R"({"a":[1,2.5,-3,null,true,"x"],"empty":{},"list":[],"big":9007199254740992,"text":"gr\u00fc\u00df 😀 \u0000 end"})");
  CHECK(value_of("return x;", document) == document);
  CHECK(value_of("return x.text.length;", document) == json::value(13));
}

TEST_CASE("numbers keep their kind") {
  CHECK(value_of("return 42;").is_int64());
  CHECK(value_of("return 0.5;").is_double());
  CHECK(value_of("return -0;") == json::value(0));
  CHECK(value_of("return 1e300;") == json::value(1e300));
  CHECK(std::isnan(value_of("return 0/0;").get_double()));
  CHECK(std::isinf(value_of("return 1/0;").get_double()));
}

TEST_CASE("halves of surrogate pairs become the replacement character") {
  CHECK(value_of("return '\\ud83d' + 'x' + '\\ude00';") ==
        json::value("\xEF\xBF\xBDx\xEF\xBF\xBD"));
  CHECK(value_of("return '\\ud83d\\ude00';") == json::value("\xF0\x9F\x98\x80"));
}

TEST_CASE("undefined members and functions are left out, cycles and depth are refused") {
  CHECK(value_of("return {a: undefined, b: function () {}, c: [undefined, function () {}]};") ==
        json::parse(R"({"c":[null,null]})"));
  CHECK(value_of("var a = {}; a.a = a; return a;") ==
        json::parse(R"j({"failed":"value nested deeper than 64 levels (or in a circle)"})j"));
  CHECK(value_of("var a = []; a.length = 4294967295; return a;") ==
        json::parse(R"({"failed":"value larger than 32 MiB"})"));
}

TEST_CASE("the date is the probe's, in its zone") {
  CHECK(value_of("return Date.now();") == json::value(1769707800000));
  CHECK(value_of("return new Date().toISOString();") == json::value("2026-01-29T17:30:00.000Z"));
  CHECK(value_of("return new Date().getHours() + ':' + new Date().getMinutes();") ==
        json::value("23:0"));
}

TEST_CASE("what was thrown is described") {
  ScriptFailure failure = failure_of("throw '  Log in first. '");
  CHECK(failure.reason == Reason::thrown_text);
  CHECK(failure.message == "  Log in first. ");
  failure = failure_of("\n\nnull.x");
  CHECK(failure.reason == Reason::thrown_error);
  CHECK(failure.name == "TypeError");
  CHECK(failure.line == 3);
  failure = failure_of("var e = new Error('no'); e.kind = 'auth'; e.hint = 'do'; throw e;");
  CHECK(failure.kind == "auth");
  CHECK(failure.hint == "do");
  failure = failure_of("throw {get message() { throw 1; }}");
  CHECK(failure.reason == Reason::thrown_error);
  failure = failure_of("throw 17");
  CHECK(failure.message == "17");
}

TEST_CASE("a script that does not parse is a syntax error with its line") {
  const ScriptFailure failure = failure_of("var a = 1;\nvar b = = 2;");
  CHECK(failure.reason == Reason::syntax);
  CHECK(failure.line == 2);
  // One that a running script makes is not the script's own.
  CHECK(failure_of("JSON.parse('{')").reason == Reason::thrown_error);
}

TEST_CASE("scripts run strict") { CHECK(failure_of("undeclared = 1;").name == "ReferenceError"); }

TEST_CASE("a script that was compiled before does the same") {
  const std::string source =
      "'use strict';\nvar a = 1, b = /x+/.exec('xx')[0];\nfunction f(x) {\n"
      "  if (x === null) throw new Error('at ' + a + b);\n  a += 1;\n  return [a, x];\n}";
  for (int turn = 0; turn < 3; ++turn) {
    JsEngine engine(options());
    REQUIRE_FALSE(engine.run(source, "twice.js").failure);
    CHECK(engine.call("f", json::array{"v"}).value == json::parse(R"([2,"v"])"));
    CHECK(engine.call("f", json::array{"w"}).value == json::parse(R"([3,"w"])"));
    const auto failed = engine.call("f", json::array{nullptr});
    REQUIRE(failed.failure);
    CHECK(failed.failure->message == "at 3xx");
    CHECK(failed.failure->file == "twice.js");
    CHECK(failed.failure->line == 4);
  }
  JsEngine engine(options());
  REQUIRE_FALSE(engine.run(source, "other.js").failure);
  CHECK(engine.call("f", json::array{nullptr}).failure->file == "other.js");
}

TEST_CASE("native functions get and give JSON; their errors carry kind, hint and time") {
  JsEngine engine(options());
  engine.add_function("sum", [](const json::array& values) -> base::Result<json::value> {
    std::int64_t sum = 0;
    for (const auto& value : values) sum += value.get_int64();
    return json::value(sum);
  });
  engine.add_function("fail", [](const json::array&) -> base::Result<json::value> {
    return base::Error{base::ErrorKind::rate_limited, "Wait – please.", "Later.",
                       base::parse_rfc3339("2026-01-29T18:00:00Z")};
  });
  REQUIRE_FALSE(
      engine.run("var s = __host.sum(1, 2, 3); function f() { return s; }", "a.js").failure);
  CHECK(engine.call("f", {}).value == json::value(6));
  const auto failed = engine.run("__host.fail();", "b.js");
  REQUIRE(failed.failure);
  CHECK(failed.failure->message == "Wait – please.");
  CHECK(failed.failure->kind == "rate_limited");
  CHECK(failed.failure->hint == "Later.");
  CHECK(failed.failure->retry_at == "2026-01-29T18:00:00Z");
}

TEST_CASE("every way to spin is stopped at the deadline", "[alone]") {
  const std::string source =
      GENERATE("while (true) {}", "try { while (true) {} } catch (e) { while (true) {} }",
               "for (;;) { try { for (;;) {} } finally { continue; } }",
               "/^(a+)+$/.test('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab');",
               "for (;;) { try { /^(a+)+$/.test('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab'); } "
               "catch (e) {} }",
               "var a = []; a.length = 2147483647; a.indexOf(1);",
               "var a = []; a.length = 2147483647; a.sort();",
               "var a = []; a.length = 2147483647; a.forEach(function () {});",
               "var a = []; a.length = 2147483647; a.reverse();",
               "Array.prototype.map.call({length: 2147483647}, function (x) { return x; });",
               "Array.prototype.lastIndexOf.call({length: 2147483647}, 1);",
               "Object.defineProperty(globalThis, 'x', {get: function () { for (;;) {} }}); x;",
               "var s = 'x'; for (;;) { s.replace(/x/g, function () { return 'y'; }); }",
               "JSON.stringify({toJSON: function () { for (;;) {} }});",
               "[3, 1, 2].sort(function () { for (;;) {} });",
               "var e = new Error(); e.toString = function () { for (;;) {} }; throw e;");
  CAPTURE(source);
  JsEngine engine(options(200ms));
  const auto begin = std::chrono::steady_clock::now();
  const auto result = engine.run(source, "spin.js");
  const auto took = std::chrono::steady_clock::now() - begin;
  REQUIRE(result.failure);
  if (source.find("throw e") == std::string::npos) CHECK(result.failure->reason == Reason::timeout);
  CHECK(took < 1s);
}

TEST_CASE("memory is capped, and the process goes on") {
  const std::string source =
      GENERATE("var a = []; for (;;) a.push(new Array(1000).join('x') + a.length);",
               "var s = 'x'; for (;;) s += s;", "var s = 'xy'; for (;;) s = s.replace(/x/g, s);",
               "var o = {}; for (var i = 0; ; i++) o['k' + i] = {n: i};",
               "var a = []; for (;;) { try { for (;;) a.push([1,2,3]); } catch (e) {} }",
               "new Uint8Array(1e9);", "var a = []; for (;;) a.push(new Uint8Array(1e6));",
               "'x'.repeat(1e9);", "new Array(1e8).join('xxxxxxxxxxxxxxxx');");
  CAPTURE(source);
  JsEngine engine(options(5s, 16U << 20U));
  const auto result = engine.run(source, "grow.js");
  REQUIRE(result.failure);
  CHECK((result.failure->reason == Reason::out_of_memory ||
         result.failure->reason == Reason::timeout));
  CHECK(engine.heap_use() <= (16U << 20U));
}

TEST_CASE("deep recursion is an ordinary error") {
  CHECK(failure_of("function f() { return f() + 1; } f();").name == "RangeError");
  CHECK(failure_of("JSON.parse(new Array(100001).join('['));").name != "");
  CHECK(failure_of("new RegExp(new Array(20001).join('('));").name != "");
  CHECK(
      failure_of("var a = []; for (var i = 0; i < 100000; i++) a = [a]; JSON.stringify(a);").name ==
      "RangeError");
}

}  // namespace
}  // namespace usagestat::plugin_host
