// SPDX-License-Identifier: MIT
#include "cli/select.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "usage/select_instances.hpp"

namespace usagestat::cli {
namespace {

using base::equals_ignoring_case;

// The instances that `label` means; an instance without a stored account is known by its names.
base::Result<std::vector<usage::Instance>> of_account(const std::vector<usage::Instance>& instances,
                                                      const std::string& label,
                                                      Invocation& invocation) {
  const auto stored = invocation.workspace.store().read();
  std::vector<usage::Instance> result;
  std::vector<std::string> known;
  for (const usage::Instance& instance : instances) {
    std::vector<std::string> names{instance.key(), instance.display_name()};
    const auto snapshot = invocation.workspace.stored(instance, stored);
    if (snapshot && snapshot->account) names.push_back(*snapshot->account);
    if (std::ranges::any_of(
            names, [&](const std::string& name) { return equals_ignoring_case(name, label); }))
      result.push_back(instance);
    known.push_back(names.size() > 2 ? names.back() : names.front());
  }
  if (!result.empty()) return result;
  return base::Error{
      base::ErrorKind::usage, "No instance has the account \"" + label + "\".",
      known.empty() ? "No provider is enabled." : "There are: " + base::join(known, ", ") + "."};
}

}  // namespace

base::Result<std::vector<usage::Instance>> select_from(const Arguments& arguments, bool include_off,
                                                       Invocation& invocation) {
  USAGESTAT_TRY(const auto instances, invocation.workspace.instances());
  usage::Selection selection{arguments.operands(), include_off, {}};
  for (const Command& command : command_table()) selection.other_words.emplace_back(command.path);
  const auto named = arguments.all("provider");
  selection.words.insert(selection.words.end(), named.begin(), named.end());
  USAGESTAT_TRY(auto selected, usage::select_instances(instances, selection));
  if (const auto label = arguments.text("account")) return of_account(selected, *label, invocation);
  return selected;
}

}  // namespace usagestat::cli
