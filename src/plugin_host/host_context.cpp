// SPDX-License-Identifier: MIT
#include "plugin_host/host_context.hpp"

#include <algorithm>
#include <cmath>

#include "base/text.hpp"

namespace usagestat::plugin_host {

namespace json = base::json;

base::Error HostArguments::wrong(std::string_view what) const {
  return {base::ErrorKind::plugin, std::string(function_) + ": " + std::string(what) + ".", ""};
}

base::Result<std::string> HostArguments::text(std::size_t index) const {
  if (index < values_.size() && values_[index].is_string())
    return std::string(values_[index].get_string());
  return wrong("argument " + std::to_string(index + 1) + " must be a text");
}

base::Result<std::optional<std::string>> HostArguments::optional_text(std::size_t index) const {
  if (index >= values_.size() || values_[index].is_null()) return std::optional<std::string>();
  USAGESTAT_TRY(std::string given, text(index));
  return std::optional<std::string>(std::move(given));
}

base::Result<double> HostArguments::number(std::size_t index) const {
  if (index < values_.size()) {
    if (const auto number = base::as_number(values_[index])) return *number;
  }
  return wrong("argument " + std::to_string(index + 1) + " must be a number");
}

base::Result<double> HostArguments::number_or(std::size_t index, double fallback) const {
  if (index >= values_.size() || values_[index].is_null()) return fallback;
  return number(index);
}

base::Result<const json::object*> HostArguments::object(std::size_t index) const {
  if (index < values_.size() && values_[index].is_object()) return &values_[index].get_object();
  return wrong("argument " + std::to_string(index + 1) + " must be an object");
}

json::value HostArguments::value(std::size_t index) const {
  return index < values_.size() ? values_[index] : json::value();
}

base::Milliseconds milliseconds_option(const json::object& options, std::string_view member,
                                       double fallback_ms, double longest_ms) {
  const json::value* value = options.if_contains(member);
  const auto given = value == nullptr ? std::nullopt : base::as_number(*value);
  const double wanted = given && !std::isnan(*given) ? *given : fallback_ms;
  return base::Milliseconds(static_cast<std::int64_t>(std::clamp(wanted, 1.0, longest_ms)));
}

void remember_secret_members(const json::value& document, base::Redactor& redactor) {
  if (document.is_array()) {
    for (const json::value& element : document.get_array())
      remember_secret_members(element, redactor);
  }
  if (!document.is_object()) return;
  for (const auto& member : document.get_object()) {
    const std::string_view key(member.key());
    const bool is_secret =
        base::is_secret_name(key) || key == "access" || key == "refresh" || key == "key";
    if (member.value().is_string() && is_secret)
      redactor.add_secret(std::string_view(member.value().get_string()));
    remember_secret_members(member.value(), redactor);
  }
}

void remember_header_value(std::string_view value, base::Redactor& redactor) {
  redactor.add_secret(value);
  if (const auto blank = value.find(' '); blank != std::string_view::npos)
    redactor.add_secret(value.substr(blank + 1));
  // Short values of cookies are flags such as "lang=en".
  constexpr std::size_t k_shortest_cookie = 12;
  for (const std::string& pair : base::split(value, ';')) {
    const auto equals = pair.find('=');
    if (equals != std::string::npos && pair.size() - equals > k_shortest_cookie)
      redactor.add_secret(std::string_view(pair).substr(equals + 1));
  }
}

void remember_secrets(std::string_view content, base::Redactor& redactor) {
  constexpr std::size_t k_largest_document = 1U << 20U;
  constexpr std::size_t k_longest_key = 512;
  const std::string_view text = base::trim(content);
  if (text.empty() || text.size() > k_largest_document) return;
  if (text.front() == '{' || text.front() == '[') {
    json::monotonic_resource memory;  // an answer may hold very many values
    if (const auto document = base::parse_json(text, "", &memory))
      remember_secret_members(*document, redactor);
    return;
  }
  // A file with one word is a key file.
  if (text.size() <= k_longest_key && text.find_first_of(" \t\r\n") == std::string_view::npos)
    redactor.add_secret(text);
}

}  // namespace usagestat::plugin_host
