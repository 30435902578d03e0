// SPDX-License-Identifier: MIT
#include "cli/status_template.hpp"

#include <algorithm>
#include <array>

#include "base/suggest.hpp"
#include "base/text.hpp"
#include "cli/format_metric.hpp"
#include "model/pace.hpp"

namespace usagestat::cli {
namespace {

using base::Error;
using base::ErrorKind;
using base::Result;

constexpr std::string_view k_unknown = "?";

// One field's value; `check` is of the window, nullptr when there is none.
struct FieldInput {
  const model::UsageSnapshot& snapshot;
  const model::ProgressLine* line;
  const model::Check* check;
  base::TimePoint now;
  const system::TimeZone& zone;
};

using Value = std::optional<std::string>;

struct Field {
  std::string_view name;
  Value (*value)(const FieldInput& input);
};

Value percent(double value) { return format_fixed(value, 0); }

constexpr std::array<Field, 12> k_fields{{
    {"used",
     [](const FieldInput& in) -> Value {
       return in.check == nullptr ? Value() : percent(*in.check->used_percent);
     }},
    {"remaining",
     [](const FieldInput& in) -> Value {
       return in.check == nullptr ? Value() : percent(std::max(0.0, 100 - *in.check->used_percent));
     }},
    {"amount",
     [](const FieldInput& in) -> Value {
       return in.line == nullptr ? Value() : format_amounts(*in.line);
     }},
    {"resetsIn",
     [](const FieldInput& in) -> Value {
       if (in.check == nullptr || !in.check->resets_at) return std::nullopt;
       return base::format_duration(*in.check->resets_at - in.now);
     }},
    {"resetsAt",
     [](const FieldInput& in) -> Value {
       if (in.check == nullptr || !in.check->resets_at) return std::nullopt;
       return format_clock(*in.check->resets_at, in.now, in.zone);
     }},
    {"verdict",
     [](const FieldInput& in) -> Value {
       return std::string(
           model::to_string(in.check == nullptr ? model::Verdict::unknown : in.check->verdict));
     }},
    {"name", [](const FieldInput& in) -> Value { return in.snapshot.display_name; }},
    {"plan", [](const FieldInput& in) -> Value { return in.snapshot.plan; }},
    {"account", [](const FieldInput& in) -> Value { return in.snapshot.account; }},
    {"source", [](const FieldInput& in) -> Value { return in.snapshot.source; }},
    {"age",
     [](const FieldInput& in) -> Value {
       if (!in.snapshot.fetched_at) return std::nullopt;
       return format_age(*in.snapshot.fetched_at, in.now);
     }},
    {"error",
     [](const FieldInput& in) -> Value {
       return in.snapshot.error ? in.snapshot.error->message : std::string();
     }},
}};

const Field* find_field(std::string_view name) {
  const auto* found = std::ranges::find(k_fields, name, &Field::name);
  return found == k_fields.end() ? nullptr : found;
}

Error wrong_template(const std::string& what, std::string hint) {
  return {ErrorKind::usage, "The template of --format " + what + ".", std::move(hint)};
}

Result<TemplatePart> parse_field(std::string_view inner) {
  const std::size_t dot = inner.rfind('.');
  if (dot == std::string_view::npos || dot == 0)
    return wrong_template(
        "has {" + std::string(inner) + "}, which names no field",
        "Write {ID.FIELD} or {ID.WINDOW.FIELD}; fields: " + status_field_words() + ".");
  const std::string_view name = base::trim(inner.substr(dot + 1));
  if (find_field(name) == nullptr)
    return wrong_template("has the unknown field \"" + std::string(name) + "\"",
                          "Fields: " + status_field_words() + ".");
  return TemplatePart{std::string(name), std::string(base::trim(inner.substr(0, dot))), true};
}

// The subject and window that "acme.weekly" or "acme" means: an id may hold dots itself.
struct Target {
  const StatusSubject* subject = nullptr;
  std::string window;  // empty: the primary one
};

Result<Target> find_target(const std::string& text, const FindSubject& find) {
  if (const auto* subject = find(text)) return Target{subject, ""};
  const std::size_t dot = text.rfind('.');
  if (dot != std::string::npos)
    if (const auto* subject = find(text.substr(0, dot)))
      return Target{subject, text.substr(dot + 1)};
  return wrong_template("names \"" + text + "\", which is no known provider or instance",
                        "`usagestat list` shows every known id.");
}

const model::ProgressLine* line_of(const Target& target) {
  const auto& snapshot = target.subject->snapshot;
  if (target.window.empty())
    return model::primary_line(snapshot.lines, target.subject->primary_labels);
  const model::ProgressLine* by_period = nullptr;
  for (const model::MetricLine& line : snapshot.lines) {
    const auto* progress = std::get_if<model::ProgressLine>(&line);
    if (progress == nullptr || !model::is_in_window(*progress, target.window)) continue;
    if (model::window_word(progress->label) == model::window_word(target.window)) return progress;
    if (by_period == nullptr) by_period = progress;
  }
  return by_period;
}

std::string value_of(const std::string& field, const Target& target, base::TimePoint now,
                     const system::TimeZone& zone) {
  const model::ProgressLine* line = line_of(target);
  std::optional<model::Check> check;
  if (line != nullptr) {
    model::UsageSnapshot one = target.subject->snapshot;
    one.error.reset();
    one.lines = {*line};
    const auto checks = model::check_snapshot(one, target.subject->thresholds, "any", now);
    if (!checks.empty()) check = checks.front();
  }
  const Value value = find_field(field)->value(
      {target.subject->snapshot, line, check ? &*check : nullptr, now, zone});
  return base::without_control_characters(value.value_or(std::string(k_unknown)));
}

}  // namespace

std::string status_field_words() {
  std::vector<std::string> names;
  names.reserve(k_fields.size());
  for (const Field& field : k_fields) names.emplace_back(field.name);
  return base::join(names, ", ");
}

Result<std::vector<TemplatePart>> parse_status_template(std::string_view text) {
  std::vector<TemplatePart> parts;
  std::string literal;
  const auto end_literal = [&] {
    if (!literal.empty()) parts.push_back({literal, "", false});
    literal.clear();
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool is_doubled = i + 1 < text.size() && text[i + 1] == text[i];
    if ((text[i] == '{' || text[i] == '}') && is_doubled) {
      literal += text[i++];
    } else if (text[i] == '}') {
      return wrong_template("has a \"}\" without \"{\"", "Write }} for a brace.");
    } else if (text[i] == '{') {
      const std::size_t close = text.find('}', i);
      if (close == std::string_view::npos)
        return wrong_template("has a \"{\" that is not closed", "Write {{ for a brace.");
      end_literal();
      USAGESTAT_TRY(TemplatePart field, parse_field(text.substr(i + 1, close - i - 1)));
      parts.push_back(std::move(field));
      i = close;
    } else {
      literal += text[i];
    }
  }
  end_literal();
  return parts;
}

Result<std::string> fill_status_template(const std::vector<TemplatePart>& parts,
                                         const FindSubject& find, base::TimePoint now,
                                         const system::TimeZone& zone) {
  std::string text;
  for (const TemplatePart& part : parts) {
    if (!part.is_field) {
      text += part.text;
      continue;
    }
    USAGESTAT_TRY(const Target target, find_target(part.subject, find));
    text += value_of(part.text, target, now, zone);
  }
  return text;
}

}  // namespace usagestat::cli
