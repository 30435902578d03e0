// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>

#include <duktape.h>

#include "base/utf8.hpp"
#include "plugin_host/js_value_internal.hpp"

namespace usagestat::plugin_host {
namespace {

namespace json = base::json;

constexpr int k_deepest = 64;
// A small script can return a value that holds the same piece a million times.
constexpr std::size_t k_largest_value_bytes = 32U << 20U;
constexpr std::size_t k_element_bytes = 32;                     // of an array, about
constexpr std::size_t k_member_bytes = 64;                      // of an object, about
constexpr double k_largest_exact_integer = 9007199254740992.0;  // 2^53

// Three bytes of the form 1110xxxx 10xxxxxx 10xxxxxx, which UTF-8 proper refuses for surrogates.
std::optional<char32_t> three_byte_unit(std::string_view text) {
  if (text.size() < 3) return std::nullopt;
  const auto byte = [&text](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  if ((byte(0) & 0xF0U) != 0xE0U || (byte(1) & 0xC0U) != 0x80U || (byte(2) & 0xC0U) != 0x80U)
    return std::nullopt;
  return ((byte(0) & 0x0FU) << 12U) | ((byte(1) & 0x3FU) << 6U) | (byte(2) & 0x3FU);
}

void push_text(duk_context* context, std::string_view text) {
  const std::string converted = to_cesu8(text);
  duk_push_lstring(context, converted.data(), converted.size());
}

json::value read_number(double number) {
  if (std::trunc(number) == number && std::abs(number) <= k_largest_exact_integer)
    return static_cast<std::int64_t>(number);
  return number;
}

// The value without symbols, which the engine counts among the strings.
bool is_text(duk_context* context, duk_idx_t index) {
  return duk_is_string(context, index) != 0 && duk_is_symbol(context, index) == 0;
}

class Reader {
 public:
  explicit Reader(duk_context* context) : context_(context) {}

  json::value read(duk_idx_t index, int depth) {
    if (depth > k_deepest)
      duk_error(context_, DUK_ERR_RANGE_ERROR,
                "value nested deeper than %d levels (or in a circle)", k_deepest);
    duk_require_stack(context_, 8);
    const duk_idx_t absolute = duk_normalize_index(context_, index);
    switch (duk_get_type(context_, absolute)) {
      case DUK_TYPE_BOOLEAN:
        return duk_get_boolean(context_, absolute) != 0;
      case DUK_TYPE_NUMBER:
        return read_number(duk_get_number(context_, absolute));
      case DUK_TYPE_STRING:
        return is_text(context_, absolute) ? json::value(read_text(absolute)) : json::value();
      case DUK_TYPE_OBJECT:
        if (duk_is_function(context_, absolute) != 0) return nullptr;
        if (duk_is_array(context_, absolute) != 0) return read_array(absolute, depth);
        return read_object(absolute, depth);
      default:
        return nullptr;
    }
  }

 private:
  void spend(std::size_t bytes) {
    bytes_ += bytes;
    if (bytes_ > k_largest_value_bytes)
      duk_error(context_, DUK_ERR_RANGE_ERROR, "value larger than 32 MiB");
  }

  std::string read_text(duk_idx_t index) {
    duk_size_t length = 0;
    const char* text = duk_get_lstring(context_, index, &length);
    spend(length);
    return from_cesu8({text, length});
  }

  json::value read_array(duk_idx_t index, int depth) {
    const duk_size_t length = duk_get_length(context_, index);
    spend(std::min<std::size_t>(length, k_largest_value_bytes) * k_element_bytes);
    json::array array;
    array.reserve(length);
    for (duk_uarridx_t i = 0; i < length; ++i) {
      duk_get_prop_index(context_, index, i);
      array.push_back(read(-1, depth + 1));
      duk_pop(context_);
    }
    return array;
  }

  json::value read_object(duk_idx_t index, int depth) {
    json::object object;
    duk_enum(context_, index, DUK_ENUM_OWN_PROPERTIES_ONLY);
    while (duk_next(context_, -1, 1) != 0) {
      if (duk_is_undefined(context_, -1) == 0 && duk_is_function(context_, -1) == 0) {
        spend(k_member_bytes);
        std::string key = read_text(-2);
        object[key] = read(-1, depth + 1);
      }
      duk_pop_2(context_);
    }
    duk_pop(context_);
    return object;
  }

  duk_context* context_;
  std::size_t bytes_ = 0;
};

// An own property whatever its name: "__proto__" of a document must not change what the object is.
void define(duk_context* context, duk_idx_t object) {
  duk_def_prop(context, object, DUK_DEFPROP_HAVE_VALUE | DUK_DEFPROP_SET_WEC);
}

}  // namespace

std::string to_cesu8(std::string_view utf8) {
  std::string result;
  result.reserve(utf8.size());
  while (!utf8.empty()) {
    const base::DecodedCharacter character = base::decode_utf8(utf8);
    if (!character.is_valid) {
      base::append_utf8(result, 0xFFFD);
    } else if (character.code >= 0x10000) {
      const char32_t offset = character.code - 0x10000;
      base::append_utf8(result, 0xD800 + (offset >> 10U));
      base::append_utf8(result, 0xDC00 + (offset & 0x3FFU));
    } else {
      result += utf8.substr(0, character.length);
    }
    utf8.remove_prefix(character.length);
  }
  return result;
}

std::string from_cesu8(std::string_view cesu8) {
  std::string result;
  result.reserve(cesu8.size());
  while (!cesu8.empty()) {
    const base::DecodedCharacter character = base::decode_utf8(cesu8);
    if (character.is_valid) {
      result += cesu8.substr(0, character.length);
      cesu8.remove_prefix(character.length);
      continue;
    }
    const auto high = three_byte_unit(cesu8);
    const auto low = three_byte_unit(cesu8.substr(std::min<std::size_t>(3, cesu8.size())));
    const bool is_pair =
        high && low && *high >= 0xD800 && *high < 0xDC00 && *low >= 0xDC00 && *low < 0xE000;
    base::append_utf8(result,
                      is_pair ? 0x10000 + ((*high - 0xD800) << 10U) + (*low - 0xDC00) : 0xFFFD);
    cesu8.remove_prefix(is_pair ? 6 : high ? 3 : 1);
  }
  return result;
}

void push_json(duk_hthread* context, const json::value& value) {
  duk_require_stack(context, 4);
  switch (value.kind()) {
    case json::kind::null:
      duk_push_null(context);
      break;
    case json::kind::bool_:
      duk_push_boolean(context, value.get_bool() ? 1U : 0U);
      break;
    case json::kind::int64:
      duk_push_number(context, static_cast<double>(value.get_int64()));
      break;
    case json::kind::uint64:
      duk_push_number(context, static_cast<double>(value.get_uint64()));
      break;
    case json::kind::double_:
      duk_push_number(context, value.get_double());
      break;
    case json::kind::string:
      push_text(context, value.get_string());
      break;
    case json::kind::array: {
      duk_push_array(context);
      duk_uarridx_t index = 0;
      for (const json::value& element : value.get_array()) {
        push_json(context, element);
        duk_push_uint(context, index++);
        duk_insert(context, -2);
        define(context, -3);
      }
      break;
    }
    case json::kind::object:
      duk_push_object(context);
      for (const auto& member : value.get_object()) {
        push_text(context, member.key());
        push_json(context, member.value());
        define(context, -3);
      }
      break;
  }
}

json::value read_json(duk_hthread* context, int index) { return Reader(context).read(index, 0); }

}  // namespace usagestat::plugin_host
