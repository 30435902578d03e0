// SPDX-License-Identifier: MIT
#include "config/read_value.hpp"

#include <algorithm>
#include <cmath>

#include "base/suggest.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "base/url.hpp"
#include "config/expand_path.hpp"
#include "config/read_secret.hpp"
#include "system/time_zones.hpp"

namespace usagestat::config {
namespace {

using Type = ConfigNode::Type;
using Value = std::optional<ConfigValue>;

// A value as it may be shown in a message: short and without control characters.
std::string in_quotes(std::string_view text) {
  return "\"" + base::fit_width(base::without_control_characters(text), 40) + "\"";
}

class ValueReader {
 public:
  ValueReader(const ConfigKey& key, const ConfigNode& node, std::string_view path,
              ReadContext& context)
      : key_(key), node_(node), path_(path), context_(context) {}

  Value read() {
    switch (key_.type) {
      case KeyType::text:
        return text();
      case KeyType::path:
        return path();
      case KeyType::secret:
        return secret();
      case KeyType::word:
        return word();
      case KeyType::time_zone:
        return time_zone();
      case KeyType::proxy:
        return proxy();
      case KeyType::id:
        return id();
      case KeyType::flag:
        if (node_.type != Type::flag) return wrong_type();
        return ConfigValue(node_.flag);
      case KeyType::integer:
        return integer();
      case KeyType::number:
        return number();
      case KeyType::duration:
        return duration();
      case KeyType::paths:
        return paths();
      case KeyType::origins:
        return origins();
      case KeyType::variables:
        return variables();
      case KeyType::anything:
        if (node_.type != Type::table) return wrong_type();
        return table_value();
    }
    return std::nullopt;
  }

 private:
  Value wrong(std::string what, std::string hint = {}) {
    context_.error(node_.place, path_, path_ + what, std::move(hint));
    return std::nullopt;
  }

  Value wrong_type() {
    return wrong(" must be " + describe_type(key_) + ", not " + std::string(describe(node_.type)) +
                 ".");
  }

  // A value of the right type that is not one of those allowed; `shown` is the value.
  Value not_allowed(std::string_view shown, std::string hint = {}) {
    return wrong(" must be " + describe_type(key_) + ", not " + std::string(shown) + ".",
                 std::move(hint));
  }

  // The string; an empty one is as good as none, which is said.
  const std::string* string() {
    if (node_.type != Type::string) {
      wrong_type();
      return nullptr;
    }
    if (base::trim(node_.text).empty()) {
      context_.warning(node_.place, path_, path_ + " is empty and counts as not set.",
                       "Give it a value or remove the line.");
      return nullptr;
    }
    return &node_.text;
  }

  Value text() {
    const std::string* value = string();
    return value != nullptr ? Value(ConfigValue(*value)) : std::nullopt;
  }

  std::string expanded(const std::string& text, ConfigPlace place) {
    ExpandedPath path = expand_path(text, context_.directory, context_.environment);
    for (const std::string& name : path.unset)
      context_.warning(place, path_, "The variable " + name + " in " + path_ + " is not set.",
                       "Set it, or write the path itself.");
    return std::move(path.text);
  }

  Value path() {
    const std::string* value = string();
    if (value == nullptr) return std::nullopt;
    return ConfigValue(expanded(*value, node_.place));
  }

  Value secret() {
    if (node_.type == Type::string && string() == nullptr) return std::nullopt;
    auto reference = read_secret(node_, path_, context_);
    if (!reference) return std::nullopt;
    if (reference->kind == model::SecretReference::Kind::file)
      reference->value = expanded(reference->value, node_.place);
    return ConfigValue(*std::move(reference));
  }

  Value word() {
    if (node_.type != Type::string) return wrong_type();
    if (std::ranges::find(key_.words, node_.text) != key_.words.end())
      return ConfigValue(node_.text);
    const std::vector<std::string> known(key_.words.begin(), key_.words.end());
    const auto nearest = base::nearest_words(node_.text, known, 1);
    return not_allowed(in_quotes(node_.text),
                       nearest.empty() ? "" : "Did you mean \"" + nearest.front() + "\"?");
  }

  Value time_zone() {
    const std::string* value = string();
    if (value == nullptr) return std::nullopt;
    if (system::find_time_zone(*value).has_error())
      return wrong(": the time zone " + in_quotes(*value) + " is not known here.",
                   R"(Write a name such as "Europe/Paris" or "UTC".)");
    return ConfigValue(*value);
  }

