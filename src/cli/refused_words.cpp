// SPDX-License-Identifier: MIT
#include "cli/refused_words.hpp"

#include <algorithm>
#include <array>

namespace usagestat::cli {
namespace {

struct Refusal {
  std::string_view name;
  std::string_view sentence;
};

constexpr std::string_view k_not_yet = " is not available in this version: ";

constexpr std::array<Refusal, 7> k_refusals{{
    {"account-index", "configure each account as an instance of its own and name its instanceId."},
    {"all-accounts", "naming a provider probes all of its configured instances."},
    {"web-timeout", "--timeout bounds the whole command."},
    {"web-debug-dump-html", "--log-level debug shows each request and its status."},
    {"no-credits", "every line is always shown."},
    {"status", "status pages are not read yet."},
    {"refresh", "--force asks the services again."},
}};

constexpr std::array<std::string_view, 4> k_later_commands{"status", "cost", "auth", "test"};

}  // namespace

std::optional<std::string> refusal_of_command(std::string_view word) {
  if (std::ranges::find(k_later_commands, word) == k_later_commands.end()) return std::nullopt;
  return "The command `usagestat " + std::string(word) + "` is not part of this version.";
}

std::optional<std::string> refusal_of_option(std::string_view name) {
  const auto* found = std::ranges::find(k_refusals, name, &Refusal::name);
  if (found == k_refusals.end()) {
    // The predecessor had such a switch for single providers.
    if (!name.ends_with("-debug")) return std::nullopt;
    return "Option --" + std::string(name) + std::string(k_not_yet) +
           "--log-level debug shows what a plugin reports.";
  }
  return "Option --" + std::string(name) + std::string(k_not_yet) + std::string(found->sentence);
}

}  // namespace usagestat::cli
