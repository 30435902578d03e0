// SPDX-License-Identifier: MIT
#include "model/text_amounts.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <string>
#include <utility>

#include "base/text.hpp"

namespace usagestat::model {
namespace {

using Unit = TextAmount::Unit;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// One pass over a text; every step moves `at_` on.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  std::vector<TextAmount> scan() {
    std::vector<TextAmount> result;
    while (at_ < text_.size()) {
      const bool begins = is_digit(at(at_)) || (at(at_) == '.' && is_digit(at(at_ + 1)));
      if (!begins) {
        ++at_;
      } else if (belongs_to_word()) {
        skip_word();
      } else if (const auto amount = take()) {
        result.push_back(*amount);
      }
    }
    return result;
  }

 private:
  char at(std::size_t index) const { return index < text_.size() ? text_[index] : '\0'; }
  char before(std::size_t index, std::size_t back = 1) const {
    return index >= back ? text_[index - back] : '\0';
  }

  // "v2", "gpt-4", "o3.5".
  bool belongs_to_word() const {
    const char last = before(at_);
    return is_letter(last) || last == '_' || (last == '-' && is_letter(before(at_, 2)));
  }
  void skip_word() {
    while (is_digit(at(at_)) || is_letter(at(at_)) || (at(at_) == '.' && is_digit(at(at_ + 1))))
      ++at_;
  }

  std::optional<TextAmount> take() {
    TextAmount amount;
    amount.begin = at_;
    bool is_negative = false;
    const auto sign = [&] {
      if (before(amount.begin) != '-' || is_digit(before(amount.begin, 2))) return;
      is_negative = true;
      --amount.begin;
    };
    sign();
    if (before(amount.begin) == '$') {
      amount.unit = Unit::dollars;
      --amount.begin;
      if (!is_negative) sign();
    }
    const std::string digits = take_digits();
    const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), amount.value);
    if (parsed.ec != std::errc()) return std::nullopt;
    amount.value *= take_multiplier();
    if (is_negative) amount.value = -amount.value;
    if (at(at_) == '%') {
      ++at_;
      amount.unit = Unit::percent;
    } else if (take_word("usd") || take_word("dollars")) {
      amount.unit = Unit::dollars;
    }
    amount.end = at_;
    if (!std::isfinite(amount.value)) return std::nullopt;
    return amount;
  }

  // Without the commas between thousands.
  std::string take_digits() {
    std::string digits;
    const auto run = [&] {
      while (is_digit(at(at_))) digits += at(at_++);
    };
    run();
    while (at(at_) == ',' && is_digit(at(at_ + 1)) && is_digit(at(at_ + 2)) &&
           is_digit(at(at_ + 3)) && !is_digit(at(at_ + 4))) {
      ++at_;
      run();
    }
    if (at(at_) == '.' && is_digit(at(at_ + 1))) {
      digits += at(at_++);
      run();
    }
    return digits;
  }

  double take_multiplier() {
    using Suffix = std::pair<char, double>;
    constexpr std::array<Suffix, 4> k_letters{{{'K', 1e3}, {'M', 1e6}, {'B', 1e9}, {'T', 1e12}}};
    using Word = std::pair<std::string_view, double>;
    constexpr std::array<Word, 4> k_words{
        {{"thousand", 1e3}, {"million", 1e6}, {"billion", 1e9}, {"mio", 1e6}}};
    for (const auto& [letter, factor] : k_letters) {
      const bool is_small = at(at_) == letter - 'A' + 'a';
      if ((at(at_) == letter || is_small) && !is_letter(at(at_ + 1))) {
        ++at_;
        return factor;
      }
      // "1.2 M tokens"; a small letter behind a blank is a word or a unit of its own.
      if (at(at_) == ' ' && at(at_ + 1) == letter && !is_letter(at(at_ + 2)) &&
          !is_digit(at(at_ + 2))) {
        at_ += 2;
        return factor;
      }
    }
    for (const auto& [word, factor] : k_words)
      if (take_word(word)) return factor;
    return 1;
  }

  // The word at this place or behind one blank.
  bool take_word(std::string_view word) {
    const std::size_t start = at_ + (at(at_) == ' ' ? 1 : 0);
    if (!base::equals_ignoring_case(text_.substr(std::min(start, text_.size()), word.size()), word))
      return false;
    if (is_letter(at(start + word.size()))) return false;
    at_ = start + word.size();
    return true;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

std::vector<TextAmount> amounts_in(std::string_view text) { return Scanner(text).scan(); }

std::optional<double> first_dollars(std::string_view text) {
  for (const TextAmount& amount : amounts_in(text))
    if (amount.unit == Unit::dollars) return amount.value;
  return std::nullopt;
}

std::optional<double> amount_of_word(std::string_view text, std::string_view word) {
  const std::string lower = base::to_lower(text);
  const std::size_t place = lower.find(word);
  if (place == std::string::npos) return std::nullopt;
  std::vector<TextAmount> plain;
  for (const TextAmount& amount : amounts_in(text))
    if (amount.unit == Unit::none) plain.push_back(amount);
  if (plain.empty()) return std::nullopt;
  bool words_come_first = false;
  for (const std::string_view known : {"input", "output", "prompt", "completion"}) {
    const std::size_t found = lower.find(known);
    words_come_first |= found != std::string::npos && found < plain.front().begin;
  }
  std::optional<double> nearest;
  for (const TextAmount& amount : plain) {
    if (words_come_first && amount.begin > place) return amount.value;
    if (!words_come_first && amount.end <= place) nearest = amount.value;
  }
  return nearest;
}

}  // namespace usagestat::model
