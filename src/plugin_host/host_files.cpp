// SPDX-License-Identifier: MIT
// Reading files for plugins, each path checked against the manifest.
#include <algorithm>
#include <set>

#include "base/encoding.hpp"
#include "base/glob.hpp"
#include "base/text.hpp"
#include "plugin_host/host_api.hpp"

namespace usagestat::plugin_host {
namespace {

namespace json = base::json;
using base::Result;
using std::filesystem::path;

constexpr std::size_t k_largest_file = 8U << 20U;  // a plugin's heap holds no more anyway

std::string_view type_word(system::FileInfo::Type type) {
  switch (type) {
    case system::FileInfo::Type::file: return "file";
    case system::FileInfo::Type::directory: return "directory";
    case system::FileInfo::Type::other: return "other";
  }
  return "other";
}

// Existing paths below `root` that match the components `parts[next…]` of a pattern.
void collect(const system::Filesystem& files, const path& root,
             const std::vector<std::string>& parts, std::size_t next, std::set<std::string>& found) {
  constexpr std::size_t k_most = 10000;
  if (found.size() >= k_most) return;
  if (next == parts.size()) {
    if (files.exists(root)) found.insert(root.generic_string());
    return;
  }
  const std::string& part = parts[next];
  if (part == "**") {
    collect(files, root, parts, next + 1, found);
    if (const auto names = files.list_directory(root)) {
      for (const std::string& name : *names) {
        const auto info = files.info(root / name);
        if (info && info->type == system::FileInfo::Type::directory)
          collect(files, root / name, parts, next, found);
      }
    }
    return;
  }
  if (part.find_first_of("*?") == std::string::npos) {
    collect(files, root / part, parts, next + 1, found);
    return;
  }
  const auto names = files.list_directory(root);
  if (!names) return;
  for (const std::string& name : *names) {
    if (base::glob_matches(part, name)) collect(files, root / name, parts, next + 1, found);
  }
}

}  // namespace

Result<json::value> fs_exists(HostContext& context, const HostArguments& arguments) {
  USAGESTAT_TRY(const std::string name, arguments.text(0));
  // What may not be read does not exist for a plugin: it often looks in several places.
  const auto real = context.access.readable(name);
  return json::value(real && context.system.filesystem.exists(*real));
}

Result<json::value> fs_read_text(HostContext& context, const HostArguments& arguments) {
  USAGESTAT_TRY(const std::string name, arguments.text(0));
  USAGESTAT_TRY(const path real, context.access.readable(name));
  USAGESTAT_TRY(const std::string content,
                context.system.filesystem.read_file(real, k_largest_file));
  remember_secrets(content, context.redactor);
  return json::value(base::to_valid_utf8(content));
}

Result<json::value> fs_read_base64(HostContext& context, const HostArguments& arguments) {
  USAGESTAT_TRY(const std::string name, arguments.text(0));
  USAGESTAT_TRY(const path real, context.access.readable(name));
  USAGESTAT_TRY(const std::string content,
                context.system.filesystem.read_file(real, k_largest_file));
  return json::value(base::base64_encode(content));
}

Result<json::value> fs_stat(HostContext& context, const HostArguments& arguments) {
  USAGESTAT_TRY(const std::string name, arguments.text(0));
  const auto real = context.access.readable(name);
  const auto info = real ? context.system.filesystem.info(*real) : std::nullopt;
  if (!info) return json::value();
  return json::value(json::object{{"type", type_word(info->type)},
                                  {"size", info->size},
                                  {"modifiedMs", info->modified.time_since_epoch().count()}});
}

Result<json::value> fs_list_dir(HostContext& context, const HostArguments& arguments) {
  USAGESTAT_TRY(const std::string name, arguments.text(0));
  // A directory may be listed when something in it may be read.
  auto real = context.access.readable(name);
  if (!real) real = context.access.readable(name + (name.ends_with('/') ? "x" : "/x"));
  if (!real) return real.error();
  USAGESTAT_TRY(const path wanted, context.access.absolute(name));
  USAGESTAT_TRY(const auto names, context.system.filesystem.list_directory(wanted));
  return json::value(base::json_strings(names));
}

Result<json::value> fs_glob(HostContext& context, const HostArguments& arguments) {
  USAGESTAT_TRY(const std::string pattern, arguments.text(0));
  USAGESTAT_TRY(const path absolute, context.access.absolute(pattern));
  std::set<std::string> found;
  auto parts = base::split(absolute.generic_string(), '/');
  std::erase(parts, "");
  collect(context.system.filesystem, absolute.root_path(), parts, 0, found);
  json::array result;
  for (const std::string& candidate : found) {
    if (context.access.readable(candidate)) result.emplace_back(candidate);
  }
  return json::value(std::move(result));
}

}  // namespace usagestat::plugin_host
