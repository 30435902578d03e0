// SPDX-License-Identifier: MIT
// usagestat doctor: what is found, what is not, and what to do.
#include <algorithm>

#include "base/text.hpp"
#include "cli/arguments.hpp"
#include "cli/commands/commands.hpp"
#include "cli/invocation.hpp"
#include "cli/paint.hpp"
#include "cli/wrap_text.hpp"
#include "usage/examine.hpp"

namespace usagestat::cli {
namespace {

using usage::Finding;
using Level = Finding::Level;

constexpr std::size_t k_indent = 4;

struct Mark {
  std::string_view sign;
  Paint paint;
};

Mark mark_of(Level level) {
  switch (level) {
    case Level::fine:
      return {"✓", Paint::green};
    case Level::note:
      return {"·", Paint::dim};
    case Level::warning:
      return {"!", Paint::yellow};
    case Level::problem:
      break;
  }
  return {"✗", Paint::red};
}

std::string render(const std::vector<Finding>& findings, std::size_t width, bool color) {
  std::string text;
  std::string section;
  for (const Finding& finding : findings) {
    if (finding.section != section) {
      text += (section.empty() ? "" : "\n") + painted(finding.section, Paint::bold, color) + "\n";
      section = finding.section;
    }
    const Mark mark = mark_of(finding.level);
    const std::string body =
        wrap_text(base::without_control_characters(finding.text), width, k_indent);
    text += "  " + painted(mark.sign, mark.paint, color) + " " + body.substr(k_indent);
    if (!finding.hint.empty())
      text += painted(wrap_text(base::without_control_characters(finding.hint), width, k_indent),
                      Paint::dim, color);
  }
  return text;
}

void show_json(const std::vector<Finding>& findings, const Invocation& invocation) {
  base::json::array array;
  for (const Finding& finding : findings)
    array.push_back(
        base::json::object{{"section", finding.section},
                           {"level", usage::to_string(finding.level)},
                           {"text", finding.text},
                           {"hint", finding.hint.empty() ? base::json::value(nullptr)
                                                         : base::json::value(finding.hint)}});
  invocation.print_json(array);
}

}  // namespace

base::Result<ExitCode> run_doctor(const Arguments&, Invocation& invocation) {
  const auto findings = usage::examine(invocation.workspace);
  if (invocation.options.json)
    show_json(findings, invocation);
  else
    invocation.print(render(findings, invocation.streams.width, invocation.use_color()));
  const auto has = [&findings](Level level) {
    return std::ranges::any_of(findings,
                               [level](const Finding& one) { return one.level == level; });
  };
  if (has(Level::problem)) return ExitCode::critical;
  return has(Level::warning) ? ExitCode::warning : ExitCode::ok;
}

}  // namespace usagestat::cli
