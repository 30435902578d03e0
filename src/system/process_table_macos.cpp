// SPDX-License-Identifier: MIT
// Processes and their sockets by the programs that macOS brings along: libproc's structures are
// private, these outputs are documented.
#include <algorithm>

#include "base/text.hpp"
#include "system/process_listing.hpp"
#include "system/real_process_table.hpp"

namespace usagestat::system {

using base::Result;

Result<std::vector<RunningProcess>> RealProcessTable::find(std::string_view name,
                                                           const Deadline& deadline) {
  ProcessRequest request;
  request.argv = {"/bin/ps", "-x", "-o", "pid=,comm="};
  USAGESTAT_TRY(const ProcessResult list, processes_.run(request, deadline));
  if (list.exit_code != 0)
    return base::Error{base::ErrorKind::io, "ps could not list the processes.",
                       std::string(base::trim(list.errors))};
  std::vector<RunningProcess> found;
  for (const std::string& line : base::split(list.output, '\n')) {
    auto process = parse_ps_line(line);
    if (!process || !is_named(*process, name)) continue;
    // The arguments of the others are nobody's business.
    request.argv = {"/bin/ps", "-ww", "-o", "args=", "-p", std::to_string(process->pid)};
    USAGESTAT_TRY(const ProcessResult one, processes_.run(request, deadline));
    if (one.exit_code != 0) continue;  // it has ended by now
    process->argv = split_command_line(process->argv.front(), one.output);
    found.push_back(*std::move(process));
  }
  std::ranges::sort(found, {}, &RunningProcess::pid);
  return found;
}

Result<std::vector<int>> RealProcessTable::listening_ports(int pid, const Deadline& deadline) {
  ProcessRequest request;
  request.argv = {"/usr/sbin/lsof",    "-nP", "-iTCP", "-sTCP:LISTEN", "-a", "-p",
                  std::to_string(pid), "-Fn"};
  // lsof ends with 1 when there is nothing to list.
  USAGESTAT_TRY(const ProcessResult result, processes_.run(request, deadline));
  return parse_lsof_ports(result.output);
}

}  // namespace usagestat::system
