// SPDX-License-Identifier: MIT
// What is said about files that are not TOML.
#include "config/parse_toml.hpp"

#include <catch2/catch_test_macros.hpp>

#include "unit/config/read_text.hpp"

namespace usagestat::config {
namespace {

struct Broken {
  std::string_view text;
  std::string expected;
};

TEST_CASE("syntax errors have a place, a sentence and advice") {
  const Broken cases[] = {
      {"a = 1\nb = \n", "2:5 error : A key has no value. Write key = value, or remove the line."},
      {"a = ", "1:5 error : A key has no value. Write key = value, or remove the line."},
      {"a", "1:2 error : A key has no value. Write key = value, or remove the line."},
      {"[=",
       "1:2 error : Here should be a key or a table's name. Put a name with other characters "
       "than letters, digits, - and _ in quotes."},
      {"[[[",
       "1:3 error : Here should be a key or a table's name. Put a name with other "
       "characters than letters, digits, - and _ in quotes."},
      {"= 1", "1:1 error : Here should be a key or a [table]. Write key = value."},
      {"[]", "1:2 error : A table header is empty. Write [name]."},
      {"[defaults\n",
       "1:10 error : A table header is not closed. Write [name], or [[providers]] for an entry."},
      {"a = \"x\n",
       "1:7 error : A string is not closed, or holds a control character. Close it "
       "with \" on the same line."},
      {"a = \"x", "1:7 error : A string is not closed. Add the closing quotation mark."},
      {"a = 'x", "1:7 error : A string is not closed. Add the closing quotation mark."},
      {"a = [1, 2", "1:10 error : An array is not closed. Add the closing ]."},
      {"a = { b = 1,\n c = 2 }",
       "1:13 error : An inline table { … } is not closed on its line, or "
       "has a wrong comma. Keep it on one line, with commas between its "
       "members only."},
      {"a = oauth", "1:5 error : This is not a value. Put text in quotes: key = \"text\"."},
      {"a = foo", "1:6 error : This is not a value. Put text in quotes: key = \"text\"."},
      {"a: 1", "1:2 error : There is no = after a key. Write key = value."},
      {"a = 1 b = 2",
       "1:7 error : Something follows a value. Start a new line after each value, "
       "and put text in quotes."},
      {"p = \"C:\\qux\"",
       "1:9 error : A backslash in a string begins an escape that does not "
       "exist. Write '…' instead of \"…\", or double the backslash."},
      {"a = 99999999999999999999", "1:25 error : The number is too large."},
      {"a = 1\na = 2",
       "2:5 error : Given twice: the integer 'a' is already there. Remove one of the two."},
      {"[a]\nx = 1\n[a]\n",
       "3:1 error : Given twice: the table 'a' is already there. Remove one of the two."},
      {"a = \"\xff\"", "1:5 error : The file is not valid UTF-8 here. Save it as UTF-8."},
      {"a = [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1",
       "1:37 error : Values nest too deeply. No key of a config needs that."},
      {"#\na.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a = 1",
       "2:1 error : A key has too many parts. No key of a config nests that deep."},
  };
  for (const Broken& broken : cases) {
    INFO(broken.text);
    CHECK(problems(broken.text) == std::vector<std::string>{broken.expected});
  }
}

TEST_CASE("the line of a syntax error is shown without secrets") {
  const auto excerpt = [](std::string_view text) { return read_text(text).issues.at(0).excerpt; };
  CHECK(excerpt("x = 1\n  source = oauth  # why\n") == "source = oauth  # why");
  CHECK(excerpt("apiKey = hunter2-hunter2\n") == "apiKey = …");
  CHECK(excerpt("cookieHeader: a=b\n") == "cookieHeader: …");
  CHECK(excerpt("MY_API_KEY = hunter2\n") == "MY_API_KEY = …");
  CHECK(excerpt("region = sk-ant-oat01-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n") ==
        "region = [redacted]");
  CHECK(excerpt("a = \"\x1b[31m\n").find('\x1b') == std::string::npos);
  CHECK(excerpt("x = oauth" + std::string(200, 'y')).size() <= 83);
}

TEST_CASE("messages never repeat a value") {
  for (const std::string_view text :
       {"apiKey = hunter2", "apiKey = \"hunter2\" hunter2", "apiKey = hunter2\"", "hunter2",
        "[hunter2", "apiKey = 'a\nhunter2", "apiKey = \"\\hunter2\"", "apiKey = 12hunter2",
        "apiKey = truehunter2", "apiKey = 2026-99-hunter2"}) {
    INFO(text);
    const ReadConfig read = read_text(text);
    REQUIRE(read.issues.size() == 1);
    CHECK(read.issues[0].message.find("hunter") == std::string::npos);
    CHECK(read.issues[0].hint.find("hunter") == std::string::npos);
  }
}

TEST_CASE("dots in strings, comments and arrays are no parts of a key") {
  const std::string dots(200, '.');
  CHECK(std::holds_alternative<ConfigNode>(
      parse_toml("a = \"" + dots + "\"  # " + dots + "\nb = '" + dots + "'\nc = \"\"\"" + dots +
                 "\n" + dots + "\"\"\"\nd = [1.5, 2.5, 1.5, 2.5]\n")));
}

TEST_CASE("characters that are not ASCII, where a blank or a key could be") {
  CHECK(problems("\u034d!") ==
        std::vector<std::string>{
            "1:1 error : Here should be a key or a [table]. Write key = value."});
  CHECK(problems("a = é") ==
        std::vector<std::string>{"1:5 error : This is not a value. Put text in quotes: key = "
                                 "\"text\"."});
  const auto parsed = parse_toml("a = \"\"\"x \\\n é\"\"\"");
  const auto* root = std::get_if<ConfigNode>(&parsed);
  REQUIRE(root != nullptr);
  CHECK(root->children.at(0).text == "x é");
}

TEST_CASE("places count characters, a BOM and CRLF do not matter") {
  const auto parsed = parse_toml("\xef\xbb\xbf# ü\r\nb = \"é\"\r\n[t]\r\n  c = 1\r\n");
  const auto* root = std::get_if<ConfigNode>(&parsed);
  REQUIRE(root != nullptr);
  REQUIRE(root->children.size() == 2);
  CHECK(root->children[0].text == "é");
  CHECK(root->children[0].key_place == ConfigPlace{2, 1});
  CHECK(root->children[0].place == ConfigPlace{2, 5});
  CHECK(root->children[1].children.at(0).key_place == ConfigPlace{4, 3});
}

}  // namespace
}  // namespace usagestat::config
