// SPDX-License-Identifier: MIT
// Processes and their sockets by /proc (proc(5)).
#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include <sys/stat.h>
#include <unistd.h>

#include "base/text.hpp"
#include "system/process_listing.hpp"
#include "system/real_process_table.hpp"

namespace usagestat::system {
namespace {

namespace fs = std::filesystem;
using base::Result;

// Files of /proc have no size to ask for; one that vanished reads as empty.
std::string read_whole(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

bool is_own(const fs::path& directory) {
  struct stat info{};
  return ::stat(directory.c_str(), &info) == 0 && info.st_uid == ::geteuid();
}

std::optional<int> pid_of(const fs::path& directory) {
  const std::string name = directory.filename().string();
  int pid = 0;
  const auto [stop, problem] = std::from_chars(name.data(), name.data() + name.size(), pid);
  if (problem != std::errc() || stop != name.data() + name.size()) return std::nullopt;
  return pid;
}

// The kernel ends each argument with a zero byte.
std::vector<std::string> arguments_of(std::string command_line) {
  if (command_line.empty()) return {};
  if (command_line.back() == '\0') command_line.pop_back();
  return base::split(command_line, '\0');
}

}  // namespace

Result<std::vector<RunningProcess>> RealProcessTable::find(std::string_view name,
                                                           const Deadline& deadline) {
  std::error_code problem;
  fs::directory_iterator entry("/proc", problem);
  if (problem)
    return base::Error{base::ErrorKind::io, "The list of processes in /proc cannot be read.",
                       problem.message()};
  std::vector<RunningProcess> found;
  for (; entry != fs::directory_iterator(); entry.increment(problem)) {
    if (problem) break;
    if (deadline.expired()) return deadline.error();
    const auto pid = pid_of(entry->path());
    if (!pid || !is_own(entry->path())) continue;
    std::vector<std::string> argv = arguments_of(read_whole(entry->path() / "cmdline"));
    if (argv.empty()) continue;
    RunningProcess process{*pid, program_name(argv.front()), std::move(argv)};
    if (is_named(process, name)) found.push_back(std::move(process));
  }
  std::ranges::sort(found, {}, &RunningProcess::pid);
  return found;
}

Result<std::vector<int>> RealProcessTable::listening_ports(int pid, const Deadline& deadline) {
  if (deadline.expired()) return deadline.error();
  // The tables of this process, not of that one: a port in another network namespace is no use.
  std::map<std::uint64_t, int> sockets = parse_listening_sockets(read_whole("/proc/net/tcp"));
  sockets.merge(parse_listening_sockets(read_whole("/proc/net/tcp6")));
  std::set<int> ports;
  std::error_code problem;
  const fs::path directory = fs::path("/proc") / std::to_string(pid) / "fd";
  for (fs::directory_iterator entry(directory, problem);
       !problem && entry != fs::directory_iterator(); entry.increment(problem)) {
    std::error_code vanished;
    const fs::path target = fs::read_symlink(entry->path(), vanished);
    const auto inode = vanished ? std::nullopt : parse_socket_link(target.native());
    if (!inode) continue;
    if (const auto socket = sockets.find(*inode); socket != sockets.end())
      ports.insert(socket->second);
  }
  return std::vector<int>(ports.begin(), ports.end());
}

}  // namespace usagestat::system
