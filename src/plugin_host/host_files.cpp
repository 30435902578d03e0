// SPDX-License-Identifier: MIT
// Reading files for plugins, each path checked against the manifest.
#include <set>
#include <span>

#include "base/encoding.hpp"
#include "base/glob.hpp"
#include "base/text.hpp"
#include "plugin_host/host_api.hpp"

namespace usagestat::plugin_host {
namespace {

namespace json = base::json;
using base::Error;
using base::ErrorKind;
using base::Result;
using std::filesystem::path;

constexpr std::size_t k_largest_file = 8U << 20U;  // a plugin's heap holds no more anyway

std::string_view type_word(system::FileInfo::Type type) {
  switch (type) {
    case system::FileInfo::Type::file:
      return "file";
    case system::FileInfo::Type::directory:
      return "directory";
    case system::FileInfo::Type::other:
      return "other";
  }
  return "other";
}

// Looks for the existing paths that match a pattern. A plugin may ask for "**" of a whole disk, so
// it gives up at the deadline and after a number of names, and does not follow links below "**".
class PatternWalk {
 public:
  explicit PatternWalk(HostContext& context) : context_(context) {}

  Result<std::set<std::string>> run(const path& pattern) {
    auto parts = base::split(pattern.generic_string(), '/');
    std::erase(parts, "");
    if (parts.size() > k_most_parts)
      return Error{ErrorKind::plugin, "fs.glob: the pattern has more than 64 parts.", ""};
    visit(pattern.root_path(), parts);
    if (context_.deadline.expired()) return context_.deadline.error();
    return std::move(found_);
  }

 private:
  using Parts = std::span<const std::string>;
  static constexpr std::size_t k_most_parts = 64;
  static constexpr std::size_t k_most_names = 200000;

  bool is_done() { return ++names_ > k_most_names || context_.deadline.expired(); }

  void visit(const path& place, Parts parts) {
    if (is_done()) return;
    if (parts.empty()) {
      if (files_.exists(place)) found_.insert(place.generic_string());
    } else if (parts.front() == "**") {
      visit(place, parts.subspan(1));
      for (const std::string& name : names_in(place)) {
        if (is_real_directory(place / name)) visit(place / name, parts);
      }
    } else if (parts.front().find_first_of("*?") == std::string::npos) {
      visit(place / parts.front(), parts.subspan(1));
    } else {
      for (const std::string& name : names_in(place)) {
        if (base::glob_matches(parts.front(), name)) visit(place / name, parts.subspan(1));
      }
    }
  }

  std::vector<std::string> names_in(const path& directory) const {
    auto names = files_.list_directory(directory);
    return names ? *std::move(names) : std::vector<std::string>();
  }

  bool is_real_directory(const path& place) const {
    const auto info = files_.info(place);
    if (!info || info->type != system::FileInfo::Type::directory) return false;
    const auto parent = files_.real_path(place.parent_path());
    const auto real = files_.real_path(place);
    return parent && real && *parent / place.filename() == *real;
  }

  HostContext& context_;
  const system::Filesystem& files_ = context_.system.filesystem;
  std::size_t names_ = 0;
  std::set<std::string> found_;
};

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
  remember_secrets(content, context.redactor);
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
  USAGESTAT_TRY(const path wanted, context.access.absolute(name));
  const auto whole = context.access.readable(name);
  // "~/x/**" stands for everything in ~/x.
  const bool shows_all = whole || context.access.readable((wanted / "x").generic_string());
  auto names = context.system.filesystem.list_directory(wanted);
  if (shows_all) {
    if (!names) return names.error();
    return json::value(base::json_strings(*names));
  }
  // Of any other directory a plugin sees the names that it may read.
  if (names) {
    std::erase_if(*names, [&](const std::string& entry) {
      return !context.access.readable((wanted / entry).generic_string());
    });
  }
  if (!names || names->empty()) return whole.error();
  return json::value(base::json_strings(*names));
}

Result<json::value> fs_glob(HostContext& context, const HostArguments& arguments) {
  USAGESTAT_TRY(const std::string pattern, arguments.text(0));
  USAGESTAT_TRY(const path absolute, context.access.absolute(pattern));
  USAGESTAT_TRY(const auto found, PatternWalk(context).run(absolute));
  json::array result;
  for (const std::string& candidate : found) {
    if (context.access.readable(candidate)) result.emplace_back(candidate);
  }
  return json::value(std::move(result));
}

}  // namespace usagestat::plugin_host
