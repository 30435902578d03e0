// SPDX-License-Identifier: MIT
#include "support/fake_filesystem.hpp"

#include <algorithm>
#include <deque>

namespace usagestat::support {
namespace {

using base::Error;
using base::ErrorKind;
using base::Result;
using system::Path;

constexpr std::uint32_t k_readable = 0400;
constexpr std::uint32_t k_writable = 0200;

std::string key_of(const Path& path) {
  std::string key = path.lexically_normal().generic_string();
  if (key.size() > 1 && key.ends_with('/')) key.pop_back();
  return key;
}

std::string parent_of(const std::string& key) { return key_of(Path(key).parent_path()); }

Error file_error(std::string_view action, const Path& path, std::string_view reason) {
  return {ErrorKind::io,
          "Cannot " + std::string(action) + " " + path.generic_string() + ": " +
              std::string(reason) + ".",
          ""};
}

constexpr std::string_view k_missing = "No such file or directory";
constexpr std::string_view k_denied = "Permission denied";

}  // namespace

class FakeFilesystem::Lock final : public system::FileLock {
 public:
  Lock(std::shared_ptr<Locks> locks, std::string key)
      : locks_(std::move(locks)), key_(std::move(key)) {}
  Lock(const Lock&) = delete;
  Lock& operator=(const Lock&) = delete;
  ~Lock() override {
    {
      const std::lock_guard lock(locks_->mutex);
      locks_->held.erase(key_);
    }
    locks_->released.notify_all();
  }

