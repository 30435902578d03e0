// SPDX-License-Identifier: MIT
// ctx.util and ctx.fmt: what stands anywhere in a document becomes a number, a text or nothing.
#include <catch2/catch_test_macros.hpp>

#include "unit/plugin_host/probe_world.hpp"

namespace usagestat::plugin_host {
namespace {

std::string value_of(const std::string& expression) {
  ProbeWorld world;
  return world.value("return " + expression + ";");
}

TEST_CASE("numbers are finite, and so are their sums, products and ratios") {
  CHECK(value_of("[3, ' -2.5 ', '1e3', '0x10', 0].map(util.number)") == "[3,-2.5,1000,16,0]");
  CHECK(value_of("[null, undefined, '', ' ', 'x', '12x', true, [], [1], {}, NaN, Infinity]"
                 ".map(util.number).filter(function (each) { return each !== null; })") == "[]");
  CHECK(value_of("[1e100, -1e100, 1e101, '1e308', 5e-324, '1e-101'].map(util.number)") ==
        "[1e+100,-1e+100,null,null,0,0]");
}

TEST_CASE("rounding is by what is written, and keeps what is too large for decimals") {
  CHECK(value_of("[util.round(1.005, 2), util.round(-1.005, 2), util.round(2.5), "
                 "util.round(1e308, 4) === 1e308]") == "[1.01,-1.01,3,true]");
}

TEST_CASE("only strings, numbers and booleans are text") {
  CHECK(value_of("[' a ', 12, 0, false, null, undefined, [1], {}, {toString: null}]"
                 ".map(util.text)") == R"(["a","12","0","false","","","","",""])");
  CHECK(value_of("util.firstText(null, 7, ' ', {}, ' b ', 'c')") == R"("b")");
  CHECK(value_of("util.firstText([], undefined)") == "null");
}

TEST_CASE("a table holds only what it says itself") {
  CHECK(value_of("['pro', 'constructor', '__proto__', 'toString', 7, null, ['pro']]"
                 ".map(function (name) { return util.lookUp({pro: 'Pro', 7: 'x'}, name); })") ==
        R"(["Pro",null,null,null,null,null,null])");
}

TEST_CASE("of a list so many results are made, and no more looked at") {
  const std::string make =
      "function (each, at) { seen.push(each); return each < 0 ? null : each * 10 + at; }";
  CHECK(value_of("(function () { var seen = []; return [util.firstResults([-1, 2, -3, 4, 5], 2, " +
                 make + "), seen]; })()") == R"([[21,43],[-1,2,-3,4]])");
  CHECK(value_of("[null, {length: 1}, 'ab'].map(function (list) { return "
                 "util.firstResults(list, 5, function (each) { return each; }); })") ==
        "[[],[],[]]");
}

TEST_CASE("a plan's label is made of words") {
  CHECK(value_of("['pro_plus', ' team-standard  x ', 'MAX', 20, null, {}, [], {toString: null}]"
                 ".map(ctx.fmt.planLabel)") ==
        R"(["Pro Plus","Team Standard X","MAX","20","","","",""])");
}

TEST_CASE("amounts are short") {
  CHECK(value_of("[0, 999, 1000, 1049, 9999, 12345, 1015000, 2e9].map(ctx.fmt.compact)") ==
        R"(["0","999","1K","1K","10K","12K","1M","2B"])");
  CHECK(value_of("[0, 1.005, -3, 1e22, 'x'].map(ctx.fmt.usd)") ==
        R"(["$0.00","$1.01","-$3.00","$1e+22","$0.00"])");
}

}  // namespace
}  // namespace usagestat::plugin_host