  // The value is not shown: it may hold a password.
  Value proxy() {
    const std::string* value = string();
    if (value == nullptr) return std::nullopt;
    const std::size_t colon = value->find("://");
    if (colon != std::string::npos) {
      constexpr std::string_view k_schemes[] = {"http",    "https",  "socks4",
                                                "socks4a", "socks5", "socks5h"};
      if (std::ranges::find(k_schemes, base::to_lower(value->substr(0, colon))) ==
          std::end(k_schemes))
        return wrong(" has a scheme that no proxy speaks.",
                     "Use http, https, socks4, socks4a, socks5 or socks5h.");
    }
    // Its other rules are those of the URL of a web page.
    const std::string rest = colon == std::string::npos ? *value : value->substr(colon + 3);
    if (!base::parse_url("http://" + rest))
      return wrong(" must be the URL of a proxy.", R"(Write it as "http://host:3128".)");
    return ConfigValue(*value);
  }

  Value id() {
    const std::string* value = string();
    if (value == nullptr) return std::nullopt;
    constexpr std::string_view k_forbidden = "/\\,:*?\"<>|";
    const bool is_bad = std::ranges::any_of(*value, [&](char c) {
      return static_cast<unsigned char>(c) <= ' ' || c == 127 ||
             k_forbidden.find(c) != std::string_view::npos;
    });
    if (is_bad || value->size() > 64 || value->starts_with('-') || value->starts_with('.'))
      return wrong(
          " cannot be " + in_quotes(*value) + ".",
          "Use up to 64 letters, digits, -, _, . and @, beginning with a letter or digit.");
    if (*value == "all" || *value == "both")
      return wrong(" cannot be " + in_quotes(*value) + ", which has a meaning on the command line.",
                   "Use another name.");
    return ConfigValue(*value);
  }

  Value integer() {
    if (node_.type != Type::integer) return wrong_type();
    const auto value = static_cast<double>(node_.integer);
    if (value < key_.minimum || value > key_.maximum)
      return not_allowed(std::to_string(node_.integer));
    return ConfigValue(node_.integer);
  }

  Value number() {
    if (node_.type != Type::integer && node_.type != Type::real) return wrong_type();
    const double value =
        node_.type == Type::integer ? static_cast<double>(node_.integer) : node_.real;
    if (!(value >= key_.minimum && value <= key_.maximum))  // also for NaN
      return not_allowed(std::isfinite(value) ? base::write_json(value, base::JsonStyle::compact)
                                              : "an infinite one");
    return ConfigValue(value);
  }

  Value duration() {
    std::optional<base::Milliseconds> value;
    std::string shown;
    if (node_.type == Type::string) {
      value = base::parse_duration(base::trim(node_.text));
      shown = in_quotes(node_.text);
    } else if (node_.type == Type::integer) {
      shown = std::to_string(node_.integer);
      value = base::parse_duration(shown);
    } else {
      return wrong_type();
    }
    if (!value) return not_allowed(shown);
    const double seconds = static_cast<double>(value->count()) / 1000;
    if (seconds < key_.minimum || seconds > key_.maximum) return not_allowed(shown);
    return ConfigValue(*value);
  }

  // The strings of an array; empty when one of them is none.
  std::optional<std::vector<std::string>> strings() {
    if (node_.type != Type::array) {
      wrong_type();
      return std::nullopt;
    }
    std::vector<std::string> result;
    for (const ConfigNode& item : node_.children) {
      if (item.type != Type::string || base::trim(item.text).empty()) {
        context_.error(
            item.place, path_,
            path_ + " holds " +
                (item.type == Type::string ? "an empty string" : std::string(describe(item.type))) +
                "; it must be " + describe_type(key_) + ".");
        return std::nullopt;
      }
      result.push_back(item.text);
    }
    return result;
  }

  Value paths() {
    auto texts = strings();
    if (!texts) return std::nullopt;
    for (std::size_t i = 0; i < texts->size(); ++i)
      (*texts)[i] = expanded((*texts)[i], node_.children[i].place);
    return ConfigValue(*std::move(texts));
  }

  Value origins() {
    if (node_.type == Type::string) {
      if (node_.text == "*") return ConfigValue(std::vector<std::string>{"*"});
      if (node_.text == "none") return ConfigValue(std::vector<std::string>{});
      return not_allowed(in_quotes(node_.text));
    }
    auto texts = strings();
    if (!texts) return std::nullopt;
    for (const std::string& origin : *texts) {
      const auto url = base::parse_url(origin);
      if (!url || url->has_user_info || std::ranges::count(origin, '/') != 2)
        return wrong(" holds " + in_quotes(origin) + ", which is no origin.",
                     R"(Write scheme and host only, such as "http://localhost:3000".)");
    }
    return ConfigValue(*std::move(texts));
  }

  Value variables() {
    if (node_.type != Type::table) return wrong_type();
    std::map<std::string, std::string> result;
    for (const ConfigNode& child : node_.children) {
      const std::string path = path_ + "." + child.key;
      if (child.type != Type::string) {
        context_.error(child.place, path,
                       path + " must be a string, not " + std::string(describe(child.type)) + ".");
      } else if (child.key.empty() ||
                 child.key.find_first_of(std::string_view("=\0", 2)) != std::string::npos) {
        context_.error(child.key_place, path, path_ + " holds a name that no variable can have.");
      } else {
        result[child.key] = expand_home(child.text, context_.environment);
      }
    }
    return ConfigValue(std::move(result));
  }

  Value table_value() {
    auto value = to_json(node_, path_);
    if (!value.is_object()) return std::nullopt;
    return ConfigValue(std::move(value.get_object()));
  }

  base::json::value to_json(const ConfigNode& node, const std::string& path) {
    switch (node.type) {
      case Type::string:
      case Type::date:
        return base::json::value(node.text);
      case Type::integer:
        return node.integer;
      case Type::flag:
        return node.flag;
      case Type::real:
        if (std::isfinite(node.real)) return node.real;
        context_.error(node.place, path, path + " must be a finite number.");
        return nullptr;
      case Type::array: {
        base::json::array array;
        for (const ConfigNode& child : node.children) array.push_back(to_json(child, path));
        return array;
      }
      case Type::table:
        break;
    }
    base::json::object object;
    for (const ConfigNode& child : node.children)
      object[child.key] = to_json(child, path + "." + child.key);
    return object;
  }

  const ConfigKey& key_;
  const ConfigNode& node_;
  std::string path_;
  ReadContext& context_;
};

}  // namespace

std::optional<ConfigValue> read_value(const ConfigKey& key, const ConfigNode& node,
                                      std::string_view path, ReadContext& context) {
  return ValueReader(key, node, path, context).read();
}

}  // namespace usagestat::config
