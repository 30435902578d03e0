// SPDX-License-Identifier: MIT
#include "usage/custom_command.hpp"

#include <chrono>

#include "base/text.hpp"
#include "model/snapshot_json.hpp"

namespace usagestat::usage {
namespace {

using base::Error;
using base::ErrorKind;

constexpr std::string_view k_shell_syntax = "|&;<>()$`*?[]{}~#!\n";
constexpr std::chrono::seconds k_time_limit{30};

Error broken_output(const std::string& what) {
  return {ErrorKind::plugin, "The customCommand's output " + what + ".",
          R"(It must print {"lines": [ … ]} as JSON on standard output.)"};
}

base::Result<plugin_host::ProbeAnswer> read_answer(const std::string& output) {
  const auto document = base::parse_json(output, "customCommand");
  if (!document) return broken_output("is not JSON");
  const base::json::value* lines = base::find_member(*document, "lines");
  if (lines == nullptr) lines = base::find_member(*document, "metrics");
  if (lines == nullptr || !lines->is_array()) return broken_output("has no array \"lines\"");
  plugin_host::ProbeAnswer answer;
  answer.plan = base::string_member(*document, "plan");
  answer.account = base::string_member(*document, "account");
  answer.display_name = base::string_member(*document, "displayName");
  answer.source = base::string_member(*document, "source").value_or("custom");
  for (std::size_t i = 0; i < lines->as_array().size(); ++i) {
    auto line = model::line_from_json(lines->as_array()[i], "lines[" + std::to_string(i) + "]");
    if (!line) return broken_output("has a wrong line: " + line.error().message);
    answer.lines.push_back(*std::move(line));
  }
  if (answer.lines.empty()) return broken_output("has no lines");
  return answer;
}

}  // namespace

base::Result<std::vector<std::string>> custom_command_argv(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  bool in_word = false;
  char quote = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quote == 0 && k_shell_syntax.find(c) != std::string_view::npos)
      return std::vector<std::string>{"sh", "-c", std::string(text)};
    if (quote == '"' && (c == '$' || c == '`'))
      return std::vector<std::string>{"sh", "-c", std::string(text)};
    if (quote != 0 && c == quote) {
      quote = 0;
    } else if (quote == 0 && (c == '"' || c == '\'')) {
      quote = c;
      in_word = true;
    } else if (c == '\\' && quote != '\'' && i + 1 < text.size()) {
      word += text[++i];
      in_word = true;
    } else if (quote == 0 && (c == ' ' || c == '\t')) {
      if (in_word) words.push_back(std::move(word));
      word.clear();
      in_word = false;
    } else {
      word += c;
      in_word = true;
    }
  }
  if (quote != 0)
    return Error{ErrorKind::config, "The customCommand has a quote that is not closed.", ""};
  if (in_word) words.push_back(std::move(word));
  if (words.empty())
    return Error{ErrorKind::config, "The customCommand is empty.",
                 "Write the command to run, or remove source = \"custom\"."};
  return words;
}

base::Result<plugin_host::ProbeAnswer> run_custom_command(const model::ProviderConfig& entry,
                                                          const system::System& system,
                                                          const system::Deadline& deadline) {
  if (!entry.custom_command)
    return Error{ErrorKind::config, "source = \"custom\" needs a customCommand.",
                 "Add customCommand to the entry \"" + entry.key() + "\" of the config."};
  system::ProcessRequest request;
  USAGESTAT_TRY(request.argv, custom_command_argv(*entry.custom_command));
  request.environment = entry.env;
  request.timeout = k_time_limit;
  auto result = system.processes.run(request, deadline);
  if (!result) {
    Error error = result.error();
    if (error.kind == ErrorKind::unsupported || error.kind == ErrorKind::io)
      error.kind = ErrorKind::config;
    return base::with_context(std::move(error), "customCommand");
  }
  if (result->exit_code != 0) {
    const std::string first_line(base::trim(base::split(base::trim(result->errors), '\n').front()));
    return Error{ErrorKind::plugin,
                 "The customCommand ended with exit code " + std::to_string(result->exit_code) +
                     (first_line.empty() ? "." : ": " + first_line),
                 "Run it by hand to see why: " + request.argv.front()};
  }
  return read_answer(result->output);
}

}  // namespace usagestat::usage
