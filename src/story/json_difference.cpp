// SPDX-License-Identifier: MIT
#include "story/json_difference.hpp"

#include <cmath>

#include "base/text.hpp"

namespace usagestat::story {
namespace {

namespace json = base::json;

constexpr double k_tolerance = 1e-6;
constexpr std::size_t k_brief_columns = 200;

bool same_number(const json::value& a, const json::value& b) {
  if (!a.is_double() && !b.is_double()) return a == b;
  const auto x = base::as_number(a);
  const auto y = base::as_number(b);
  return x && y && (*x == *y || std::abs(*x - *y) <= k_tolerance);
}

std::string sentence(const std::string& place, std::string_view expected, std::string_view got) {
  return place + ": expected " + std::string(expected) + ", got " + std::string(got);
}

std::string inside(const std::string& place, std::string_view key) {
  return place.empty() ? std::string(key) : place + "." + std::string(key);
}

void compare(const json::value& expected, const json::value& actual, const std::string& place,
             std::vector<std::string>& out);

void compare_objects(const json::object& expected, const json::object& actual,
                     const std::string& place, std::vector<std::string>& out) {
  for (const auto& member : expected) {
    const std::string here = inside(place, member.key());
    const json::value* other = actual.if_contains(member.key());
    if (other == nullptr)
      out.push_back(sentence(here, brief(member.value()), "nothing"));
    else
      compare(member.value(), *other, here, out);
  }
  for (const auto& member : actual)
    if (!expected.contains(member.key()))
      out.push_back(sentence(inside(place, member.key()), "nothing", brief(member.value())));
}

void compare_arrays(const json::array& expected, const json::array& actual,
                    const std::string& place, std::vector<std::string>& out) {
  const std::size_t longer = std::max(expected.size(), actual.size());
  for (std::size_t i = 0; i < longer; ++i) {
    const std::string here = place + "[" + std::to_string(i) + "]";
    if (i >= actual.size())
      out.push_back(sentence(here, brief(expected[i]), "nothing"));
    else if (i >= expected.size())
      out.push_back(sentence(here, "nothing", brief(actual[i])));
    else
      compare(expected[i], actual[i], here, out);
  }
}

void compare(const json::value& expected, const json::value& actual, const std::string& place,
             std::vector<std::string>& out) {
  if (expected.is_object() && actual.is_object())
    return compare_objects(expected.get_object(), actual.get_object(), place, out);
  if (expected.is_array() && actual.is_array())
    return compare_arrays(expected.get_array(), actual.get_array(), place, out);
  const bool equal = expected.is_number() && actual.is_number() ? same_number(expected, actual)
                                                                : expected == actual;
  if (!equal) out.push_back(sentence(place, brief(expected), brief(actual)));
}

}  // namespace

std::string brief(const json::value& value) {
  const std::string text = base::write_json(value, base::JsonStyle::compact);
  return base::fit_width(base::without_control_characters(text), k_brief_columns);
}

std::string brief_text(std::string_view bytes) {
  return brief(json::value(json::string(base::to_valid_utf8(bytes))));
}

std::vector<std::string> json_differences(const json::value& expected, const json::value& actual,
                                          std::string_view place) {
  std::vector<std::string> out;
  compare(expected, actual, std::string(place), out);
  return out;
}

}  // namespace usagestat::story
