// SPDX-License-Identifier: MIT
// A status line in the language of the program that shows it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/status_line.hpp"

namespace usagestat::cli {

// plain: text. starship: text, its own colours. tmux: #[fg=…]. polybar: %{F#…}. waybar: a JSON
// object with text, tooltip, class and percentage, the first two in Pango markup. terminal: ANSI
// colours, for agents that show a command's output.
enum class StatusPreset { plain, tmux, waybar, starship, polybar, terminal };

// The presets that have a name of their own; "terminal" is what an agent's preset is rendered as.
const std::vector<std::string>& status_preset_words();
std::optional<StatusPreset> status_preset_from(std::string_view word);

// One line with its line end.
std::string render_status_line(const StatusLine& line, StatusPreset preset);

}  // namespace usagestat::cli
