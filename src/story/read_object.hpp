// SPDX-License-Identifier: MIT
// Strict reading of JSON objects whose errors name the place: "http[2].request.url".
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"

namespace usagestat::story {

// Kind input; "place: what".
base::Error wrong(std::string_view place, std::string_view what, std::string_view hint = {});

// Every getter marks its key as known; finish() then refuses all others.
class ObjectReader {
 public:
  static base::Result<ObjectReader> open(const base::json::value& value, std::string place);

  // nullptr when absent.
  const base::json::value* find(std::string_view key);
  base::Result<const base::json::value*> require(std::string_view key);

  base::Result<std::optional<std::string>> text(std::string_view key);
  base::Result<std::string> require_text(std::string_view key);
  base::Result<std::optional<std::int64_t>> integer(std::string_view key, std::int64_t low,
                                                    std::int64_t high);
  base::Result<bool> flag(std::string_view key, bool otherwise);
  base::Result<std::map<std::string, std::string>> text_map(std::string_view key);
  base::Result<std::vector<std::string>> text_list(std::string_view key);

  // Calls `read` with every element of an array, or not at all when the key is absent.
  using ElementReader =
      std::function<base::Result<void>(const base::json::value&, const std::string& place)>;
  base::Result<void> each(std::string_view key, const ElementReader& read);

  // Calls `read` with every member of an object, likewise.
  using MemberReader = std::function<base::Result<void>(
      const std::string& name, const base::json::value&, const std::string& place)>;
  base::Result<void> each_member(std::string_view key, const MemberReader& read);

  // "place.key", or the key alone at the top.
  std::string place_of(std::string_view key) const;
  const std::string& place() const { return place_; }

  base::Result<void> finish() const;

 private:
  ObjectReader(const base::json::object& object, std::string place)
      : object_(&object), place_(std::move(place)) {}

  const base::json::object* object_;
  std::string place_;
  std::vector<std::string> known_;
};

base::Result<std::string> read_text(const base::json::value& value, std::string_view place);

// The bytes of `json` (compact), `text` or `base64`; empty when none of them is there, an error
// when there are two.
base::Result<std::optional<std::string>> read_content(ObjectReader& reader);

}  // namespace usagestat::story
