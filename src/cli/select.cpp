// SPDX-License-Identifier: MIT
#include "cli/select.hpp"

#include "usage/select_instances.hpp"

namespace usagestat::cli {

base::Result<std::vector<usage::Instance>> select_from(const Arguments& arguments,
                                                       Invocation& invocation) {
  USAGESTAT_TRY(const auto instances, invocation.workspace.instances());
  usage::Selection selection{arguments.operands(), invocation.options.include_off};
  const auto named = arguments.all("provider");
  selection.words.insert(selection.words.end(), named.begin(), named.end());
  return usage::select_instances(instances, selection);
}

}  // namespace usagestat::cli
