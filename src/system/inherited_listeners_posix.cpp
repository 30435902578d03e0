// SPDX-License-Identifier: MIT
#include <charconv>
#include <string>

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "system/inherited_listeners.hpp"

namespace usagestat::system {
namespace {

constexpr int k_first_descriptor = 3;  // SD_LISTEN_FDS_START
constexpr int k_most = 16;

int option_of(int descriptor, int name) {
  int value = -1;
  socklen_t size = sizeof value;
  return ::getsockopt(descriptor, SOL_SOCKET, name, &value, &size) == 0 ? value : -1;
}

bool is_listening_tcp(int descriptor) {
  if (option_of(descriptor, SO_ACCEPTCONN) != 1 || option_of(descriptor, SO_TYPE) != SOCK_STREAM)
    return false;
  sockaddr_storage address{};
  socklen_t size = sizeof address;
  if (::getsockname(descriptor, reinterpret_cast<sockaddr*>(&address), &size) != 0) return false;
  return address.ss_family == AF_INET || address.ss_family == AF_INET6;
}

int whole_number(const std::string& text) {
  int value = -1;
  const char* const end = text.data() + text.size();
  const auto result = std::from_chars(text.data(), end, value);
  return result.ec == std::errc() && result.ptr == end ? value : -1;
}

}  // namespace

base::Result<std::vector<int>> inherited_listeners(const Environment& environment) {
  std::vector<int> descriptors;
  const int owner = whole_number(environment.get("LISTEN_PID").value_or(""));
  if (owner == ::getpid()) {
    const int count = whole_number(environment.get("LISTEN_FDS").value_or(""));
    for (int i = 0; i < count && i < k_most; ++i) descriptors.push_back(k_first_descriptor + i);
  } else if (is_listening_tcp(STDIN_FILENO)) {
    descriptors.push_back(STDIN_FILENO);
  }
  for (const int descriptor : descriptors) {
    if (!is_listening_tcp(descriptor))
      return base::Error{base::ErrorKind::config,
                         "The supervisor handed over something that is no listening TCP socket.",
                         "Use ListenStream= with an address and a port in the socket unit."};
    ::fcntl(descriptor, F_SETFD, FD_CLOEXEC);
  }
  return descriptors;
}

}  // namespace usagestat::system
