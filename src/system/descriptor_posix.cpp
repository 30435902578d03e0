// SPDX-License-Identifier: MIT
// Pipes and interrupted system calls.
#include "system/descriptor_posix.hpp"

#include <cerrno>

#include <fcntl.h>
#include <unistd.h>

#include "system/os_error.hpp"

namespace usagestat::system {
namespace {

// The same descriptor, closing on exec and above the standard streams.
Descriptor made_private(int fd) {
  if (fd > STDERR_FILENO) {
    ::fcntl(fd, F_SETFD, FD_CLOEXEC);
    return Descriptor(fd);
  }
  const int moved = ::fcntl(fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
  ::close(fd);
  return Descriptor(moved);
}

}  // namespace

int Descriptor::close() {
  if (fd_ < 0) return 0;
  const int result = ::close(std::exchange(fd_, -1));
  return result == 0 || errno == EINTR ? 0 : errno;
}

std::mutex& spawn_mutex() {
  static std::mutex mutex;
  return mutex;
}

base::Result<Pipe> make_pipe() {
  const std::lock_guard lock(spawn_mutex());
  int ends[2] = {-1, -1};
  if (::pipe(ends) != 0) {
    return base::Error{base::ErrorKind::io, "Cannot create a pipe: " + reason_of(errno) + ".", ""};
  }
  Pipe result;
  result.read = made_private(ends[0]);
  result.write = made_private(ends[1]);
  if (!result.read || !result.write) {
    return base::Error{base::ErrorKind::io, "Cannot create a pipe: " + reason_of(errno) + ".", ""};
  }
  return result;
}

void set_non_blocking(const Descriptor& descriptor) {
  const int flags = ::fcntl(descriptor.get(), F_GETFL);
  if (flags >= 0) ::fcntl(descriptor.get(), F_SETFL, flags | O_NONBLOCK);
}

int write_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = write_some(fd, bytes);
    if (written < 0) return errno;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return 0;
}

ssize_t read_some(int fd, char* buffer, std::size_t size) {
  ssize_t count = 0;
  do {
    count = ::read(fd, buffer, size);
  } while (count < 0 && errno == EINTR);
  return count;
}

ssize_t write_some(int fd, std::string_view bytes) {
  ssize_t count = 0;
  do {
    count = ::write(fd, bytes.data(), bytes.size());
  } while (count < 0 && errno == EINTR);
  return count;
}

base::Result<WakePipe> WakePipe::create() {
  USAGESTAT_TRY(Pipe pipe, make_pipe());
  set_non_blocking(pipe.read);
  set_non_blocking(pipe.write);
  return WakePipe(std::move(pipe));
}

void WakePipe::wake() const {
  const int saved = errno;
  [[maybe_unused]] const ssize_t ignored = ::write(pipe_.write.get(), "w", 1);
  errno = saved;
}

}  // namespace usagestat::system
