// SPDX-License-Identifier: MIT
#include "config/dump_config.hpp"

#include <array>

#include "base/redact.hpp"
#include "config/config_schema.hpp"

namespace usagestat::config {
namespace {

namespace json = base::json;
using Kind = model::SecretReference::Kind;

constexpr std::string_view k_redacted = "[redacted]";

// "30s", "5m", "250ms": the largest unit that is exact.
std::string duration_text(std::chrono::milliseconds duration) {
  struct Unit {
    std::int64_t milliseconds;
    std::string_view suffix;
  };
  constexpr std::array<Unit, 4> k_units{
      {{86'400'000, "d"}, {3'600'000, "h"}, {60'000, "m"}, {1000, "s"}}};
  const std::int64_t count = duration.count();
  if (count == 0) return "0s";
  for (const Unit& unit : k_units)
    if (count % unit.milliseconds == 0)
      return std::to_string(count / unit.milliseconds) + std::string(unit.suffix);
  return std::to_string(count) + "ms";
}

// "http://user:password@host" without what stands before the "@".
std::string without_password(const std::string& url) {
  const std::size_t scheme = url.find("://");
  const std::size_t begin = scheme == std::string::npos ? 0 : scheme + 3;
  const std::size_t at = url.find_last_of('@', url.find('/', begin));
  if (at == std::string::npos || at < begin) return url;
  return url.substr(0, begin) + std::string(k_redacted) + url.substr(at);
}

// Hides what a member's name says is secret, at any depth.
json::value without_secrets(const json::value& value) {
  if (const json::array* array = value.if_array()) {
    json::array result;
    for (const json::value& item : *array) result.push_back(without_secrets(item));
    return result;
  }
  const json::object* object = value.if_object();
  if (object == nullptr) return value;
  json::object result;
  for (const auto& member : *object) {
    const bool is_secret = base::is_secret_name(member.key()) && !member.value().is_null();
    result[member.key()] = is_secret ? json::value(k_redacted) : without_secrets(member.value());
  }
  return result;
}

class Dumper {
 public:
  explicit Dumper(SecretDisplay secrets) : hides_(secrets == SecretDisplay::redacted) {}

  json::value value(const ConfigKey& key, const ConfigValue& value) const {
    if (const auto* text = std::get_if<std::string>(&value))
      return json::value(key.type == KeyType::proxy && hides_ ? without_password(*text) : *text);
    if (const auto* flag = std::get_if<bool>(&value)) return *flag;
    if (const auto* integer = std::get_if<std::int64_t>(&value)) return *integer;
    if (const auto* number = std::get_if<double>(&value)) return *number;
    if (const auto* duration = std::get_if<std::chrono::milliseconds>(&value))
      return json::value(duration_text(*duration));
    if (const auto* list = std::get_if<std::vector<std::string>>(&value))
      return strings(key, *list);
    if (const auto* secret = std::get_if<model::SecretReference>(&value)) return reference(*secret);
    if (const auto* object = std::get_if<json::object>(&value))
      return hides_ ? without_secrets(*object) : json::value(*object);
    json::object variables;
    for (const auto& [name, text] : std::get<std::map<std::string, std::string>>(value))
      variables[name] = text;
    return hides_ ? without_secrets(variables) : json::value(variables);
  }

  json::object section(std::string_view section, const model::Config& config,
                       const model::ProviderConfig& entry) const {
    json::object result;
    for (const ConfigKey& key : config_schema()) {
      if (key.section != section) continue;
      if (const auto found = key.access.get(config, entry)) result[key.name] = value(key, *found);
    }
    return result;
  }

 private:
  static json::value strings(const ConfigKey& key, const std::vector<std::string>& list) {
    if (key.type == KeyType::origins && list.empty()) return "none";
    if (key.type == KeyType::origins && list.size() == 1 && list.front() == "*") return "*";
    return base::json_strings(list);
  }

  json::value reference(const model::SecretReference& secret) const {
    switch (secret.kind) {
      case Kind::env:
        return json::object{{"env", secret.value}};
      case Kind::file:
        return json::object{{"file", secret.value}};
      case Kind::command:
        return json::object{{"command", base::json_strings(secret.command)}};
      case Kind::literal:
        break;
    }
    return json::value(hides_ ? k_redacted : std::string_view(secret.value));
  }

  bool hides_;
};

}  // namespace

json::object dump_config(const model::Config& config, SecretDisplay secrets) {
  const Dumper dumper(secrets);
  json::object result = dumper.section("", config, {});
  for (const std::string_view section : config_sections()) {
    if (section.empty()) continue;
    if (section != "providers[]") {
      result[section] = dumper.section(section, config, {});
      continue;
    }
    json::array entries;
    for (const model::ProviderConfig& entry : config.providers)
      entries.push_back(dumper.section(section, config, entry));
    result["providers"] = std::move(entries);
  }
  return result;
}

json::object entry_to_json(const model::ProviderConfig& entry) {
  return Dumper(SecretDisplay::shown).section("providers[]", {}, entry);
}

}  // namespace usagestat::config
