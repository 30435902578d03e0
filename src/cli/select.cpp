// SPDX-License-Identifier: MIT
#include "cli/select.hpp"

#include "usage/select_instances.hpp"

namespace usagestat::cli {

base::Result<std::vector<usage::Instance>> select_from(const Arguments& arguments, bool include_off,
                                                       Invocation& invocation) {
  USAGESTAT_TRY(const auto instances, invocation.workspace.instances());
  usage::Selection selection{arguments.operands(), include_off, {}};
  for (const Command& command : command_table()) selection.other_words.emplace_back(command.path);
  const auto named = arguments.all("provider");
  selection.words.insert(selection.words.end(), named.begin(), named.end());
  return usage::select_instances(instances, selection);
}

}  // namespace usagestat::cli
