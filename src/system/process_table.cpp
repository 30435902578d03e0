// SPDX-License-Identifier: MIT
#include "system/process_table.hpp"

namespace usagestat::system {

bool is_named(const RunningProcess& process, std::string_view name) {
  if (name.empty() || !process.name.starts_with(name)) return false;
  constexpr std::string_view k_separators = "_.-";
  return process.name.size() == name.size() ||
         k_separators.find(process.name[name.size()]) != std::string_view::npos;
}

std::string program_name(std::string_view path) {
  return std::string(path.substr(path.find_last_of('/') + 1));
}

}  // namespace usagestat::system
