// SPDX-License-Identifier: MIT
// usagestat cache: what is kept between runs, and how to be rid of it.
#include <algorithm>

#include "base/text.hpp"
#include "cli/arguments.hpp"
#include "cli/commands/commands.hpp"
#include "cli/format_metric.hpp"
#include "cli/invocation.hpp"
#include "cli/render_table.hpp"
#include "cli/select.hpp"
#include "usage/history_file.hpp"

namespace usagestat::cli {
namespace {

namespace json = base::json;
using base::Error;
using base::ErrorKind;
using base::Result;
using usage::Stored;

// ---- show

std::string state_words(const Stored& stored) {
  if (!stored.snapshot) return "no figures";
  if (stored.snapshot->error) return std::string(base::to_string(stored.snapshot->error->kind));
  return stored.snapshot->stale ? "stale" : "ok";
}

std::string pause_words(const Stored& stored, base::TimePoint now, const system::TimeZone& zone) {
  if (!stored.attempt || !stored.attempt->retry_at || *stored.attempt->retry_at <= now) return "";
  return format_reset_short(*stored.attempt->retry_at, now, zone);
}

json::object row_json(const std::string& key, const Stored& stored) {
  const auto time = [](const std::optional<base::TimePoint>& at) {
    return at ? json::value(base::format_utc(*at)) : json::value(nullptr);
  };
  const auto& snapshot = stored.snapshot;
  const auto& attempt = stored.attempt;
  return {
      {"key", key},
      {"state", state_words(stored)},
      {"fetchedAt", time(snapshot ? snapshot->fetched_at : std::nullopt)},
      {"lastAttempt", attempt ? json::value(base::format_utc(attempt->at)) : json::value(nullptr)},
      {"durationMs", attempt ? json::value(attempt->duration.count()) : json::value(nullptr)},
      {"nextAttempt", time(attempt ? attempt->retry_at : std::nullopt)}};
}

json::object file_json(const std::filesystem::path& file, const system::Filesystem& filesystem) {
  const auto info = filesystem.info(file);
  return {{"path", file.string()},
          {"bytes", info ? json::value(info->size) : json::value(nullptr)}};
}

std::vector<std::filesystem::path> files_of(usage::Workspace& workspace) {
  const usage::HistoryFile history(workspace.data_directory(), workspace.system(), workspace.log());
  return {workspace.store().snapshots_file(), workspace.store().attempts_file(), history.path()};
}

void show_json(const usage::StoredByKey& all, const Invocation& invocation) {
  usage::Workspace& workspace = invocation.workspace;
  json::array files;
  for (const auto& file : files_of(workspace))
    files.push_back(file_json(file, workspace.system().filesystem));
  json::array entries;
  for (const auto& [key, stored] : all) entries.push_back(row_json(key, stored));
  invocation.print_json(json::object{{"directory", workspace.data_directory().string()},
                                     {"files", std::move(files)},
                                     {"entries", std::move(entries)}});
}

void show_text(const usage::StoredByKey& all, const Invocation& invocation) {
  usage::Workspace& workspace = invocation.workspace;
  const base::TimePoint now = workspace.now();
  const system::TimeZone& zone = *workspace.system().time_zone;
  std::vector<std::vector<std::string>> rows{{"instance", "state", "fetched", "asked", "next try"}};
  for (const auto& [key, stored] : all) {
    const bool is_fetched = stored.snapshot && stored.snapshot->fetched_at;
    rows.push_back({key, state_words(stored),
                    is_fetched ? format_age(*stored.snapshot->fetched_at, now) : "never",
                    stored.attempt ? format_age(stored.attempt->at, now) : "never",
                    pause_words(stored, now, zone)});
  }
  std::string text;
  if (invocation.use_plain()) {
    rows.erase(rows.begin());
    for (const auto& row : rows) text += base::join(row, "\t") + "\n";
  } else {
    text =
        rows.size() > 1 ? render_table(rows, invocation.streams.width) : "Nothing is kept yet.\n";
    for (const auto& file : files_of(workspace)) {
      const auto info = workspace.system().filesystem.info(file);
      text += file.string() + ": " + (info ? std::to_string(info->size) + " bytes" : "none") + "\n";
    }
  }
  invocation.print(text);
}

// ---- clear

struct Cleared {
  std::string cache;
  std::string path;
  bool was_cleared = false;
  std::optional<std::string> error;
};

// The keys of the store that the words mean; an instance that left the config counts as well.
Result<std::vector<std::string>> keys_to_clear(const Arguments& arguments, Invocation& invocation) {
  std::vector<std::string> words = arguments.operands();
  const auto named = arguments.all("provider");
  words.insert(words.end(), named.begin(), named.end());
  const auto stored = invocation.workspace.store().read();
  const bool are_keys = std::ranges::all_of(
      words, [&stored](const std::string& word) { return stored.contains(word); });
  if (are_keys) return words;
  USAGESTAT_TRY(const auto instances, select_from(arguments, true, invocation));
  std::vector<std::string> keys;
  keys.reserve(instances.size());
  for (const usage::Instance& instance : instances) keys.push_back(instance.key());
  return keys;
}

Cleared clear_snapshots(const std::vector<std::string>& keys, Invocation& invocation) {
  usage::SnapshotStore& store = invocation.workspace.store();
  Cleared row{"snapshots", store.snapshots_file().string(), false, std::nullopt};
  std::vector<std::optional<std::string>> wanted(keys.begin(), keys.end());
  if (wanted.empty()) wanted.emplace_back(std::nullopt);
  for (const auto& key : wanted) {
    const auto removed = store.clear(key, invocation.deadline);
    if (!removed) row.error = removed.error().message;
    if (removed && *removed > 0) row.was_cleared = true;
  }
  return row;
}

Cleared clear_history(Invocation& invocation) {
  usage::HistoryFile history(invocation.workspace.data_directory(), invocation.workspace.system(),
                             invocation.log);
  Cleared row{"history", history.path().string(), false, std::nullopt};
  const auto removed = history.clear(invocation.deadline);
  if (!removed) row.error = removed.error().message;
  row.was_cleared = removed && *removed;
  return row;
}

void show_cleared(const std::vector<Cleared>& rows, const Invocation& invocation) {
  if (invocation.options.json) {
    json::array array;
    for (const Cleared& row : rows)
      array.push_back(json::object{{"cache", row.cache},
                                   {"path", row.path},
                                   {"cleared", row.was_cleared},
                                   {"error", base::json_or_null(row.error)}});
    invocation.print_json(array);
    return;
  }
  for (const Cleared& row : rows) {
    const std::string where = " (" + row.path + ")";
    if (row.error)
      invocation.print(row.cache + ": failed to clear" + where + " - " + *row.error + "\n");
    else
      invocation.print(row.cache + (row.was_cleared ? ": cleared" : ": nothing to clear") + where +
                       "\n");
  }
}

}  // namespace

Result<ExitCode> run_cache_show(const Arguments&, Invocation& invocation) {
  USAGESTAT_CHECK(invocation.workspace.config());
  const auto all = invocation.workspace.store().read();
  if (invocation.options.json)
    show_json(all, invocation);
  else
    show_text(all, invocation);
  return ExitCode::ok;
}

Result<ExitCode> run_cache_clear(const Arguments& arguments, Invocation& invocation) {
  const bool names_instances = !arguments.operands().empty() || arguments.has("provider");
  const bool clears_all = arguments.has("all");
  const bool clears_history = clears_all || arguments.has("history");
  const bool clears_snapshots = clears_all || arguments.has("snapshots") || names_instances;
  if (!clears_snapshots && !clears_history && !arguments.has("cookies") && !arguments.has("cost"))
    return Error{ErrorKind::usage, "Say what to clear.",
                 "Name instances, or give --snapshots, --history or --all."};
  if (names_instances && clears_history)
    return Error{ErrorKind::usage, "History is cleared as a whole.",
                 "Leave out the ids, or --history and --all."};
  std::vector<std::string> keys;
  if (names_instances) {
    USAGESTAT_TRY(keys, keys_to_clear(arguments, invocation));
  }
  std::vector<Cleared> rows;
  if (arguments.has("cookies")) {
    invocation.note("No cookies are kept.");
    rows.push_back({"cookies", "all providers", false, std::nullopt});
  }
  if (arguments.has("cost")) {
    invocation.note("No index of agent logs is kept in this version.");
    rows.push_back({"cost", (invocation.workspace.data_directory() / "cost-index").string(), false,
                    std::nullopt});
  }
  if (clears_snapshots) rows.push_back(clear_snapshots(keys, invocation));
  if (clears_history) rows.push_back(clear_history(invocation));
  show_cleared(rows, invocation);
  const bool has_failed =
      std::ranges::any_of(rows, [](const Cleared& row) { return row.error.has_value(); });
  return has_failed ? ExitCode::io : ExitCode::ok;
}

}  // namespace usagestat::cli
