// SPDX-License-Identifier: MIT
// JSON text to values. The library's own parser is off by one unit in the last place for some
// numbers; this one reads them exactly, so that a figure survives being written and read again.
#include <charconv>
#include <utility>

#include <boost/json/basic_parser_impl.hpp>

#include "base/json.hpp"
#include "base/utf8.hpp"

namespace usagestat::base {
namespace {

using ErrorCode = boost::system::error_code;
using Text = json::string_view;

constexpr std::size_t k_max_depth = 64;

// Takes the parser's events and builds the value.
class Builder {
 public:
  static constexpr std::size_t max_object_size = json::object::max_size();
  static constexpr std::size_t max_array_size = json::array::max_size();
  static constexpr std::size_t max_key_size = json::string::max_size();
  static constexpr std::size_t max_string_size = json::string::max_size();

  explicit Builder(json::storage_ptr storage) { stack_.reset(std::move(storage)); }
  json::value release() { return stack_.release(); }

  bool on_document_begin(ErrorCode&) { return true; }
  bool on_document_end(ErrorCode&) { return true; }
  bool on_object_begin(ErrorCode&) { return true; }
  bool on_array_begin(ErrorCode&) { return true; }
  bool on_comment_part(Text, ErrorCode&) { return true; }
  bool on_comment(Text, ErrorCode&) { return true; }
  bool on_object_end(std::size_t count, ErrorCode&) {
    stack_.push_object(count);
    return true;
  }
  bool on_array_end(std::size_t count, ErrorCode&) {
    stack_.push_array(count);
    return true;
  }
  bool on_key_part(Text part, std::size_t, ErrorCode&) {
    stack_.push_chars(part);
    return true;
  }
  bool on_key(Text rest, std::size_t, ErrorCode&) {
    stack_.push_key(rest);
    return true;
  }
  bool on_string_part(Text part, std::size_t, ErrorCode&) {
    stack_.push_chars(part);
    return true;
  }
  bool on_string(Text rest, std::size_t, ErrorCode&) {
    stack_.push_string(rest);
    return true;
  }
  bool on_number_part(Text part, ErrorCode&) {
    number_.append(part.data(), part.size());
    return true;
  }
  bool on_int64(std::int64_t number, Text, ErrorCode&) {
    number_.clear();
    stack_.push_int64(number);
    return true;
  }
  bool on_uint64(std::uint64_t number, Text, ErrorCode&) {
    number_.clear();
    stack_.push_uint64(number);
    return true;
  }
  bool on_double(double approximate, Text rest, ErrorCode& code) {
    number_.append(rest.data(), rest.size());
    double exact = approximate;
    const auto read = std::from_chars(number_.data(), number_.data() + number_.size(), exact);
    number_.clear();
    // Too small is zero; too large has no value.
    if (read.ec == std::errc::result_out_of_range && !(approximate > -1 && approximate < 1)) {
      code = json::error::exponent_overflow;
      return false;
    }
    stack_.push_double(read.ec == std::errc() ? exact : 0.0);
    return true;
  }
  bool on_bool(bool value, ErrorCode&) {
    stack_.push_bool(value);
    return true;
  }
  bool on_null(ErrorCode&) {
    stack_.push_null();
    return true;
  }

 private:
  json::value_stack stack_;
  std::string number_;  // what has been seen of it
};

Error failure(std::string_view name, std::string_view text, std::size_t offset,
              std::string_view reason) {
  std::size_t line = 1;
  std::size_t start = 0;
  for (std::size_t i = 0; i < offset && i < text.size(); ++i) {
    if (text[i] != '\n') continue;
    ++line;
    start = i + 1;
  }
  const std::string place =
      ":" + std::to_string(line) + ":" + std::to_string(offset - start + 1) + ": ";
  return {ErrorKind::input, std::string(name) + place + std::string(reason) + ".", ""};
}

std::string_view reason_of(const ErrorCode& code) {
  if (code == json::error::incomplete) return "the text ends too early";
  if (code == json::error::too_deep) return "nested deeper than 64 levels";
  if (code == json::error::exponent_overflow) return "the number is too large";
  if (code == json::error::illegal_leading_surrogate ||
      code == json::error::illegal_trailing_surrogate || code == json::error::expected_utf16_escape)
    return "half of a surrogate pair";
  return "not valid JSON here";
}

// Offset of the first byte that is not UTF-8, or the length.
std::size_t valid_utf8_length(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size()) {
    const DecodedCharacter character = decode_utf8(text.substr(at));
    if (!character.is_valid) return at;
    at += character.length;
  }
  return at;
}

}  // namespace

Result<json::value> parse_json(std::string_view text, std::string_view name,
                               json::storage_ptr storage) {
  if (const std::size_t valid = valid_utf8_length(text); valid < text.size())
    return failure(name, text, valid, "not valid UTF-8 here");
  json::parse_options options;
  options.max_depth = k_max_depth;
  json::basic_parser<Builder> parser(options, std::move(storage));
  ErrorCode code;
  const std::size_t consumed = parser.write_some(false, text.data(), text.size(), code);
  if (code) return failure(name, text, consumed, reason_of(code));
  const std::size_t rest = text.find_first_not_of(" \t\r\n", consumed);
  if (rest != std::string_view::npos)
    return failure(name, text, rest, "text after the end of the document");
  return parser.handler().release();
}

}  // namespace usagestat::base
