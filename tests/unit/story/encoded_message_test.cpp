// SPDX-License-Identifier: MIT
#include "story/encoded_message.hpp"

#include <catch2/catch_test_macros.hpp>

#include "base/encoding.hpp"
#include "base/text.hpp"

namespace usagestat::story {
namespace {

std::string encoded(std::string_view bytes) { return base::base64_encode(bytes); }

std::string shout(std::string_view text) { return base::to_upper(text) + "!"; }

// Field 1 = 150, field 2 = "first name", field 3 = message {field 1 = "inner", field 2 = 1.0f}.
const std::string k_message(
    "\x08\x96\x01\x12\x0a"
    "first name"
    "\x1a\x0c\x0a\x05"
    "inner"
    "\x15\x00\x00\x80\x3f",
    29);

TEST_CASE("a message in Base64 is found inside of a text") {
  const std::string run = encoded(k_message);
  const std::string text = "VALUES('key', '" + run + "')";
  const auto found = find_encoded_messages(text);
  REQUIRE(found.size() == 1);
  CHECK(found.front() == run);
  CHECK(found.front().data() == text.data() + 15);
}

TEST_CASE("texts at any depth are rewritten, lengths and numbers fit again") {
  const std::string rewritten = rewrite_encoded_message(encoded(k_message), shout);
  CHECK(*base::base64_decode(rewritten) == std::string("\x08\x96\x01\x12\x0b"
                                                       "FIRST NAME!"
                                                       "\x1a\x0d\x0a\x06"
                                                       "INNER!"
                                                       "\x15\x00\x00\x80\x3f",
                                                       31));
}

TEST_CASE("a message of printable characters inside of another is no text") {
  // Field 2 = message {field 1 = eight characters}: "\n\bjust text".
  const std::string inner =
      "\x0a\x09"
      "just text";
  const std::string outer =
      std::string("\x08\x01\x12", 3) + static_cast<char>(inner.size()) + inner;
  const std::string rewritten = rewrite_encoded_message(encoded(outer), shout);
  CHECK(base::base64_decode(rewritten)->ends_with("\x0a\x0aJUST TEXT!"));
}

TEST_CASE("a message without a change keeps its spelling") {
  const std::string run = encoded(k_message);
  const auto keep = [](std::string_view text) { return std::string(text); };
  CHECK(rewrite_encoded_message(run, keep) == run);
}

TEST_CASE("other runs are no messages") {
  for (const std::string& run :
       {encoded("just some plain text here"), encoded(k_message.substr(0, 20)),
        std::string("short"), std::string("kR7vQ2mZx9LpTq4WnB8sYc3HdF6gJ1aK"),
        encoded(std::string(24, '\xff')),
        encoded(std::string("\x08\x01\x08\x02\x08\x03\x08\x04\x08\x05\x08\x06", 12))}) {
    INFO(run);
    CHECK(find_encoded_messages(run).empty());
  }
}

}  // namespace
}  // namespace usagestat::story
