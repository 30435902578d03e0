// SPDX-License-Identifier: MIT
#include "system/process_listing.hpp"

#include <charconv>
#include <set>

#include "base/text.hpp"

namespace usagestat::system {
namespace {

constexpr int k_highest_port = 65535;

// All of the text must be the number.
template <typename Number>
std::optional<Number> parse_number(std::string_view text, int base) {
  Number number{};
  const char* const begin = text.data();
  const char* const end = begin + text.size();
  const auto [stop, problem] = std::from_chars(begin, end, number, base);
  if (problem != std::errc() || stop != end) return std::nullopt;
  return number;
}

std::vector<std::string> words_of(std::string_view line) {
  std::vector<std::string> words;
  for (std::string& word : base::split(line, ' '))
    if (!word.empty()) words.push_back(std::move(word));
  return words;
}

}  // namespace

std::optional<RunningProcess> parse_ps_line(std::string_view line) {
  line = base::trim(line);
  const std::size_t blank = line.find(' ');
  if (blank == std::string_view::npos) return std::nullopt;
  const auto pid = parse_number<int>(line.substr(0, blank), 10);
  if (!pid || *pid <= 0) return std::nullopt;
  const std::string program(base::trim(line.substr(blank)));
  return RunningProcess{*pid, program_name(program), {program}};
}

std::vector<std::string> split_command_line(std::string_view program, std::string_view line) {
  line = base::trim(line);
  if (line.starts_with(program)) line.remove_prefix(program.size());
  std::vector<std::string> argv = words_of(line);
  argv.insert(argv.begin(), std::string(program));
  return argv;
}

std::vector<int> parse_lsof_ports(std::string_view output) {
  std::set<int> ports;
  for (const std::string& line : base::split(output, '\n')) {
    const std::size_t colon = line.find_last_of(':');
    if (!line.starts_with('n') || colon == std::string::npos) continue;
    const auto port = parse_number<int>(std::string_view(line).substr(colon + 1), 10);
    if (port && *port > 0 && *port <= k_highest_port) ports.insert(*port);
  }
  return {ports.begin(), ports.end()};
}

std::map<std::uint64_t, int> parse_listening_sockets(std::string_view table) {
  constexpr std::string_view k_listening = "0A";
  constexpr std::size_t k_local_address = 1;
  constexpr std::size_t k_state = 3;
  constexpr std::size_t k_inode = 9;
  std::map<std::uint64_t, int> sockets;
  for (const std::string& line : base::split(table, '\n')) {
    const std::vector<std::string> words = words_of(line);
    if (words.size() <= k_inode || words[k_state] != k_listening) continue;
    const std::string_view address = words[k_local_address];
    const auto port = parse_number<int>(address.substr(address.find_last_of(':') + 1), 16);
    const auto inode = parse_number<std::uint64_t>(words[k_inode], 10);
    if (port && *port > 0 && *port <= k_highest_port && inode) sockets.emplace(*inode, *port);
  }
  return sockets;
}

std::optional<std::uint64_t> parse_socket_link(std::string_view target) {
  constexpr std::string_view k_prefix = "socket:[";
  if (!target.starts_with(k_prefix) || !target.ends_with(']')) return std::nullopt;
  target.remove_prefix(k_prefix.size());
  target.remove_suffix(1);
  return parse_number<std::uint64_t>(target, 10);
}

}  // namespace usagestat::system
