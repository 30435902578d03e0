// SPDX-License-Identifier: MIT
// Damages what a story's world answers, in the ways that services, half-written files and strangers
// do it.
#pragma once

#include <cstdint>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "story/story.hpp"

namespace usagestat {

class StoryDamage {
 public:
  // Equal seeds give equal damage.
  StoryDamage(const story::Story& whole, std::uint32_t seed);

  // False for a probe that reads nothing but settings.
  bool finds_something() const;

  // The story with one answer changed: its body, its status, its encoding, or not given at all.
  // Of a world without requests it is a file, a keychain item or a program's output.
  story::Story next();

  // What the last call did, for the report of a failure.
  const std::string& description() const { return description_; }
  // True when the damage put in texts that look like numbers gone wrong.
  bool has_odd_words() const { return has_odd_words_; }

  // The credentials that the world holds.
  const std::vector<std::string>& secrets() const { return secrets_; }

 private:
  std::size_t below(std::size_t limit) { return random_() % limit; }
  std::string* pick_text(story::Story& story);
  void change_status(story::Story& story);
  std::string change_text(const std::string& text);
  std::string change_json(base::json::value document);
  std::string change_bytes(std::string text);
  base::json::value odd_value(const base::json::value& before);
  void learn_secrets(const story::Story& story);
  void learn_document(const std::string& text);

  const story::Story& whole_;
  std::mt19937 random_;
  std::string description_;
  bool has_odd_words_ = false;
  std::vector<std::string> secrets_;
};

struct LongList {
  std::string description;
  story::Story story;
};

// The story twice for each list that its probe takes in, with the elements of that list repeated
// until there are ten thousand: as they are, and with a number behind each name in them. Lists that
// are in `known` are left out, and those that are not are added: `known` is for all stories of one
// provider, where the same lists come again and again.
std::vector<LongList> with_long_lists(const story::Story& whole, std::set<std::string>& known);

}  // namespace usagestat
