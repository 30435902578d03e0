// SPDX-License-Identifier: MIT
#include "plugin_host/manifest_reader.hpp"

namespace usagestat::plugin_host {

namespace json = base::json;

std::string ManifestReader::place(std::string_view key) const {
  return where_.empty() ? std::string(key) : where_ + "." + std::string(key);
}

void ManifestReader::fail(std::string_view key, std::string_view what) {
  if (failure_.empty()) failure_ = place(key) + " " + std::string(what);
}

const json::value* ManifestReader::member(std::string_view key) {
  known_.emplace(key);
  const json::value* value = object_.if_contains(key);
  return value == nullptr || value->is_null() ? nullptr : value;
}

std::string ManifestReader::text(std::string_view key, bool is_required) {
  const json::value* value = member(key);
  if (value == nullptr) {
    if (is_required) fail(key, "is missing");
    return "";
  }
  if (!value->is_string()) {
    fail(key, "must be a text");
    return "";
  }
  if (is_required && value->get_string().empty()) fail(key, "must not be empty");
  return std::string(value->get_string());
}

bool ManifestReader::boolean(std::string_view key, bool fallback) {
  const json::value* value = member(key);
  if (value == nullptr) return fallback;
  if (value->is_bool()) return value->get_bool();
  fail(key, "must be true or false");
  return fallback;
}

std::optional<double> ManifestReader::number(std::string_view key) {
  const json::value* value = member(key);
  if (value == nullptr) return std::nullopt;
  const auto number = base::as_number(*value);
  if (!number) fail(key, "must be a number");
  return number;
}

std::vector<std::string> ManifestReader::texts(std::string_view key) {
  const json::value* value = member(key);
  if (value == nullptr) return {};
  std::vector<std::string> result;
  if (!value->is_array()) {
    fail(key, "must be an array of texts");
    return result;
  }
  for (const json::value& item : value->get_array()) {
    if (!item.is_string()) {
      fail(key, "must be an array of texts");
      return result;
    }
    result.emplace_back(item.get_string());
  }
  return result;
}

void ManifestReader::objects(std::string_view key,
                             const std::function<void(ManifestReader&)>& read) {
  const json::value* value = member(key);
  if (value == nullptr) return;
  if (!value->is_array()) {
    fail(key, "must be an array of objects");
    return;
  }
  std::size_t index = 0;
  for (const json::value& item : value->get_array()) {
    const std::string name = std::string(key) + "[" + std::to_string(index++) + "]";
    if (!item.is_object()) {
      fail(name, "must be an object");
      return;
    }
    ManifestReader inner(item.get_object(), place(name));
    read(inner);
    merge(inner);
  }
}

void ManifestReader::object(std::string_view key,
                            const std::function<void(ManifestReader&)>& read) {
  const json::value* value = member(key);
  if (value == nullptr) return;
  if (!value->is_object()) {
    fail(key, "must be an object");
    return;
  }
  ManifestReader inner(value->get_object(), place(key));
  read(inner);
  merge(inner);
}

void ManifestReader::merge(ManifestReader& inner) {
  if (failure_.empty()) failure_ = inner.failure_;
  for (std::string& key : inner.unknown_) unknown_.push_back(std::move(key));
  for (std::string& key : inner.unknown_keys()) unknown_.push_back(std::move(key));
}

std::vector<std::string> ManifestReader::unknown_keys() const {
  std::vector<std::string> result;
  for (const auto& member : object_) {
    if (!known_.contains(std::string_view(member.key()))) result.push_back(place(member.key()));
  }
  return result;
}

}  // namespace usagestat::plugin_host
