// SPDX-License-Identifier: MIT
// Copying in pieces, so that a large file does not outlast the deadline.
#include "system/private_copy.hpp"

#include <cerrno>
#include <cstdint>
#include <fstream>
#include <system_error>
#include <utility>
#include <vector>

#include "system/os_error.hpp"

namespace usagestat::system {
namespace {

using std::filesystem::path;

constexpr std::uintmax_t most_bytes = 2ULL << 30U;
constexpr std::size_t piece_bytes = 4U << 20U;

path with_suffix(const path& file, const char* suffix) {
  path result = file;
  result += suffix;
  return result;
}

base::Result<void> copy_file(const path& from, const path& to, const Deadline& deadline) {
  std::ifstream source(from, std::ios::binary);
  if (!source) return file_error("copy", from, errno);
  std::ofstream target(to, std::ios::binary | std::ios::trunc);
  std::vector<char> piece(piece_bytes);
  while (source) {
    if (deadline.expired()) return deadline.error();
    source.read(piece.data(), static_cast<std::streamsize>(piece.size()));
    target.write(piece.data(), source.gcount());
    if (!target) return file_error("copy", from, "the temporary directory is full");
  }
  target.close();
  if (source.bad() || !target) return file_error("copy", from, EIO);
  return {};
}

}  // namespace

TemporaryDirectory::TemporaryDirectory(TemporaryDirectory&& other) noexcept
    : path_(std::exchange(other.path_, {})) {}

TemporaryDirectory::~TemporaryDirectory() {
  if (path_.empty()) return;
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

base::Result<path> copy_database(const path& database, const TemporaryDirectory& directory,
                                 const Deadline& deadline) {
  const path copy = directory.path() / "copy.db";
  std::uintmax_t total = 0;
  for (const char* const suffix : {"", "-wal", "-journal"}) {
    std::error_code missing;
    const path source = with_suffix(database, suffix);
    const auto size = std::filesystem::file_size(source, missing);
    if (missing && *suffix != '\0') continue;
    total += missing ? 0 : size;
    if (total > most_bytes) return file_error("copy", database, "it is larger than 2 GiB");
    USAGESTAT_CHECK(copy_file(source, with_suffix(copy, suffix), deadline));
  }
  return copy;
}

}  // namespace usagestat::system
