// SPDX-License-Identifier: MIT
#include "config/parse_toml.hpp"

#include <optional>
#include <sstream>

// The library asserts what broken text such as "[=" does not keep, and reports the error right
// after. Without NDEBUG such a text would end the program, with it the optimiser would be misled.
#undef NDEBUG
#define TOML_ASSERT(expression) static_assert(true)
#define TOML_EXCEPTIONS 0
#define TOML_ENABLE_FORMATTERS 0
#define TOML_MAX_NESTED_VALUES 32
#include <toml++/toml.h>

#include "base/text.hpp"

namespace usagestat::config {
namespace {

// toml++ builds one table per part of a dotted key, without a limit of its own, and both it and
// convert() go down by recursion.
constexpr int k_most_key_parts = 32;

ConfigPlace place_of(const toml::source_position& position) {
  return {static_cast<int>(position.line), static_cast<int>(position.column)};
}

std::string date_text(const auto& value) {
  std::ostringstream text;
  text << value;
  return text.str();
}

ConfigNode convert(const toml::node& node);

void convert_children(const toml::table& table, ConfigNode& result) {
  result.type = ConfigNode::Type::table;
  for (const auto& [key, child] : table) {
    result.children.push_back(convert(child));
    result.children.back().key = std::string(key.str());
    result.children.back().key_place = place_of(key.source().begin);
  }
}

ConfigNode convert(const toml::node& node) {
  ConfigNode result;
  result.place = place_of(node.source().begin);
  node.visit([&result](const auto& value) {
    using Value = std::remove_cvref_t<decltype(value)>;
    if constexpr (toml::is_table<Value>) {
      convert_children(value, result);
    } else if constexpr (toml::is_array<Value>) {
      result.type = ConfigNode::Type::array;
      for (const toml::node& item : value) result.children.push_back(convert(item));
    } else if constexpr (toml::is_string<Value>) {
      result.type = ConfigNode::Type::string;
      result.text = value.get();
    } else if constexpr (toml::is_integer<Value>) {
      result.type = ConfigNode::Type::integer;
      result.integer = value.get();
    } else if constexpr (toml::is_floating_point<Value>) {
      result.type = ConfigNode::Type::real;
      result.real = value.get();
    } else if constexpr (toml::is_boolean<Value>) {
      result.type = ConfigNode::Type::flag;
      result.flag = value.get();
    } else {
      result.type = ConfigNode::Type::date;
      result.text = date_text(value.get());
    }
  });
  return result;
}

// Where a string that begins at `at` ends; the end of the line for an unclosed one-line string.
std::size_t skip_string(std::string_view text, std::size_t at) {
  const char quote = text[at];
  const std::string triple(3, quote);
  const bool is_long = text.substr(at).starts_with(triple);
  for (std::size_t i = at + (is_long ? 3 : 1); i < text.size(); ++i) {
    if (text[i] == '\\' && quote == '"') {
      ++i;
    } else if (is_long ? text.substr(i).starts_with(triple) : text[i] == quote) {
      return i + (is_long ? 3 : 1);
    } else if (!is_long && text[i] == '\n') {
      return i;
    }
  }
  return text.size();
}

// The first key with too many parts.
std::optional<TomlError> find_deep_key(std::string_view text) {
  int dots = 0;
  int line = 1;
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    if (c == '"' || c == '\'') {
      const std::size_t end = skip_string(text, at);
      for (; at < end; ++at) line += text[at] == '\n' ? 1 : 0;
      continue;
    }
    if (c == '#') {
      at = std::min(text.find('\n', at), text.size());
      continue;
    }
    if (c == '\n') ++line;
    if (c == '.') ++dots;
    if (c == '\n' || c == '=' || c == ',' || c == '[' || c == ']' || c == '{' || c == '}') dots = 0;
    if (dots >= k_most_key_parts)
      return TomlError{
          "A key has too many parts.", "No key of a config nests that deep.", {line, 1}};
    ++at;
  }
  return std::nullopt;
}

// The library's own words end in what it saw, which may be a piece of a secret.
std::string without_values(std::string_view description) {
  std::string text(description);
  if (text.find("cannot redefine") != std::string::npos) return text;
  for (const std::string_view tail : {", saw '", ": '"}) {
    const auto cut = text.find(tail);
    if (cut != std::string::npos && cut > 0) text.resize(cut);
  }
  return text;
}

struct Explanation {
  std::string_view part;  // of the library's message
  std::string_view message;
  std::string_view hint;
};

// The mistakes people make, in words that say what to do. The first that fits is taken.
constexpr Explanation k_explanations[] = {
    {"invalid utf-8", "The file is not valid UTF-8 here.", "Save it as UTF-8."},
    {"unknown escape sequence", "A backslash in a string begins an escape that does not exist.",
     R"(Write '…' instead of "…", or double the backslash.)"},
    {"while parsing string: encountered end-of-file", "A string is not closed.",
     "Add the closing quotation mark."},
    {"while parsing string: unescaped control",
     "A string is not closed, or holds a control character.",
     R"(Close it with " on the same line.)"},
    {"while parsing literal string", "A string is not closed, or holds a control character.",
     "Close it with ' on the same line."},
    {"while parsing array: encountered end-of-file", "An array is not closed.",
     "Add the closing ]."},
    {"while parsing table header: expected ']'", "A table header is not closed.",
     "Write [name], or [[providers]] for an entry."},
    {"while parsing inline table",
     "An inline table { … } is not closed on its line, or has a wrong comma.",
     "Keep it on one line, with commas between its members only."},
    {"while parsing key-value pair: expected '='", "There is no = after a key.",
     "Write key = value."},
    {"expected a comment or whitespace", "Something follows a value.",
     "Start a new line after each value, and put text in quotes."},
    {"expected bare key starting character", "Here should be a key or a table's name.",
     R"(Put a name with other characters than letters, digits, - and _ in quotes.)"},
    {"expected keys, tables", "Here should be a key or a [table].", "Write key = value."},
    {"blank bare keys", "A table header is empty.", "Write [name]."},
    {"expected value", "A key has no value.", "Write key = value, or remove the line."},
    {"key-value pair: encountered end-of-file", "A key has no value.",
     "Write key = value, or remove the line."},
    {"could not determine value type", "This is not a value.",
     R"(Put text in quotes: key = "text".)"},
    {"while parsing boolean", "This is not a value.", R"(Put text in quotes: key = "text".)"},
    {"is not representable in 64 bits", "The number is too large.", ""},
    {"nested too deeply", "Values nest too deeply.", "No key of a config needs that."},
    {"TOML_MAX_NESTED_VALUES", "Values nest too deeply.", "No key of a config needs that."},
};

TomlError explain(const toml::parse_error& error) {
  const std::string_view description = error.description();
  const ConfigPlace place = place_of(error.source().begin);
  for (const Explanation& known : k_explanations)
    if (description.find(known.part) != std::string_view::npos)
      return {std::string(known.message), std::string(known.hint), place};
  std::string text = without_values(description);
  constexpr std::string_view k_prefix = "Error while parsing ";
  if (text.starts_with(k_prefix)) text = "In a " + text.substr(k_prefix.size());
  const auto redefined = text.find("cannot redefine existing ");
  if (redefined != std::string::npos)
    return {base::without_control_characters(
                "Given twice: the " +
                text.substr(redefined + std::string_view("cannot redefine existing ").size()) +
                " is already there."),
            "Remove one of the two.", place};
  return {base::without_control_characters("Not valid TOML: " + text + "."), "", place};
}

}  // namespace

std::variant<ConfigNode, TomlError> parse_toml(std::string_view text) {
  if (auto too_deep = find_deep_key(text)) return *std::move(too_deep);
  const toml::parse_result parsed = toml::parse(text);
  if (!parsed) return explain(parsed.error());
  ConfigNode root;
  root.place = {1, 1};
  convert_children(parsed.table(), root);
  return root;
}

std::string_view describe(ConfigNode::Type type) {
  switch (type) {
    case ConfigNode::Type::string:
      return "a string";
    case ConfigNode::Type::integer:
      return "a whole number";
    case ConfigNode::Type::real:
      return "a number with a fraction";
    case ConfigNode::Type::flag:
      return "true or false";
    case ConfigNode::Type::date:
      return "a date";
    case ConfigNode::Type::array:
      return "an array";
    case ConfigNode::Type::table:
      return "a table";
  }
  return "a value";
}

}  // namespace usagestat::config
