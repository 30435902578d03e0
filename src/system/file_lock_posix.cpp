// SPDX-License-Identifier: MIT
// Advisory locks between processes, and between threads of one process, by flock().
#include <algorithm>
#include <cerrno>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

#include "system/descriptor_posix.hpp"
#include "system/os_error.hpp"
#include "system/pause.hpp"
#include "system/real_filesystem.hpp"

namespace usagestat::system {
namespace {

// Closing the descriptor releases the lock; the kernel does that for a process that dies.
class PosixFileLock final : public FileLock {
 public:
  explicit PosixFileLock(Descriptor file) : file_(std::move(file)) {}

 private:
  Descriptor file_;
};

// False when the file was removed or replaced while we waited: then the lock excludes nobody.
bool is_still_at(const Path& path, int fd) {
  struct stat held{};
  struct stat named{};
  return ::fstat(fd, &held) == 0 && ::stat(path.c_str(), &named) == 0 &&
         held.st_dev == named.st_dev && held.st_ino == named.st_ino;
}

enum class Attempt { locked, busy, failed };

Attempt try_lock(int fd) {
  int result = 0;
  do {
    result = ::flock(fd, LOCK_EX | LOCK_NB);
  } while (result != 0 && errno == EINTR);
  if (result == 0) return Attempt::locked;
  return errno == EWOULDBLOCK ? Attempt::busy : Attempt::failed;
}

}  // namespace

base::Result<std::unique_ptr<FileLock>> RealFilesystem::lock(const Path& path,
                                                             const Deadline& deadline) {
  using std::chrono::milliseconds;
  USAGESTAT_TRY(const Path target, real_path(path));
  USAGESTAT_CHECK(create_directories(target.parent_path(), 0700));
  // flock() cannot wait with a limit, so the wait is a row of short sleeps.
  constexpr milliseconds longest_pause{50};
  milliseconds wait{10};
  while (true) {
    Descriptor file(
        ::open(target.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, 0600));
    if (!file) return file_error("lock", path, errno);
    Attempt attempt = try_lock(file.get());
    while (attempt == Attempt::busy) {
      if (!pause(wait, deadline)) return deadline.error();
      wait = std::min(wait * 2, longest_pause);
      attempt = try_lock(file.get());
    }
    if (attempt == Attempt::failed) return file_error("lock", path, errno);
    if (is_still_at(target, file.get())) {
      return std::unique_ptr<FileLock>(std::make_unique<PosixFileLock>(std::move(file)));
    }
    if (deadline.expired()) return deadline.error();
  }
}

}  // namespace usagestat::system