 private:
  std::shared_ptr<Locks> locks_;
  std::string key_;
};

FakeFilesystem::FakeFilesystem(const system::Clock* clock) : clock_(clock) {
  nodes_["/"] = {Node::Type::directory, "", 0755, now(), false};
}

base::TimePoint FakeFilesystem::now() const {
  return clock_ == nullptr ? base::TimePoint{} : clock_->now();
}

// Preparation.

void FakeFilesystem::put(const Path& path, std::string_view content, std::uint32_t mode) {
  put_directory(path.parent_path());
  const std::lock_guard lock(mutex_);
  nodes_[key_of(path)] = {Node::Type::file, std::string(content), mode, now(), false};
}

void FakeFilesystem::put_directory(const Path& path, std::uint32_t mode) {
  const std::lock_guard lock(mutex_);
  for (std::string key = key_of(path); key != "/"; key = parent_of(key)) {
    const bool is_new =
        nodes_.emplace(key, Node{Node::Type::directory, "", mode, now(), false}).second;
    if (!is_new && key == key_of(path)) nodes_[key].mode = mode;
    mode = 0755;
  }
}

void FakeFilesystem::put_link(const Path& path, const Path& target) {
  put_directory(path.parent_path());
  const std::lock_guard lock(mutex_);
  nodes_[key_of(path)] = {Node::Type::link, target.generic_string(), 0777, now(), false};
}

void FakeFilesystem::set_mode(const Path& path, std::uint32_t mode) {
  const std::lock_guard lock(mutex_);
  if (const auto key = resolve(path); key && nodes_.contains(*key)) nodes_[*key].mode = mode;
}

void FakeFilesystem::fail(Operation operation, const Path& path, Error error) {
  const std::lock_guard lock(mutex_);
  failures_.insert_or_assign({operation, key_of(path)}, std::move(error));
}

void FakeFilesystem::clear_failures() {
  const std::lock_guard lock(mutex_);
  failures_.clear();
}

// Inspection.

std::optional<std::string> FakeFilesystem::content(const Path& path) const {
  const std::lock_guard lock(mutex_);
  const auto key = resolve(path);
  const Node* node = key ? find(*key) : nullptr;
  if (node == nullptr || node->type != Node::Type::file) return std::nullopt;
  return node->content;
}

std::vector<Path> FakeFilesystem::files() const {
  const std::lock_guard lock(mutex_);
  std::vector<Path> result;
  for (const auto& [key, node] : nodes_) {
    if (node.type == Node::Type::file && !node.is_lock) result.emplace_back(key);
  }
  return result;
}

std::vector<Path> FakeFilesystem::written() const {
  const std::lock_guard lock(mutex_);
  return written_;
}

// The path with its symbolic links followed; its end need not exist. Empty for a loop of links.
std::optional<std::string> FakeFilesystem::resolve(const Path& path) const {
  constexpr int k_most_links = 40;
  int links = 0;
  std::deque<std::string> rest;
  for (const Path& part : path.relative_path()) rest.push_back(part.generic_string());
  std::string key = "/";
  while (!rest.empty()) {
    const std::string part = rest.front();
    rest.pop_front();
    if (part.empty() || part == ".") continue;
    if (part == "..") {
      key = parent_of(key);
      continue;
    }
    const std::string next = key == "/" ? "/" + part : key + "/" + part;
    const Node* node = find(next);
    if (node == nullptr || node->type != Node::Type::link) {
      key = next;
      continue;
    }
    if (++links > k_most_links) return std::nullopt;
    const Path target = node->content;
    if (target.is_absolute()) key = "/";
    std::deque<std::string> parts;
    for (const Path& target_part : target.relative_path())
      parts.push_back(target_part.generic_string());
    rest.insert(rest.begin(), parts.begin(), parts.end());
  }
  return key;
}

const FakeFilesystem::Node* FakeFilesystem::find(const std::string& key) const {
  const auto found = nodes_.find(key);
  return found == nodes_.end() ? nullptr : &found->second;
}

std::optional<Error> FakeFilesystem::failure(Operation operation, const Path& path) const {
  const auto found = failures_.find({operation, key_of(path)});
  if (found == failures_.end()) return std::nullopt;
  return found->second;
}

// The interface.

Result<std::string> FakeFilesystem::read_file(const Path& path, std::size_t max_bytes) {
  const std::lock_guard lock(mutex_);
  if (auto error = failure(Operation::read, path)) return *error;
  const auto key = resolve(path);
  if (!key) return file_error("read", path, "Too many levels of symbolic links");
  const Node* node = find(*key);
  if (node == nullptr) return file_error("read", path, k_missing);
  if (node->type == Node::Type::directory) return file_error("read", path, "Is a directory");
  if ((node->mode & k_readable) == 0) return file_error("read", path, k_denied);
  if (node->content.size() > max_bytes)
    return file_error("read", path, "it is larger than " + std::to_string(max_bytes) + " bytes");
  return node->content;
}

std::optional<Error> FakeFilesystem::make_parents(const std::string& key, std::uint32_t mode) {
  const std::string parent = parent_of(key);
  if (const Node* node = find(parent)) {
    if (node->type == Node::Type::directory) return std::nullopt;
    return file_error("create", parent, "Not a directory");
  }
  if (auto error = make_parents(parent, mode)) return error;
  if ((find(parent_of(parent))->mode & k_writable) == 0)
    return file_error("create", parent, k_denied);
  nodes_[parent] = {Node::Type::directory, "", mode, now(), false};
  return std::nullopt;
}

Result<void> FakeFilesystem::store(Operation operation, const Path& path, std::string_view content,
                                   const system::WriteOptions& options) {
  const std::lock_guard lock(mutex_);
  if (auto error = failure(operation, path)) return *error;
  const auto key = resolve(path);
  if (!key) return file_error("write", path, "Too many levels of symbolic links");
  const Node* existing = find(*key);
  if (existing != nullptr && existing->type == Node::Type::directory)
    return file_error("write", path, "Is a directory");
  if (find(parent_of(*key)) == nullptr && !options.create_directories)
    return file_error("write", path, k_missing);
  if (auto error = make_parents(*key, 0700)) return *error;
  if ((find(parent_of(*key))->mode & k_writable) == 0) return file_error("write", path, k_denied);
  Node node{Node::Type::file, std::string(content), options.mode, now(), false};
  if (existing != nullptr && (options.keep_mode || operation == Operation::append))
    node.mode = existing->mode;
  if (existing != nullptr && operation == Operation::append)
    node.content = existing->content + node.content;
  nodes_[*key] = std::move(node);
  written_.emplace_back(path);
  return {};
}

Result<void> FakeFilesystem::write_file(const Path& path, std::string_view content,
                                        const system::WriteOptions& options) {
  return store(Operation::write, path, content, options);
}

Result<void> FakeFilesystem::append_file(const Path& path, std::string_view content,
                                         const system::WriteOptions& options) {
  return store(Operation::append, path, content, options);
}

std::optional<system::FileInfo> FakeFilesystem::info(const Path& path) const {
  const std::lock_guard lock(mutex_);
  const auto key = resolve(path);
  const Node* node = key ? find(*key) : nullptr;
  if (node == nullptr) return std::nullopt;
  const bool is_file = node->type == Node::Type::file;
  return system::FileInfo{
      is_file ? system::FileInfo::Type::file : system::FileInfo::Type::directory,
      node->content.size(), node->modified, node->mode};
}

Result<std::vector<std::string>> FakeFilesystem::list_directory(const Path& path) const {
  const std::lock_guard lock(mutex_);
  if (auto error = failure(Operation::list, path)) return *error;
  const auto directory = resolve(path);
  const Node* node = directory ? find(*directory) : nullptr;
  if (node == nullptr) return file_error("list", path, k_missing);
  if (node->type != Node::Type::directory) return file_error("list", path, "Not a directory");
  if ((node->mode & k_readable) == 0) return file_error("list", path, k_denied);
  std::vector<std::string> names;
  for (const auto& [key, child] : nodes_) {
    if (key != "/" && parent_of(key) == *directory) names.push_back(Path(key).filename().string());
  }
  std::ranges::sort(names);
  return names;
}

Result<void> FakeFilesystem::create_directories(const Path& path, std::uint32_t mode) {
  const std::lock_guard lock(mutex_);
  if (auto error = failure(Operation::create, path)) return *error;
  const auto key = resolve(path);
  if (!key) return file_error("create", path, "Too many levels of symbolic links");
  if (auto error = make_parents((Path(*key) / "x").generic_string(), mode)) return *error;
  return {};
}

Result<void> FakeFilesystem::rename(const Path& from, const Path& to) {
  const std::lock_guard lock(mutex_);
  if (auto error = failure(Operation::rename, from)) return *error;
  const std::string old_key = key_of(from);
  const std::string new_key = key_of(to);
  if (find(old_key) == nullptr || find(parent_of(new_key)) == nullptr)
    return file_error("rename", from, k_missing);
  std::map<std::string, Node> moved;
  for (auto it = nodes_.begin(); it != nodes_.end();) {
    const bool is_inside = it->first == old_key || it->first.starts_with(old_key + "/");
    if (!is_inside) {
      ++it;
      continue;
    }
    moved[new_key + it->first.substr(old_key.size())] = std::move(it->second);
    it = nodes_.erase(it);
  }
  for (auto& [key, node] : moved) nodes_.insert_or_assign(key, std::move(node));
  return {};
}

Result<void> FakeFilesystem::remove(const Path& path) {
  const std::lock_guard lock(mutex_);
  if (auto error = failure(Operation::remove, path)) return *error;
  const std::string key = key_of(path);
  const bool is_used = std::ranges::any_of(
      nodes_, [&key](const auto& entry) { return entry.first.starts_with(key + "/"); });
  if (is_used) return file_error("remove", path, "Directory not empty");
  nodes_.erase(key);
  return {};
}

Result<Path> FakeFilesystem::real_path(const Path& path) const {
  const std::lock_guard lock(mutex_);
  const auto key = resolve(path);
  if (!key) return file_error("resolve", path, "Too many levels of symbolic links");
  return Path(*key);
}

bool FakeFilesystem::can_write(const Path& path) const {
  const std::lock_guard lock(mutex_);
  const auto key = resolve(path);
  if (!key || *key == "/") return false;
  const Node* node = nullptr;
  std::string parent = parent_of(*key);
  for (node = find(parent); node == nullptr; node = find(parent)) parent = parent_of(parent);
  return node->type == Node::Type::directory && (node->mode & k_writable) != 0;
}

Result<std::unique_ptr<system::FileLock>> FakeFilesystem::lock(const Path& path,
                                                               const system::Deadline& deadline) {
  const std::string key = key_of(path);
  {
    const std::lock_guard lock(mutex_);
    if (auto error = failure(Operation::lock, path)) return *error;
    if (auto error = make_parents(key, 0700)) return *error;
    nodes_.emplace(key, Node{Node::Type::file, "", 0600, now(), true});
  }
  std::unique_lock waiting(locks_->mutex);
  const bool is_free =
      locks_->released.wait_until(waiting, deadline.stop_token(), deadline.at(),
                                  [this, &key] { return !locks_->held.contains(key); });
  if (!is_free) return deadline.error();
  locks_->held.insert(key);
  return std::unique_ptr<system::FileLock>(std::make_unique<Lock>(locks_, key));
}

}  // namespace usagestat::support
