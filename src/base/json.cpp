// SPDX-License-Identifier: MIT
#include "base/json.hpp"

#include <array>
#include <charconv>
#include <cmath>

namespace usagestat::base {
namespace {

class Writer {
 public:
  explicit Writer(JsonStyle style) : is_pretty_(style == JsonStyle::pretty) {}

  void write(const json::value& value) {
    switch (value.kind()) {
      case json::kind::null:
        text_ += "null";
        break;
      case json::kind::bool_:
        text_ += value.get_bool() ? "true" : "false";
        break;
      case json::kind::int64:
        text_ += std::to_string(value.get_int64());
        break;
      case json::kind::uint64:
        text_ += std::to_string(value.get_uint64());
        break;
      case json::kind::double_:
        write_double(value.get_double());
        break;
      case json::kind::string:
        write_string(value.get_string());
        break;
      case json::kind::array:
        write_array(value.get_array());
        break;
      case json::kind::object:
        write_object(value.get_object());
        break;
    }
  }
  std::string take() { return std::move(text_); }

 private:
  void new_line() {
    if (!is_pretty_) return;
    text_ += '\n';
    text_.append(depth_ * 2, ' ');
  }

  // Plain decimal notation; 1e308 has 309 digits before the point, 5e-324 over a thousand behind it
  // in theory and 326 in its shortest form.
  void write_double(double value) {
    if (!std::isfinite(value)) {
      text_ += "null";
      return;
    }
    std::array<char, 1100> buffer{};
    const auto [end, error] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value,
                                            std::chars_format::fixed);
    const std::string_view digits(buffer.data(), static_cast<std::size_t>(end - buffer.data()));
    text_ += digits;
    if (digits.find('.') == std::string_view::npos) text_ += ".0";
  }

  void write_string(std::string_view value) {
    constexpr std::string_view k_hex = "0123456789abcdef";
    text_ += '"';
    for (const char c : value) {
      switch (c) {
        case '"':
          text_ += "\\\"";
          break;
        case '\\':
          text_ += "\\\\";
          break;
        case '\b':
          text_ += "\\b";
          break;
        case '\f':
          text_ += "\\f";
          break;
        case '\n':
          text_ += "\\n";
          break;
        case '\r':
          text_ += "\\r";
          break;
        case '\t':
          text_ += "\\t";
          break;
        default:
          if (static_cast<unsigned char>(c) < 0x20) {
            text_ += "\\u00";
            text_ += k_hex[static_cast<unsigned char>(c) >> 4U];
            text_ += k_hex[static_cast<unsigned char>(c) & 0xFU];
          } else {
            text_ += c;
          }
      }
    }
    text_ += '"';
  }

  void write_array(const json::array& array) {
    if (array.empty()) {
      text_ += "[]";
      return;
    }
    text_ += '[';
    ++depth_;
    bool is_first = true;
    for (const json::value& element : array) {
      if (!is_first) text_ += ',';
      is_first = false;
      new_line();
      write(element);
    }
    --depth_;
    new_line();
    text_ += ']';
  }

  void write_object(const json::object& object) {
    if (object.empty()) {
      text_ += "{}";
      return;
    }
    text_ += '{';
    ++depth_;
    bool is_first = true;
    for (const auto& member : object) {
      if (!is_first) text_ += ',';
      is_first = false;
      new_line();
      write_string(member.key());
      text_ += is_pretty_ ? ": " : ":";
      write(member.value());
    }
    --depth_;
    new_line();
    text_ += '}';
  }

  bool is_pretty_;
  std::size_t depth_ = 0;
  std::string text_;
};

}  // namespace

std::string write_json(const json::value& value, JsonStyle style) {
  Writer writer(style);
  writer.write(value);
  return writer.take();
}

const json::value* find_member(const json::value& value, std::string_view key) {
  return value.is_object() ? value.get_object().if_contains(key) : nullptr;
}

std::optional<std::string> string_member(const json::value& value, std::string_view key) {
  const json::value* member = find_member(value, key);
  if (member == nullptr || !member->is_string()) return std::nullopt;
  return std::string(member->get_string());
}

std::optional<double> number_member(const json::value& value, std::string_view key) {
  const json::value* member = find_member(value, key);
  return member == nullptr ? std::nullopt : as_number(*member);
}

std::optional<bool> bool_member(const json::value& value, std::string_view key) {
  const json::value* member = find_member(value, key);
  if (member == nullptr || !member->is_bool()) return std::nullopt;
  return member->get_bool();
}

std::optional<double> as_number(const json::value& value) {
  switch (value.kind()) {
    case json::kind::int64:
      return static_cast<double>(value.get_int64());
    case json::kind::uint64:
      return static_cast<double>(value.get_uint64());
    case json::kind::double_:
      return value.get_double();
    default:
      return std::nullopt;
  }
}

json::array json_strings(const std::vector<std::string>& texts) {
  json::array array;
  for (const std::string& text : texts) array.emplace_back(text);
  return array;
}

json::value json_or_null(const std::optional<std::string>& text) {
  return text ? json::value(*text) : json::value(nullptr);
}

}  // namespace usagestat::base
