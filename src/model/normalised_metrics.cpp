// SPDX-License-Identifier: MIT
#include "model/normalised_metrics.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

#include "base/text.hpp"
#include "model/text_amounts.hpp"

namespace usagestat::model {
namespace {

using Tokens = std::optional<std::int64_t>;

bool has(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

enum class TokenClass { none, cache_read, cache_creation, output, input, total };

// By a lower-case label; the first that fits.
TokenClass class_of(std::string_view label) {
  if (has(label, "cache")) {
    if (has(label, "write") || has(label, "creat")) return TokenClass::cache_creation;
    if (has(label, "read") || has(label, "hit") || has(label, "cached"))
      return TokenClass::cache_read;
  }
  if (has(label, "output") || has(label, "completion")) return TokenClass::output;
  if (has(label, "input") || has(label, "prompt")) return TokenClass::input;
  return has(label, "total") ? TokenClass::total : TokenClass::none;
}

// Truncated; empty for what is no number of tokens.
Tokens whole(std::optional<double> amount) {
  constexpr double k_most = 9e15;  // where doubles stop telling neighbours apart
  if (!amount || !std::isfinite(*amount) || *amount < 0 || *amount > k_most) return std::nullopt;
  return static_cast<std::int64_t>(*amount);
}

void add(Tokens& sum, Tokens amount) {
  if (amount) sum = sum.value_or(0) + *amount;
}
void set_if_unset(Tokens& target, Tokens amount) {
  if (!target) target = amount;
}

class Normaliser {
 public:
  void take(const ProgressLine& line) {
    if (line.resets_at && !resets_at_) resets_at_ = line.resets_at;
    if (line.limit > 0) {
      const double percent = std::clamp(used_percent(line).value_or(0), 0.0, 100.0);
      if (!first_percent_) first_percent_ = percent;
      if (line.format.kind == NumberFormat::Kind::percent)
        highest_percent_ = std::max(highest_percent_, percent);
    }
    if (line.format.kind == NumberFormat::Kind::dollars && std::isfinite(line.used) &&
        line.used >= 0 && !result_.cost)
      result_.cost = line.used;
    if (line.format.kind == NumberFormat::Kind::count) take_count(line);
  }

  void take(const TextLine& line) { take_text(line.label, line.value); }
  void take(const BadgeLine& line) { take_text(line.label, line.text); }
  void take(const BarChartLine&) {}

  NormalisedMetrics result() {
    result_.primary_percent = highest_percent_ > 0 ? highest_percent_ : first_percent_.value_or(0);
    result_.input_tokens = counted_input_ ? counted_input_ : told_input_ ? told_input_ : other_;
    result_.output_tokens = counted_output_ ? counted_output_ : told_output_;
    if (resets_at_) result_.reset_time = format_offset(*resets_at_);
    Tokens sum;
    for (const Tokens& part : {result_.input_tokens, result_.output_tokens,
                               result_.cache_read_tokens, result_.cache_creation_tokens})
      add(sum, part);
    result_.total_tokens = sum.value_or(0) > 0 ? sum : told_total_;
    return std::move(result_);
  }

 private:
  void take_count(const ProgressLine& line) {
    const std::string label = base::to_lower(line.label);
    if (!has(label, "token") && !has(base::to_lower(line.format.suffix), "token")) return;
    const Tokens used = whole(line.used);
    switch (class_of(label)) {
      case TokenClass::cache_read:
        return add(result_.cache_read_tokens, used);
      case TokenClass::cache_creation:
        return add(result_.cache_creation_tokens, used);
      case TokenClass::output:
        return add(counted_output_, used);
      case TokenClass::input:
        return add(counted_input_, used);
      case TokenClass::total:
        return set_if_unset(told_total_, used);
      case TokenClass::none:
        return add(other_, used);
    }
  }

  void take_text(const std::string& label, const std::string& value) {
    const std::string name = base::to_lower(label);
    const std::string blob = name + " " + base::to_lower(value);
    if (has(blob, "tok")) take_told_tokens(name, value);
    if (has(name, "cost") || has(value, "$") || has(blob, "usd")) take_cost(name, value);
    if (has(blob, "reset")) take_reset(value);
  }

  void take_told_tokens(const std::string& label, const std::string& value) {
    const TokenClass kind = class_of(label);
    if (kind == TokenClass::cache_read)
      return set_if_unset(result_.cache_read_tokens, first_plain(value, 0));
    if (kind == TokenClass::cache_creation)
      return set_if_unset(result_.cache_creation_tokens, first_plain(value, 0));
    if (kind == TokenClass::total) set_if_unset(told_total_, first_plain(value, 0));
    take_direction(told_input_, label, value, "input", "output");
    take_direction(told_output_, label, value, "output", "input");
  }

  // `word` in the value says which amount it is; in the label alone it means the first one, or the
  // second of a label such as "Tokens (input / output)".
  static void take_direction(Tokens& target, std::string_view label, const std::string& value,
                             std::string_view word, std::string_view opposite) {
    if (has(base::to_lower(value), word))
      return set_if_unset(target, whole(amount_of_word(value, word)));
    const std::size_t place = label.find(word);
    if (place == std::string_view::npos) return;
    const std::size_t other = label.find(opposite);
    const bool is_second = other != std::string_view::npos && other < place;
    set_if_unset(target, first_plain(value, is_second ? 1 : 0));
  }

  // The amount number `index` that is neither money nor a percentage.
  static Tokens first_plain(const std::string& value, std::size_t index) {
    for (const TextAmount& amount : amounts_in(value)) {
      if (amount.unit != TextAmount::Unit::none) continue;
      if (index-- == 0) return whole(amount.value);
    }
    return std::nullopt;
  }

  void take_cost(std::string_view label, const std::string& value) {
    if (result_.cost) return;
    result_.cost = first_dollars(value);
    if (result_.cost || (!has(label, "cost") && !has(label, "usd"))) return;
    const auto amounts = amounts_in(value);
    if (!amounts.empty() && amounts.front().unit == TextAmount::Unit::none)
      result_.cost = amounts.front().value;
  }

  void take_reset(const std::string& value) {
    if (result_.reset_time || base::trim(value).empty()) return;
    const auto time = base::parse_rfc3339(base::trim(value));
    result_.reset_time = time ? format_offset(*time) : value;
  }

  NormalisedMetrics result_;
  double highest_percent_ = 0;
  std::optional<double> first_percent_;
  std::optional<base::TimePoint> resets_at_;
  Tokens counted_input_;  // by lines that say input
  Tokens counted_output_;
  Tokens other_;       // tokens of no stated kind
  Tokens told_input_;  // in words
  Tokens told_output_;
  Tokens told_total_;
};

}  // namespace

NormalisedMetrics normalise(const std::vector<MetricLine>& lines) {
  Normaliser normaliser;
  for (const MetricLine& line : lines)
    std::visit([&normaliser](const auto& one) { normaliser.take(one); }, line);
  return normaliser.result();
}

std::string format_offset(base::TimePoint time) {
  std::string text = base::format_utc(time);
  text.pop_back();
  return text + "+00:00";
}

}  // namespace usagestat::model
