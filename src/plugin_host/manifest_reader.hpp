// SPDX-License-Identifier: MIT
// Members of a manifest with their types checked; the first mistake is kept.
#pragma once

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"

namespace usagestat::plugin_host {

class ManifestReader {
 public:
  // `where` names the object in messages: "" for the whole, "permissions", "lines[2]".
  ManifestReader(const base::json::object& object, std::string where)
      : object_(object), where_(std::move(where)) {}

  std::string text(std::string_view key, bool is_required = false);
  bool boolean(std::string_view key, bool fallback);
  std::optional<double> number(std::string_view key);
  std::vector<std::string> texts(std::string_view key);
  // Calls `read` for each object of an array of objects.
  void objects(std::string_view key, const std::function<void(ManifestReader&)>& read);
  // Calls `read` for the object, if there is one.
  void object(std::string_view key, const std::function<void(ManifestReader&)>& read);
  // The raw member, marked as known; nullptr when absent or null.
  const base::json::value* member(std::string_view key);

  void fail(std::string_view key, std::string_view what);
  // Keys that nobody asked for, as "where.key".
  std::vector<std::string> unknown_keys() const;

  const std::string& failure() const { return failure_; }
  std::vector<std::string>& unknown() { return unknown_; }

 private:
  std::string place(std::string_view key) const;
  void merge(ManifestReader& inner);

  const base::json::object& object_;
  std::string where_;
  std::set<std::string, std::less<>> known_;
  std::string failure_;
  std::vector<std::string> unknown_;
};

}  // namespace usagestat::plugin_host
