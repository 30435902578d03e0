// SPDX-License-Identifier: MIT
#include "usage/state_file.hpp"

#include <algorithm>

namespace usagestat::usage {
namespace {

// "snapshots.json.broken-20260326T111629Z": no colons, which some filesystems refuse.
std::filesystem::path name_aside(const std::filesystem::path& file, base::TimePoint now) {
  std::string stamp = base::format_utc(std::chrono::floor<std::chrono::seconds>(now));
  std::erase(stamp, ':');
  std::erase(stamp, '-');
  return file.string() + ".broken-" + stamp;
}

}  // namespace

base::Result<base::json::value> read_state(const std::filesystem::path& file, BrokenFile broken,
                                           const system::System& system, base::LogSink& log) {
  if (!system.filesystem.exists(file)) return base::json::value();
  USAGESTAT_TRY(const std::string text, system.filesystem.read_file(file));
  if (text.empty()) return base::json::value();
  auto document = base::parse_json(text, file.string());
  if (document && document->is_object()) return *std::move(document);
  const std::string why =
      document ? file.string() + " is not a JSON object." : document.error().message;
  if (broken == BrokenFile::keep) {
    log.log(base::LogLevel::warning, "state", why + " It counts as empty.");
    return base::json::value();
  }
  const std::filesystem::path aside = name_aside(file, system.clock.now());
  USAGESTAT_CHECK(system.filesystem.rename(file, aside));
  log.log(base::LogLevel::warning, "state",
          why + " It is kept as " + aside.filename().string() + ".");
  return base::json::value();
}

void remove_leftovers(const std::filesystem::path& file, const system::System& system) {
  const auto names = system.filesystem.list_directory(file.parent_path());
  if (!names) return;
  for (const std::string& name : *names) {
    if (!name.starts_with("." + file.filename().string() + ".") || !name.ends_with(".tmp"))
      continue;
    [[maybe_unused]] const auto ignored = system.filesystem.remove(file.parent_path() / name);
  }
}

base::Result<void> write_state(const std::filesystem::path& file, const base::json::value& document,
                               const system::System& system) {
  return system.filesystem.write_file(file,
                                      base::write_json(document, base::JsonStyle::pretty) + "\n");
}

}  // namespace usagestat::usage
