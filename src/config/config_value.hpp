// SPDX-License-Identifier: MIT
// Between ConfigValue and the types of model/config.hpp, chosen by the member's type.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "config/config_schema.hpp"

namespace usagestat::config {

// Most members hold an alternative of ConfigValue itself.
template <class T>
struct Conversion {
  static T from(ConfigValue value) { return std::get<T>(std::move(value)); }
  static std::optional<ConfigValue> to(const T& member) { return ConfigValue(member); }
};

template <class T>
struct Conversion<std::optional<T>> {
  static std::optional<T> from(ConfigValue value) { return Conversion<T>::from(std::move(value)); }
  static std::optional<ConfigValue> to(const std::optional<T>& member) {
    if (!member) return std::nullopt;
    return Conversion<T>::to(*member);
  }
};

template <>
struct Conversion<unsigned> {
  static unsigned from(const ConfigValue& value) {
    return static_cast<unsigned>(std::get<std::int64_t>(value));
  }
  static std::optional<ConfigValue> to(unsigned member) {
    return ConfigValue(static_cast<std::int64_t>(member));
  }
};

template <>
struct Conversion<std::chrono::seconds> {
  static std::chrono::seconds from(const ConfigValue& value) {
    return std::chrono::seconds(std::get<std::int64_t>(value));
  }
  static std::optional<ConfigValue> to(std::chrono::seconds member) {
    return ConfigValue(static_cast<std::int64_t>(member.count()));
  }
};

template <>
struct Conversion<model::SourceMode> {
  static model::SourceMode from(const ConfigValue& value) {
    return model::source_mode_from(std::get<std::string>(value))
        .value_or(model::SourceMode::automatic);
  }
  static std::optional<ConfigValue> to(model::SourceMode member) {
    return ConfigValue(std::string(model::to_string(member)));
  }
};

// Empty tables count as not set.
template <>
struct Conversion<std::map<std::string, std::string>> {
  using Map = std::map<std::string, std::string>;
  static Map from(ConfigValue value) { return std::get<Map>(std::move(value)); }
  static std::optional<ConfigValue> to(const Map& member) {
    if (member.empty()) return std::nullopt;
    return ConfigValue(member);
  }
};

template <>
struct Conversion<base::json::object> {
  static base::json::object from(ConfigValue value) {
    return std::get<base::json::object>(std::move(value));
  }
  static std::optional<ConfigValue> to(const base::json::object& member) {
    if (member.empty()) return std::nullopt;
    return ConfigValue(member);
  }
};

// A member of the config, by the way to it: of_config<&Config::serve, &ServeConfig::port>().
template <auto First, auto... Rest>
auto& follow(auto& object) {
  if constexpr (sizeof...(Rest) == 0) {
    return object.*First;
  } else {
    return follow<Rest...>(object.*First);
  }
}

template <auto... Path>
constexpr ConfigAccess of_config() {
  return {[](model::Config& config, model::ProviderConfig&, ConfigValue value) {
            auto& member = follow<Path...>(config);
            member = Conversion<std::remove_cvref_t<decltype(member)>>::from(std::move(value));
          },
          [](const model::Config& config, const model::ProviderConfig&) {
            const auto& member = follow<Path...>(config);
            return Conversion<std::remove_cvref_t<decltype(member)>>::to(member);
          }};
}

template <auto Member>
constexpr ConfigAccess of_entry() {
  return {[](model::Config&, model::ProviderConfig& entry, ConfigValue value) {
            auto& member = entry.*Member;
            member = Conversion<std::remove_cvref_t<decltype(member)>>::from(std::move(value));
          },
          [](const model::Config&, const model::ProviderConfig& entry) {
            const auto& member = entry.*Member;
            return Conversion<std::remove_cvref_t<decltype(member)>>::to(member);
          }};
}

}  // namespace usagestat::config
