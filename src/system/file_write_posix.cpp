// SPDX-License-Identifier: MIT
// Writing so that a reader, a crash or a full disk never sees half a file.
#include <cerrno>
#include <optional>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/encoding.hpp"
#include "system/crypto.hpp"
#include "system/descriptor_posix.hpp"
#include "system/os_error.hpp"
#include "system/real_filesystem.hpp"

namespace usagestat::system {
namespace {

// A file under a name nobody else has, removed again unless it was moved into place.
class TemporaryFile {
 public:
  static base::Result<TemporaryFile> beside(const Path& target) {
    constexpr std::size_t longest_kept_name = 200;  // names may have 255 bytes
    const std::string name = target.filename().string().substr(0, longest_kept_name);
    for (int attempt = 0; attempt < 16; ++attempt) {
      Path path =
          target.parent_path() / ("." + name + "." + base::hex_encode(random_bytes(8)) + ".tmp");
      const int fd =
          ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
      if (fd >= 0) return TemporaryFile(std::move(path), Descriptor(fd));
      if (errno != EEXIST) return file_error("write", target, errno);
    }
    return file_error("write", target, EEXIST);
  }

  TemporaryFile(TemporaryFile&& other) noexcept
      : path_(std::exchange(other.path_, {})), file_(std::move(other.file_)) {}
  TemporaryFile& operator=(TemporaryFile&&) = delete;
  ~TemporaryFile() {
    if (!path_.empty()) ::unlink(path_.c_str());
  }

  int fd() const { return file_.get(); }

  // 0 or an errno value.
  int move_to(const Path& target) {
    if (::fsync(file_.get()) != 0) return errno;
    if (const int failure = file_.close(); failure != 0) return failure;
    if (::rename(path_.c_str(), target.c_str()) != 0) return errno;
    path_.clear();
    return 0;
  }

 private:
  TemporaryFile(Path path, Descriptor file) : path_(std::move(path)), file_(std::move(file)) {}
  Path path_;
  Descriptor file_;
};

// The name itself is on disk only after this; some filesystems cannot do it, which is no error.
void sync_directory(const Path& directory) {
  const Descriptor handle(::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (handle) ::fsync(handle.get());
}

// A replaced file keeps its owner where the system lets us, which is for root.
void keep_owner(int fd, const struct stat& existing) {
  const uid_t owner = ::geteuid() == 0 ? existing.st_uid : static_cast<uid_t>(-1);
  [[maybe_unused]] const int ignored = ::fchown(fd, owner, existing.st_gid);
}

std::optional<struct stat> existing_file(const Path& path) {
  struct stat status{};
  if (::stat(path.c_str(), &status) != 0) return std::nullopt;
  return status;
}

class PosixReplacement final : public FileReplacement {
 public:
  PosixReplacement(TemporaryFile temporary, Path target, Path path)
      : temporary_(std::move(temporary)), target_(std::move(target)), path_(std::move(path)) {}

  base::Result<void> write(std::string_view content) override {
    if (const int failure = write_all(temporary_.fd(), content); failure != 0)
      return file_error("write", path_, failure);
    return {};
  }
  base::Result<void> commit() override {
    if (const int failure = temporary_.move_to(target_); failure != 0)
      return file_error("write", path_, failure);
    sync_directory(target_.parent_path());
    return {};
  }

 private:
  TemporaryFile temporary_;
  Path target_;
  Path path_;  // as the caller calls it
};

}  // namespace

base::Result<std::unique_ptr<FileReplacement>> RealFilesystem::replace_file(
    const Path& path, const WriteOptions& options) {
  USAGESTAT_TRY(const Path target, real_path(path));
  const auto existing = existing_file(target);
  if (existing && S_ISDIR(existing->st_mode)) return file_error("write", path, EISDIR);
  if (existing && !S_ISREG(existing->st_mode)) {
    return file_error("write", path, "it is not a regular file");
  }
  if (options.create_directories) {
    USAGESTAT_CHECK(create_directories(target.parent_path(), 0700));
  }
  USAGESTAT_TRY(TemporaryFile temporary, TemporaryFile::beside(target));
  auto mode = static_cast<mode_t>(options.mode);
  if (existing) keep_owner(temporary.fd(), *existing);
  if (existing && options.keep_mode) mode = existing->st_mode & 07777U;
  if (::fchmod(temporary.fd(), mode) != 0) return file_error("write", path, errno);
  return std::unique_ptr<FileReplacement>(
      std::make_unique<PosixReplacement>(std::move(temporary), target, path));
}

base::Result<void> RealFilesystem::write_file(const Path& path, std::string_view content,
                                              const WriteOptions& options) {
  USAGESTAT_TRY(const auto replacement, replace_file(path, options));
  USAGESTAT_CHECK(replacement->write(content));
  return replacement->commit();
}

base::Result<void> RealFilesystem::append_file(const Path& path, std::string_view content,
                                               const WriteOptions& options) {
  if (options.create_directories) {
    USAGESTAT_TRY(const Path target, real_path(path));
    USAGESTAT_CHECK(create_directories(target.parent_path(), 0700));
  }
  constexpr int flags = O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK | O_NOCTTY;
  Descriptor file(::open(path.c_str(), flags, static_cast<mode_t>(options.mode)));
  if (!file) return file_error("write", path, errno);
  struct stat status{};
  if (::fstat(file.get(), &status) != 0) return file_error("write", path, errno);
  if (!S_ISREG(status.st_mode)) return file_error("write", path, "it is not a regular file");
  const ssize_t written = write_some(file.get(), content);
  if (written == static_cast<ssize_t>(content.size())) {
    if (options.sync && ::fsync(file.get()) != 0) return file_error("write", path, errno);
    if (options.sync && status.st_size == 0) sync_directory(path.parent_path());
    if (const int failure = file.close(); failure != 0) return file_error("write", path, failure);
    return {};
  }
  const int failure = written < 0 ? errno : ENOSPC;
  // Half a record would spoil the next one; take it back if it is still the last thing in the file.
  struct stat now{};
  if (written > 0 && ::fstat(file.get(), &now) == 0 && now.st_size == status.st_size + written) {
    [[maybe_unused]] const int ignored = ::ftruncate(file.get(), status.st_size);
  }
  return file_error("write", path, failure);
}

base::Result<void> RealFilesystem::truncate_file(const Path& path, std::uint64_t size) {
  const Descriptor file(::open(path.c_str(), O_WRONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  if (!file) return file_error("write", path, errno);
  struct stat status{};
  if (::fstat(file.get(), &status) != 0) return file_error("write", path, errno);
  if (!S_ISREG(status.st_mode)) return file_error("write", path, "it is not a regular file");
  if (static_cast<std::uint64_t>(status.st_size) <= size) return {};
  if (::ftruncate(file.get(), static_cast<off_t>(size)) != 0)
    return file_error("write", path, errno);
  return {};
}

}  // namespace usagestat::system
