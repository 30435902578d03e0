// SPDX-License-Identifier: MIT
// Files in pieces by way of whole files, for worlds that are kept in memory anyway.
#include "system/filesystem.hpp"

#include <algorithm>

namespace usagestat::system {
namespace {

class WholeReader final : public FileReader {
 public:
  WholeReader(std::string content, std::uint64_t offset)
      : content_(std::move(content)), at_(std::min<std::uint64_t>(offset, content_.size())) {}

  base::Result<std::string> next(std::size_t max_bytes) override {
    std::string piece = content_.substr(at_, max_bytes);
    at_ += piece.size();
    return piece;
  }

 private:
  std::string content_;
  std::size_t at_;
};

class CollectedReplacement final : public FileReplacement {
 public:
  CollectedReplacement(Filesystem& files, Path path, const WriteOptions& options)
      : files_(files), path_(std::move(path)), options_(options) {}

  base::Result<void> write(std::string_view content) override {
    content_ += content;
    return {};
  }
  base::Result<void> commit() override { return files_.write_file(path_, content_, options_); }

 private:
  Filesystem& files_;
  Path path_;
  WriteOptions options_;
  std::string content_;
};

}  // namespace

base::Result<std::unique_ptr<FileReader>> Filesystem::open_file(const Path& path,
                                                                std::uint64_t offset) {
  USAGESTAT_TRY(std::string content, read_file(path));
  return std::unique_ptr<FileReader>(std::make_unique<WholeReader>(std::move(content), offset));
}

base::Result<std::unique_ptr<FileReplacement>> Filesystem::replace_file(
    const Path& path, const WriteOptions& options) {
  return std::unique_ptr<FileReplacement>(
      std::make_unique<CollectedReplacement>(*this, path, options));
}

base::Result<void> Filesystem::truncate_file(const Path& path, std::uint64_t size) {
  USAGESTAT_TRY(std::string content, read_file(path));
  if (size < content.size()) content.resize(size);
  return write_file(path, content);
}

}  // namespace usagestat::system
