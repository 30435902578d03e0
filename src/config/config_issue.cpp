// SPDX-License-Identifier: MIT
#include "config/config_issue.hpp"

#include <algorithm>
#include <tuple>

namespace usagestat::config {
namespace {

std::string place_of(const ConfigIssue& issue) {
  std::string text = issue.file;
  if (issue.line > 0) text += ":" + std::to_string(issue.line) + ":" + std::to_string(issue.column);
  return text;
}

}  // namespace

std::string_view to_string(ConfigIssue::Level level) {
  return level == ConfigIssue::Level::error ? "error" : "warning";
}

std::string format_issue(const ConfigIssue& issue) {
  std::string text = place_of(issue) + ": ";
  text += to_string(issue.level);
  text += ": " + issue.message;
  if (!issue.hint.empty()) text += " " + issue.hint;
  return text;
}

base::Error to_error(const ConfigIssue& issue) {
  return {base::ErrorKind::config, place_of(issue) + ": " + issue.message, issue.hint};
}

bool has_error(const std::vector<ConfigIssue>& issues) {
  return std::ranges::any_of(
      issues, [](const ConfigIssue& issue) { return issue.level == ConfigIssue::Level::error; });
}

void sort_issues(std::vector<ConfigIssue>& issues) {
  std::ranges::sort(issues, [](const ConfigIssue& a, const ConfigIssue& b) {
    return std::tie(a.line, a.column, a.key, a.message) <
           std::tie(b.line, b.column, b.key, b.message);
  });
}

}  // namespace usagestat::config
