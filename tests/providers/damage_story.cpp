// SPDX-License-Identifier: MIT
#include "providers/damage_story.hpp"

#include <algorithm>
#include <functional>

#include "base/redact.hpp"
#include "base/text.hpp"

namespace usagestat {
namespace {

namespace json = base::json;

constexpr std::size_t k_many = 10000;
constexpr std::size_t k_shortest_secret = 8;

std::size_t count_nodes(const json::value& value) {
  std::size_t count = 1;
  if (value.is_array())
    for (const json::value& item : value.get_array()) count += count_nodes(item);
  if (value.is_object())
    for (const auto& member : value.get_object()) count += count_nodes(member.value());
  return count;
}

// Changes the node with that number, counted in the order of the document.
bool change_node(json::value& value, std::size_t& number,
                 const std::function<void(json::value&)>& change) {
  if (number-- == 0) {
    change(value);
    return true;
  }
  if (value.is_array())
    for (json::value& item : value.get_array())
      if (change_node(item, number, change)) return true;
  if (value.is_object())
    for (auto& member : value.get_object())
      if (change_node(member.value(), number, change)) return true;
  return false;
}

bool remove_node(json::value& value, std::size_t& number) {
  if (value.is_array())
    for (auto item = value.get_array().begin(); item != value.get_array().end(); ++item) {
      if (number-- == 0) {
        value.get_array().erase(item);
        return true;
      }
      if (remove_node(*item, number)) return true;
    }
  if (value.is_object())
    for (auto member = value.get_object().begin(); member != value.get_object().end(); ++member) {
      if (number-- == 0) {
        value.get_object().erase(member);
        return true;
      }
      if (remove_node(member->value(), number)) return true;
    }
  return false;
}

// A text that the probe takes in, and what it is.
struct Place {
  std::string name;
  std::string* text;
  bool is_answer;  // of the network
};

std::vector<Place> places_of(story::Story& story) {
  std::vector<Place> places;
  for (story::StoryExchange& exchange : story.exchanges)
    if (!exchange.error)
      places.push_back({exchange.method + " " + exchange.url, &exchange.response.body, true});
  for (auto& [path, file] : story.files) {
    if (file.kind == story::StoryFile::Kind::content)
      places.push_back({path, &file.content, false});
    for (std::string& statement : file.statements)
      if (statement.starts_with("INSERT")) places.push_back({path, &statement, false});
  }
  for (auto& [service, item] : story.keychain)
    places.push_back({"keychain " + service, &item, false});
  for (story::StoryCommand& command : story.commands) {
    const std::string name = base::join(command.run, " ");
    places.push_back({name, &command.output, false});
    for (story::StoryCommand::Turn& turn : command.dialogue)
      if (turn.receive) places.push_back({name + " says", &*turn.receive, false});
  }
  return places;
}

struct ListNode {
  std::size_t number;  // see change_node
  std::string path;
};

// The lists of a document that are not empty; elements of one list share a path.
void find_lists(const json::value& value, const std::string& path, std::size_t& number,
                std::vector<ListNode>& lists) {
  const std::size_t own = number++;
  if (value.is_array()) {
    if (!value.get_array().empty()) lists.push_back({own, path});
    for (const json::value& item : value.get_array()) find_lists(item, path + "[]", number, lists);
  }
  if (value.is_object())
    for (const auto& member : value.get_object())
      find_lists(member.value(), path + "." + std::string(member.key()), number, lists);
}

// Makes the names in an element others than those in all other elements. What begins with a digit
// is an amount or a time.
void number_texts(json::value& value, const std::string& number) {
  if (value.is_string() && value.get_string().find_first_of("0123456789") != 0)
    value.get_string() += number;
  if (value.is_array())
    for (json::value& item : value.get_array()) number_texts(item, number);
  if (value.is_object())
    for (auto& member : value.get_object()) number_texts(member.value(), number);
}

void repeat_elements(json::value& list, bool all_differ) {
  json::array& elements = list.get_array();
  const std::size_t count = elements.size();
  elements.reserve(k_many);
  while (elements.size() < k_many) {
    json::value element = elements[elements.size() % count];
    if (all_differ) number_texts(element, " " + std::to_string(elements.size() / count));
    elements.push_back(std::move(element));
  }
}

std::string utf16(std::string_view text) {
  std::string wide;
  for (const char byte : text) {
    wide += byte;
    wide += '\0';
  }
  return wide;
}

std::string write(const json::value& value) {
  return base::write_json(value, base::JsonStyle::compact);
}

}  // namespace

StoryDamage::StoryDamage(const story::Story& whole, std::uint32_t seed)
    : whole_(whole), random_(seed) {
  learn_secrets(whole);
}

bool StoryDamage::finds_something() const {
  return !whole_.exchanges.empty() || !whole_.files.empty() || !whole_.keychain.empty() ||
         !whole_.commands.empty();
}

story::Story StoryDamage::next() {
  story::Story story = whole_;
  has_odd_words_ = false;
  if (!story.exchanges.empty() && below(8) == 0) {
    change_status(story);
    return story;
  }
  if (std::string* const text = pick_text(story)) *text = change_text(*text);
  return story;
}

// Mostly an answer of the network; without one, something else that the probe takes in.
std::string* StoryDamage::pick_text(story::Story& story) {
  std::vector<Place> answers;
  std::vector<Place> others;
  for (Place& place : places_of(story)) (place.is_answer ? answers : others).push_back(place);
  auto& pool = answers.empty() || (!others.empty() && below(4) == 0) ? others : answers;
  if (pool.empty()) {
    description_ = "nothing: the probe reads nothing but settings";
    return nullptr;
  }
  const Place& place = pool[below(pool.size())];
  description_ = place.name;
  return place.text;
}

void StoryDamage::change_status(story::Story& story) {
  constexpr int k_statuses[] = {200, 204, 301, 400, 401, 402, 403, 404, 418, 429, 500, 503, 599};
  story::StoryExchange& exchange = story.exchanges[below(story.exchanges.size())];
  description_ = exchange.method + " " + exchange.url;
  if (below(5) == 0) {
    exchange.error = below(2) == 0 ? "timeout" : "dns";
    description_ += " fails by " + *exchange.error;
    return;
  }
  exchange.error.reset();
  exchange.response.status = k_statuses[below(std::size(k_statuses))];
  exchange.response.headers.push_back({"retry-after", below(2) == 0 ? "NaN" : "99999999999999"});
  description_ += " answers " + std::to_string(exchange.response.status);
}

std::string StoryDamage::change_text(const std::string& text) {
  const auto document = base::parse_json(text, "answer");
  std::string changed = document && below(5) != 0 ? change_json(*document) : change_bytes(text);
  description_ += ": " + changed.substr(0, 300);
  return changed;
}

std::string StoryDamage::change_json(json::value document) {
  const std::size_t nodes = count_nodes(document);
  std::size_t number = below(nodes);
  if (number > 0 && below(6) == 0) {
    --number;
    remove_node(document, number);
    return write(document);
  }
  change_node(document, number, [this](json::value& node) { node = odd_value(node); });
  return write(document);
}

json::value StoryDamage::odd_value(const json::value& before) {
  static const std::vector<json::value> k_values{
      nullptr,
      true,
      false,
      0,
      -1,
      0.5,
      1e308,
      -1e308,
      5e-324,
      9007199254740993,
      -9007199254740993,
      "",
      " ",
      "text",
      "12",
      "-3.5",
      "1e999",
      "0x10",
      "9999-99-99T99:99:99Z",
      "2026-02-30",
      "+275760-09-13T00:00:00Z",
      "\xc3\xa9\xf0\x9f\x98\x80",
      "a\"b\\c\n\x01",
      "<b>&amp;</b>",
      "__proto__",
      "constructor",
      json::array{},
      json::array{nullptr},
      json::array{json::array{}},
      json::object{},
      json::object{{"length", -1}},
      json::object{{"toString", nullptr}},
      json::object{{"__proto__", nullptr}, {"valueOf", 1}}};
  const std::size_t kind = below(k_values.size() + 6);
  if (kind < k_values.size()) return k_values[kind];
  switch (kind - k_values.size()) {
    case 0:
      has_odd_words_ = true;
      return below(2) == 0 ? "NaN" : "Infinity";
    case 1: {
      const bool is_small = write(before).size() < 100;
      return json::array(k_many, is_small ? before : json::value(1));
    }
    case 2:
      return json::array{before};
    case 3:
      return json::string(k_many, 'x');
    case 4:
      return secrets_.empty() ? json::value("x") : json::value(secrets_[below(secrets_.size())]);
    default:
      return json::string(write(before));  // a number as text, an object as JSON in a text
  }
}

std::string StoryDamage::change_bytes(std::string text) {
  const std::size_t at = below(text.size() + 1);
  switch (below(9)) {
    case 0:
      return text.substr(0, at);
    case 1:
      return "";
    case 2:
      return text.insert(at, "\xff\xfe\x80");
    case 3:
      return utf16(text);
    case 4:
      return "\xef\xbb\xbf" + text;
    case 5:
      return "<!DOCTYPE html><html><body>Sign in</body></html>";
    case 6:
      has_odd_words_ = true;
      return text.insert(at, "NaN");
    case 7:
      return std::string(1000, '[') + text;
    default:
      return secrets_.empty() ? "no" : "denied for " + secrets_[below(secrets_.size())];
  }
}

void StoryDamage::learn_document(const std::string& text) {
  const auto document = base::parse_json(text, "document");
  if (!document) return;
  const std::function<void(const json::value&)> walk = [&](const json::value& value) {
    if (value.is_array())
      for (const json::value& item : value.get_array()) walk(item);
    if (!value.is_object()) return;
    for (const auto& member : value.get_object()) {
      walk(member.value());
      if (!member.value().is_string() || !base::is_secret_name(member.key())) continue;
      const json::string& secret = member.value().get_string();
      if (secret.size() >= k_shortest_secret) secrets_.emplace_back(secret);
    }
  };
  walk(*document);
}

void StoryDamage::learn_secrets(const story::Story& story) {
  for (const std::string_view key : {"apiKey", "cookieHeader"})
    if (const auto text = base::string_member(story.config, key)) secrets_.push_back(*text);
  for (const auto& [name, value] : story.env)
    if (base::is_secret_name(name)) secrets_.push_back(value);
  for (const auto& [service, item] : story.keychain) learn_document(item);
  for (const auto& [path, file] : story.files) learn_document(file.content);
  std::erase_if(secrets_,
                [](const std::string& secret) { return secret.size() < k_shortest_secret; });
}

std::vector<LongList> with_long_lists(const story::Story& whole, std::set<std::string>& known) {
  std::vector<LongList> result;
  story::Story story = whole;
  for (const Place& place : places_of(story)) {
    const auto document = base::parse_json(*place.text, "answer");
    if (!document) continue;
    std::vector<ListNode> lists;
    std::size_t count = 0;
    find_lists(*document, "", count, lists);
    const std::string before = *place.text;
    for (const ListNode& list : lists) {
      const std::string description = place.name.substr(0, place.name.find('?')) + " " + list.path;
      if (!known.insert(description).second) continue;
      for (const bool all_differ : {false, true}) {
        json::value longer = *document;
        std::size_t number = list.number;
        change_node(longer, number,
                    [all_differ](json::value& node) { repeat_elements(node, all_differ); });
        *place.text = write(longer);
        result.push_back({description + (all_differ ? ", all different" : ""), story});
      }
      *place.text = before;
    }
  }
  return result;
}

}  // namespace usagestat
