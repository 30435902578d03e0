// SPDX-License-Identifier: MIT
#include "plugin_host/script_error.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "plugin_host/modern_syntax.hpp"

namespace usagestat::plugin_host {
namespace {

using base::Error;
using base::ErrorKind;

// Kinds that mean something in a snapshot; others (io of a host function) are the plugin's fault.
ErrorKind snapshot_kind(std::string_view word) {
  const auto kind = base::error_kind_from(word);
  if (!kind || *kind >= ErrorKind::usage) return ErrorKind::plugin;
  return *kind;
}

ErrorKind guessed_kind(const ScriptFailure& failure, const LastRequest& last) {
  const bool is_sentence = failure.reason == ScriptFailure::Reason::thrown_text;
  // A TypeError and its like are bugs of the script, whatever was answered before.
  if (!is_sentence && failure.name != "Error") return ErrorKind::plugin;
  if (!last.was_made) return is_sentence ? ErrorKind::auth : ErrorKind::plugin;
  if (last.failure) return *last.failure;
  if (last.status == 401 || last.status == 403) return ErrorKind::auth;
  if (last.status == 429) return ErrorKind::rate_limited;
  return last.status >= 500 ? ErrorKind::network : ErrorKind::plugin;
}

std::string position(const Script& script, int line, int column) {
  return script.name + ":" + std::to_string(line) + ":" + std::to_string(column);
}

// The engine names the line only; its first character that is no blank stands for the column.
int first_column(std::string_view source, int line) {
  for (int i = 1; i < line && !source.empty(); ++i)
    source.remove_prefix(std::min(source.find('\n'), source.size() - 1) + 1);
  const auto text = source.find_first_not_of(" \t");
  return text == std::string_view::npos ? 1 : static_cast<int>(text) + 1;
}

// "unterminated string (line 3)": the line is said once, in front.
std::string without_line(std::string message) {
  const auto open = message.rfind(" (line ");
  if (open != std::string::npos && message.ends_with(')')) message.resize(open);
  return message;
}

}  // namespace

Error syntax_error(const ScriptFailure& failure, const Script& script) {
  const auto modern = find_modern_syntax(script.text);
  if (modern && (failure.line == 0 || modern->line <= failure.line))
    return {ErrorKind::plugin,
            position(script, modern->line, modern->column) + ": " + modern->what +
                " is newer than ES5, which plugins are written in.",
            "Down-level the script, for example: npx -p typescript tsc --target es5 --allowJs "
            "--outDir out " +
                script.name.substr(script.name.find('/') + 1)};
  const int line = std::max(failure.line, 1);
  return {ErrorKind::plugin,
          position(script, line, first_column(script.text, line)) + ": " +
              without_line(failure.message) + ".",
          "The script does not parse; it is ES5."};
}

Error thrown_error(const ScriptFailure& failure, const HostContext& context) {
  const LastRequest& last = context.last_request;
  Error error;
  error.kind = failure.kind ? snapshot_kind(*failure.kind) : guessed_kind(failure, last);
  error.message = std::string(base::trim(failure.message));
  error.hint = failure.hint;
  if (error.message.empty()) error.message = "The plugin failed without saying why.";
  const bool is_bug = failure.reason == ScriptFailure::Reason::thrown_error && !failure.kind &&
                      !failure.name.empty() && failure.name != "Error";
  if (is_bug) {
    error.message = "The plugin has a bug: " + failure.name + ": " + error.message;
    if (failure.line > 0 && !failure.file.empty())
      error.message += " (" + failure.file + ":" + std::to_string(failure.line) + ")";
    error.hint = "--log-level debug shows where.";
  }
  if (failure.retry_at) error.retry_at = base::parse_rfc3339(*failure.retry_at);
  error.wants_pause = error.kind == ErrorKind::rate_limited ||
                      (error.kind == ErrorKind::network && last.status >= 500);
  if (error.wants_pause && !error.retry_at) error.retry_at = last.retry_at;
  return error;
}

}  // namespace usagestat::plugin_host
