// SPDX-License-Identifier: MIT
// Where a path really leads, and whether it may be written.
#include <array>
#include <cerrno>
#include <climits>
#include <deque>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "system/os_error.hpp"
#include "system/real_filesystem.hpp"

namespace usagestat::system {
namespace {

constexpr int most_links = 40;  // as Linux itself

void prepend_components(std::deque<std::string>& pending, const Path& path) {
  std::deque<std::string> parts;
  for (const auto& part : path.relative_path()) parts.push_back(part.string());
  pending.insert(pending.begin(), parts.begin(), parts.end());
}

// Only called for symbolic links; an error leaves errno set and gives an empty path.
Path link_target(const Path& link) {
  std::array<char, PATH_MAX> buffer{};
  const ssize_t length = ::readlink(link.c_str(), buffer.data(), buffer.size());
  if (length <= 0) return {};
  return std::string(buffer.data(), static_cast<std::size_t>(length));
}

bool may_replace_in(const Path& directory) {
  return ::faccessat(AT_FDCWD, directory.c_str(), W_OK | X_OK, AT_EACCESS) == 0;
}

}  // namespace

// Component by component, because ".." after a symbolic link means the parent of its target, and
// because a dangling link must lead to the file that a write through it would create.
base::Result<Path> RealFilesystem::real_path(const Path& path) const {
  if (path.empty()) return file_error("resolve", path, ENOENT);
  std::error_code error;
  const Path absolute = std::filesystem::absolute(path, error);
  if (error) return file_error("resolve", path, error.value());
  std::deque<std::string> pending;
  prepend_components(pending, absolute);
  Path resolved = "/";
  int links = 0;
  while (!pending.empty()) {
    const std::string part = std::move(pending.front());
    pending.pop_front();
    if (part.empty() || part == ".") continue;
    if (part == "..") {
      resolved = resolved.parent_path();
      continue;
    }
    const Path candidate = resolved / part;
    struct stat status{};
    if (::lstat(candidate.c_str(), &status) != 0) {
      if (errno != ENOENT && errno != ENOTDIR) return file_error("resolve", path, errno);
      resolved = candidate;
      continue;
    }
    if (!S_ISLNK(status.st_mode)) {
      resolved = candidate;
      continue;
    }
    if (++links > most_links) return file_error("resolve", path, ELOOP);
    const Path target = link_target(candidate);
    if (target.empty()) return file_error("resolve", path, errno);
    prepend_components(pending, target);
    if (target.is_absolute()) resolved = "/";
  }
  return resolved;
}

bool RealFilesystem::can_write(const Path& path) const {
  const auto target = real_path(path);
  if (target.has_error()) return false;
  if (const auto existing = info(*target); existing && existing->type != FileInfo::Type::file) {
    return false;
  }
  Path directory = target->parent_path();
  // A missing directory can be made when its nearest existing parent allows it.
  while (!exists(directory) && directory.has_relative_path()) directory = directory.parent_path();
  const auto nearest = info(directory);
  return nearest && nearest->type == FileInfo::Type::directory && may_replace_in(directory);
}

}  // namespace usagestat::system
