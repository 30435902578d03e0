// SPDX-License-Identifier: MIT
// Files on POSIX systems: reading, looking and moving. Nothing here waits for a FIFO or a device.
#include <algorithm>
#include <cerrno>
#include <chrono>

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "system/descriptor_posix.hpp"
#include "system/os_error.hpp"
#include "system/real_filesystem.hpp"

namespace usagestat::system {
namespace {

// Opening a FIFO without a writer or a terminal device must not block.
constexpr int read_flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY;

base::TimePoint modification_time(const Path& path) {
  std::error_code error;
  const auto written = std::filesystem::last_write_time(path, error);
  if (error) return {};
  return std::chrono::floor<base::Milliseconds>(std::chrono::file_clock::to_sys(written));
}

base::Error too_large(const Path& path, std::size_t max_bytes) {
  return file_error("read", path,
                    "it is larger than the limit of " + std::to_string(max_bytes) + " bytes");
}

// Open for reading, with its size.
struct OpenFile {
  Descriptor descriptor;
  std::uint64_t size = 0;
};

base::Result<OpenFile> open_regular(const Path& path) {
  Descriptor file(::open(path.c_str(), read_flags));
  if (!file) return file_error("read", path, errno);
  struct stat status{};
  if (::fstat(file.get(), &status) != 0) return file_error("read", path, errno);
  if (S_ISDIR(status.st_mode)) return file_error("read", path, EISDIR);
  if (!S_ISREG(status.st_mode)) return file_error("read", path, "it is not a regular file");
  return OpenFile{std::move(file), static_cast<std::uint64_t>(status.st_size)};
}

class PosixFileReader final : public FileReader {
 public:
  PosixFileReader(Descriptor file, Path path) : file_(std::move(file)), path_(std::move(path)) {}

  base::Result<std::string> next(std::size_t max_bytes) override {
    std::string piece(max_bytes, '\0');
    const ssize_t count = read_some(file_.get(), piece.data(), piece.size());
    if (count < 0) return file_error("read", path_, errno);
    piece.resize(static_cast<std::size_t>(count));
    return piece;
  }

 private:
  Descriptor file_;
  Path path_;
};

bool is_dots(std::string_view name) { return name == "." || name == ".."; }

}  // namespace

base::Result<std::string> RealFilesystem::read_file(const Path& path, std::size_t max_bytes) {
  USAGESTAT_TRY(const OpenFile open, open_regular(path));
  const Descriptor& file = open.descriptor;
  const std::uint64_t size = open.size;
  if (size > max_bytes) return too_large(path, max_bytes);

  // Files of /proc say 0 and growing ones too little, so the end is where read() says it is.
  std::string content;
  constexpr std::size_t least_room = 4096;
  std::size_t filled = 0;
  content.resize(std::max(static_cast<std::size_t>(size) + 1, least_room));
  while (true) {
    const ssize_t count = read_some(file.get(), content.data() + filled, content.size() - filled);
    if (count < 0) return file_error("read", path, errno);
    if (count == 0) break;
    filled += static_cast<std::size_t>(count);
    if (filled > max_bytes) return too_large(path, max_bytes);
    if (filled == content.size()) content.resize(content.size() * 2);
  }
  content.resize(filled);
  return content;
}

base::Result<std::unique_ptr<FileReader>> RealFilesystem::open_file(const Path& path,
                                                                    std::uint64_t offset) {
  USAGESTAT_TRY(OpenFile open, open_regular(path));
  if (::lseek(open.descriptor.get(), static_cast<off_t>(offset), SEEK_SET) < 0)
    return file_error("read", path, errno);
  return std::unique_ptr<FileReader>(
      std::make_unique<PosixFileReader>(std::move(open.descriptor), path));
}

std::optional<FileInfo> RealFilesystem::info(const Path& path) const {
  struct stat status{};
  if (::stat(path.c_str(), &status) != 0) return std::nullopt;
  FileInfo result;
  if (S_ISREG(status.st_mode)) result.type = FileInfo::Type::file;
  if (S_ISDIR(status.st_mode)) result.type = FileInfo::Type::directory;
  result.size = static_cast<std::uint64_t>(status.st_size);
  result.mode = static_cast<std::uint32_t>(status.st_mode & 07777U);
  result.modified = modification_time(path);
  return result;
}

base::Result<std::vector<std::string>> RealFilesystem::list_directory(const Path& path) const {
  DIR* const directory = ::opendir(path.c_str());
  if (!directory) return file_error("list", path, errno);
  std::vector<std::string> names;
  errno = 0;
  while (const dirent* const entry = ::readdir(directory)) {
    if (!is_dots(entry->d_name)) names.emplace_back(entry->d_name);
    errno = 0;
  }
  const int failure = errno;
  ::closedir(directory);
  if (failure != 0) return file_error("list", path, failure);
  std::sort(names.begin(), names.end());
  return names;
}

base::Result<void> RealFilesystem::create_directories(const Path& path, std::uint32_t mode) {
  if (path.empty()) return {};
  struct stat status{};
  if (::stat(path.c_str(), &status) == 0) {
    if (S_ISDIR(status.st_mode)) return {};
    return file_error("create the directory", path, ENOTDIR);
  }
  // "a/b/" has the parent "a/b".
  if (const Path parent = path.parent_path(); parent != path) {
    USAGESTAT_CHECK(create_directories(parent, mode));
  }
  if (::mkdir(path.c_str(), static_cast<mode_t>(mode)) == 0) return {};
  const int failure = errno;
  // Somebody else may have been quicker.
  if (failure == EEXIST && ::stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode)) return {};
  return file_error("create the directory", path, failure);
}

base::Result<void> RealFilesystem::rename(const Path& from, const Path& to) {
  if (::rename(from.c_str(), to.c_str()) != 0) return file_error("rename", from, errno);
  return {};
}

base::Result<void> RealFilesystem::remove(const Path& path) {
  if (::unlink(path.c_str()) == 0 || errno == ENOENT || errno == ENOTDIR) return {};
  return file_error("remove", path, errno);
}

}  // namespace usagestat::system
