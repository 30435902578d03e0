// SPDX-License-Identifier: MIT
#include "cli/render_status_line.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "base/json.hpp"
#include "base/text.hpp"
#include "cli/paint.hpp"

namespace usagestat::cli {
namespace {

using model::Verdict;

struct Colors {
  std::string_view tmux;
  std::string_view polybar;
  Paint paint;
};

Colors colors_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::ok:
      return {"green", "#98c379", Paint::green};
    case Verdict::warning:
      return {"yellow", "#e5c07b", Paint::yellow};
    case Verdict::critical:
      return {"red", "#e06c75", Paint::red};
    case Verdict::unknown:
      break;
  }
  return {"default", "#abb2bf", Paint::dim};
}

// Pango's markup is XML.
std::string pango_escaped(std::string_view text) {
  std::string result = base::replace_all(text, "&", "&amp;");
  result = base::replace_all(result, "<", "&lt;");
  return base::replace_all(result, ">", "&gt;");
}

std::string segment_in(const StatusSegment& segment, StatusPreset preset) {
  const Colors colors = colors_of(segment.verdict);
  switch (preset) {
    case StatusPreset::tmux:
      return "#[fg=" + std::string(colors.tmux) + "]" + base::replace_all(segment.text, "#", "##") +
             "#[default]";
    case StatusPreset::polybar:
      return "%{F" + std::string(colors.polybar) + "}" +
             base::replace_all(segment.text, "%{", "%%{") + "%{F-}";
    case StatusPreset::terminal:
      return painted(segment.text, colors.paint, true);
    case StatusPreset::plain:
    case StatusPreset::starship:
    case StatusPreset::waybar:
      break;
  }
  return segment.text;
}

std::string joined(const StatusLine& line, StatusPreset preset) {
  std::string text = line.title;
  for (const StatusSegment& segment : line.segments) {
    if (!text.empty()) text += segment.continues ? " · " : " | ";
    text += segment_in(segment, preset);
  }
  return text;
}

// https://man.archlinux.org/man/waybar-custom.5: return-type json.
std::string waybar_json(const StatusLine& line) {
  const bool is_empty = line.segments.empty();
  const double percentage = std::clamp(std::round(line.used_percent), 0.0, 100.0);
  return base::write_json(
      base::json::object{{"text", pango_escaped(joined(line, StatusPreset::plain))},
                         {"tooltip", pango_escaped(base::join(line.details, "\n"))},
                         {"class", model::to_string(is_empty ? Verdict::unknown : line.verdict)},
                         {"percentage", static_cast<int>(percentage)}},
      base::JsonStyle::compact);
}

}  // namespace

const std::vector<std::string>& status_preset_words() {
  static const std::vector<std::string> k_words{"plain", "tmux", "waybar", "starship", "polybar"};
  return k_words;
}

std::optional<StatusPreset> status_preset_from(std::string_view word) {
  const auto& words = status_preset_words();
  const auto found = std::ranges::find(words, word);
  if (found == words.end()) return std::nullopt;
  return static_cast<StatusPreset>(found - words.begin());
}

std::string render_status_line(const StatusLine& line, StatusPreset preset) {
  if (preset == StatusPreset::waybar) return waybar_json(line) + "\n";
  return joined(line, preset) + "\n";
}

}  // namespace usagestat::cli
