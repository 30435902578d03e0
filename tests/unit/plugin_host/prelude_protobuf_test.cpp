// SPDX-License-Identifier: MIT
// ctx.protobuf against bytes that are written by hand after the description of the wire form.
#include <catch2/catch_test_macros.hpp>

#include "unit/plugin_host/probe_world.hpp"

namespace usagestat::plugin_host {
namespace {

// The value of an expression in which `pb` is ctx.protobuf and `hex` makes bytes.
std::string decoded(const std::string& expression) {
  ProbeWorld world;
  return world.value(
      "var pb = ctx.protobuf; function hex(text) { return text.split(' ').filter(Boolean).map("
      "function (byte) { return String.fromCharCode(parseInt(byte, 16)); }).join(''); }"
      "return " +
      expression + ";");
}

TEST_CASE("numbers and texts are read, in order") {
  CHECK(decoded("pb.fields(hex('08 96 01 12 03 61 62 63'))") ==
        R"([{"number":1,"wire":0,"value":150},{"number":2,"wire":2,"value":"abc"}])");
  CHECK(decoded("pb.integer(hex('08 96 01'), 1)") == "150");
  CHECK(decoded("pb.text(hex('12 03 61 62 63'), 2)") == R"("abc")");
  CHECK(decoded("pb.text(hex('12 02 c3 a9'), 2)") == "\"\u00e9\"");
  CHECK(decoded("pb.fields('')") == "[]");
}

TEST_CASE("a field may have a number of several bytes") {
  CHECK(decoded("pb.fields(hex('8a 02 01 7a'))") == R"([{"number":33,"wire":2,"value":"z"}])");
}

TEST_CASE("real numbers are IEEE 754, little end first") {
  CHECK(decoded("pb.real(hex('0d 00 00 40 3f'), 1)") == "0.75");
  CHECK(decoded("pb.real(hex('0d 00 00 80 bf'), 1)") == "-1");
  CHECK(decoded("pb.real(hex('09 00 00 00 00 00 00 d0 3f'), 1)") == "0.25");
  CHECK(decoded("pb.real(hex('09 9a 99 99 99 99 99 b9 3f'), 1)") == "0.1");
  CHECK(decoded("pb.real(hex('0d 00 00 00 00'), 1)") == "0");
  CHECK(decoded("pb.real(hex('0d 01 00 00 00'), 1) === Math.pow(2, -149)") == "true");
  CHECK(decoded("[pb.real(hex('0d 00 00 80 7f'), 1), pb.real(hex('0d 00 00 c0 7f'), 1)]") ==
        "[null,null]");
}

TEST_CASE("of a field that comes twice the last counts, values gives all") {
  CHECK(decoded("pb.integer(hex('08 01 08 02'), 1)") == "2");
  CHECK(decoded("pb.values(hex('08 01 10 09 08 02'), 1, 0)") == "[1,2]");
  CHECK(decoded("pb.integer(pb.message(hex('0a 02 10 05'), 1), 2)") == "5");
}

TEST_CASE("what is absent, or of another wire type, is null") {
  CHECK(decoded("[pb.integer('', 1), pb.real(hex('08 01'), 1), pb.text(hex('08 01'), 1), "
                "pb.message('', 1), pb.text(hex('0a 01 ff'), 1)]") ==
        R"([null,null,null,"",null])");
}

TEST_CASE("damaged bytes are an error") {
  const std::string start = "plugin: The Protocol Buffers data is damaged: ";
  CHECK(decoded("pb.fields(hex('08'))") == start + "it ends within a number.");
  CHECK(decoded("pb.fields(hex('08 96'))") == start + "it ends within a number.");
  CHECK(decoded("pb.fields(hex('12 03 61'))") == start + "it ends within a field.");
  CHECK(decoded("pb.fields(hex('0d 00 00'))") == start + "it ends within a field.");
  CHECK(decoded("pb.fields(hex('0b'))") == start + "wire type 3 is not known.");
  CHECK(decoded("pb.fields(hex('08 ff ff ff ff ff ff ff ff ff ff 01'))") ==
        start + "a number has more than ten bytes.");
}

}  // namespace
}  // namespace usagestat::plugin_host
