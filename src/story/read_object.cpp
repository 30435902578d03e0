// SPDX-License-Identifier: MIT
#include "story/read_object.hpp"

#include <algorithm>

#include "base/encoding.hpp"
#include "base/suggest.hpp"
#include "base/text.hpp"

namespace usagestat::story {
namespace {

using base::Error;
using base::Result;
namespace json = base::json;

}  // namespace

Error wrong(std::string_view place, std::string_view what, std::string_view hint) {
  std::string message(place.empty() ? "the document" : place);
  message += ": ";
  message += what;
  return {base::ErrorKind::input, std::move(message), std::string(hint)};
}

Result<ObjectReader> ObjectReader::open(const json::value& value, std::string place) {
  if (!value.is_object()) return wrong(place, "must be an object.");
  return ObjectReader(value.get_object(), std::move(place));
}

std::string ObjectReader::place_of(std::string_view key) const {
  return place_.empty() ? std::string(key) : place_ + "." + std::string(key);
}

const json::value* ObjectReader::find(std::string_view key) {
  if (std::find(known_.begin(), known_.end(), key) == known_.end()) known_.emplace_back(key);
  return object_->if_contains(key);
}

Result<const json::value*> ObjectReader::require(std::string_view key) {
  const json::value* value = find(key);
  if (value == nullptr) return wrong(place_of(key), "is missing.");
  return value;
}

Result<std::string> read_text(const json::value& value, std::string_view place) {
  if (!value.is_string()) return wrong(place, "must be a string.");
  const json::string& text = value.get_string();
  return std::string(text.data(), text.size());
}

Result<std::optional<std::string>> ObjectReader::text(std::string_view key) {
  const json::value* value = find(key);
  if (value == nullptr) return std::optional<std::string>();
  USAGESTAT_TRY(std::string text, read_text(*value, place_of(key)));
  return std::optional<std::string>(std::move(text));
}

Result<std::string> ObjectReader::require_text(std::string_view key) {
  USAGESTAT_TRY(const json::value* value, require(key));
  return read_text(*value, place_of(key));
}

Result<std::optional<std::int64_t>> ObjectReader::integer(std::string_view key, std::int64_t low,
                                                          std::int64_t high) {
  const json::value* value = find(key);
  if (value == nullptr) return std::optional<std::int64_t>();
  if (!value->is_int64() || value->get_int64() < low || value->get_int64() > high)
    return wrong(place_of(key), "must be a whole number from " + std::to_string(low) + " to " +
                                    std::to_string(high) + ".");
  return std::optional<std::int64_t>(value->get_int64());
}

Result<bool> ObjectReader::flag(std::string_view key, bool otherwise) {
  const json::value* value = find(key);
  if (value == nullptr) return otherwise;
  if (!value->is_bool()) return wrong(place_of(key), "must be true or false.");
  return value->get_bool();
}

Result<void> ObjectReader::each(std::string_view key, const ElementReader& read) {
  const json::value* value = find(key);
  if (value == nullptr) return {};
  if (!value->is_array()) return wrong(place_of(key), "must be an array.");
  const json::array& elements = value->get_array();
  for (std::size_t i = 0; i < elements.size(); ++i)
    USAGESTAT_CHECK(read(elements[i], place_of(key) + "[" + std::to_string(i) + "]"));
  return {};
}

Result<void> ObjectReader::each_member(std::string_view key, const MemberReader& read) {
  const json::value* value = find(key);
  if (value == nullptr) return {};
  if (!value->is_object()) return wrong(place_of(key), "must be an object.");
  for (const auto& member : value->get_object()) {
    const std::string name(member.key());
    USAGESTAT_CHECK(read(name, member.value(), place_of(key) + "[\"" + name + "\"]"));
  }
  return {};
}

Result<std::map<std::string, std::string>> ObjectReader::text_map(std::string_view key) {
  std::map<std::string, std::string> map;
  USAGESTAT_CHECK(each_member(key,
                              [&](const std::string& name, const json::value& value,
                                  const std::string& place) -> Result<void> {
                                USAGESTAT_TRY(map[name], read_text(value, place));
                                return {};
                              }));
  return map;
}

Result<std::vector<std::string>> ObjectReader::text_list(std::string_view key) {
  std::vector<std::string> list;
  USAGESTAT_CHECK(
      each(key, [&](const json::value& value, const std::string& place) -> Result<void> {
        USAGESTAT_TRY(std::string text, read_text(value, place));
        list.push_back(std::move(text));
        return {};
      }));
  return list;
}

Result<void> ObjectReader::finish() const {
  for (const auto& member : *object_) {
    const std::string key(member.key());
    if (std::find(known_.begin(), known_.end(), key) != known_.end()) continue;
    const auto nearest = base::nearest_words(key, known_, 1);
    return wrong(place_of(key), "is not a known key.",
                 nearest.empty() ? "Known keys: " + base::join(known_, ", ") + "."
                                 : "Did you mean \"" + nearest.front() + "\"?");
  }
  return {};
}

Result<std::optional<std::string>> read_content(ObjectReader& reader) {
  const json::value* as_json = reader.find("json");
  const json::value* as_text = reader.find("text");
  const json::value* as_base64 = reader.find("base64");
  const int given = int(as_json != nullptr) + int(as_text != nullptr) + int(as_base64 != nullptr);
  if (given > 1)
    return wrong(reader.place(), "only one of \"json\", \"text\" and \"base64\" may be given.");
  if (as_json != nullptr)
    return std::optional<std::string>(base::write_json(*as_json, base::JsonStyle::compact));
  if (as_text != nullptr) {
    USAGESTAT_TRY(std::string text, read_text(*as_text, reader.place_of("text")));
    return std::optional<std::string>(std::move(text));
  }
  if (as_base64 == nullptr) return std::optional<std::string>();
  USAGESTAT_TRY(const std::string encoded, read_text(*as_base64, reader.place_of("base64")));
  auto bytes = base::base64_decode(encoded);
  if (!bytes) return wrong(reader.place_of("base64"), "is not Base64.");
  return bytes;
}

}  // namespace usagestat::story
