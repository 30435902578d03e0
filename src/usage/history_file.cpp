// SPDX-License-Identifier: MIT
#include "usage/history_file.hpp"

#include <algorithm>
#include <utility>

#include "base/json.hpp"
#include "usage/line_pieces.hpp"
#include "usage/read_history.hpp"

namespace usagestat::usage {
namespace {

using base::Result;
using model::HistorySample;
using namespace std::chrono_literals;

// Long enough for a compaction of a large file by somebody else.
constexpr auto k_longest_wait = 30s;

// What this program writes and did not get to the end of; other text is left to whoever wrote it.
bool is_half_sample(std::string_view line) {
  constexpr std::string_view k_begin = R"({"ts":")";
  return k_begin.starts_with(line.substr(0, k_begin.size())) && !base::parse_json(line, "line");
}

}  // namespace

HistoryFile::HistoryFile(const std::filesystem::path& data_directory, system::System system,
                         base::LogSink& log, HistoryLimits limits)
    : file_(data_directory / "history.jsonl"),
      lock_file_(data_directory / "state" / "locks" / "history.lock"),
      size_file_(data_directory / "state" / "history-size.json"),
      system_(std::move(system)),
      log_(log),
      limits_(limits) {}

Result<bool> HistoryFile::clear(const system::Deadline& deadline) {
  if (!system_.filesystem.exists(file_)) return false;
  USAGESTAT_TRY(const auto lock,
                system_.filesystem.lock(lock_file_, deadline.sooner(k_longest_wait)));
  USAGESTAT_CHECK(system_.filesystem.remove(file_));
  USAGESTAT_CHECK(system_.filesystem.remove(size_file_));
  return true;
}

Result<std::size_t> HistoryFile::append(const std::vector<HistorySample>& samples,
                                        const system::Deadline& deadline) {
  if (samples.empty()) return std::size_t{0};
  USAGESTAT_TRY(const auto lock,
                system_.filesystem.lock(lock_file_, deadline.sooner(k_longest_wait)));
  const auto oldest = std::ranges::min(samples, {}, &HistorySample::at).at;
  USAGESTAT_TRY(Tail tail, read_tail(oldest - limits_.interval));
  std::string text = tail.has_newline || tail.torn_from ? "" : "\n";
  std::size_t count = 0;
  for (const HistorySample& sample : samples) {
    if (!is_news(sample, tail.last)) continue;
    text += base::write_json(model::sample_to_json(sample), base::JsonStyle::compact) + "\n";
    tail.last.insert_or_assign(sample.instance_id, sample);
    ++count;
  }
  if (count == 0) return count;
  if (tail.torn_from) USAGESTAT_CHECK(system_.filesystem.truncate_file(file_, *tail.torn_from));
  system::WriteOptions options;
  options.sync = true;
  USAGESTAT_CHECK(system_.filesystem.append_file(file_, text, options));
  // The samples are safe already; a compaction that fails is tried again by the next writer.
  if (const auto compacted = compact_if_due(); !compacted)
    log_.log(base::LogLevel::warning, "history",
             "The history is not thinned out: " + compacted.error().message);
  return count;
}

// From the end of the file back to the first line of a time before `since`. Lines are in the order
// of time but for what other programs did, so that is where the newest of each instance are.
Result<HistoryFile::Tail> HistoryFile::read_tail(base::TimePoint since) const {
  constexpr std::uint64_t k_first_look = 64U << 10U;
  constexpr std::uint64_t k_furthest_look = 16U << 20U;
  const auto info = system_.filesystem.info(file_);
  if (!info || info->size == 0) return Tail();
  for (std::uint64_t length = k_first_look;; length *= 4) {
    const std::uint64_t offset = info->size > length ? info->size - length : 0;
    USAGESTAT_TRY(Tail tail, read_tail_from(offset, info->size));
    if (offset == 0 || tail.oldest < since || length >= k_furthest_look) return tail;
  }
}

Result<HistoryFile::Tail> HistoryFile::read_tail_from(std::uint64_t offset,
                                                      std::uint64_t size) const {
  USAGESTAT_TRY(auto reader, system_.filesystem.open_file(file_, offset));
  LinePieces lines(std::move(reader));
  Tail tail;
  for (;;) {
    USAGESTAT_TRY(const auto piece, lines.next());
    if (!piece) return tail;
    tail.has_newline = piece->has_newline;
    // The first one is the end of a line that began before.
    if (!piece->is_whole() || (offset > 0 && piece->number == 1)) continue;
    const auto sample = parse_sample(piece->text);
    if (sample) {
      tail.oldest = std::min(tail.oldest, sample->at);
      tail.last.insert_or_assign(sample->instance_id, *sample);
    } else if (!piece->has_newline && is_half_sample(piece->text)) {
      tail.torn_from = size - piece->text.size();
    }
  }
}

bool HistoryFile::is_news(const HistorySample& sample, const LastByInstance& last) const {
  const auto found = last.find(sample.instance_id);
  if (found == last.end()) return true;
  const HistorySample& before = found->second;
  // From a clock that was ahead; waiting for that time to come would lose everything till then.
  if (before.at > system_.clock.now() + 1min) return true;
  if (sample.at <= before.at) return false;
  return sample.at - before.at >= limits_.interval || !model::has_same_figures(before, sample);
}

Result<void> HistoryFile::compact_if_due() const {
  const auto size_now = [this] {
    const auto info = system_.filesystem.info(file_);
    return info ? info->size : 0;
  };
  const std::uint64_t size = size_now();
  if (size < limits_.compact_from_bytes) return {};
  double size_before = 0;
  if (const auto text = system_.filesystem.read_file(size_file_)) {
    if (const auto document = base::parse_json(*text, size_file_.string()))
      size_before = base::number_member(*document, "bytes").value_or(0);
  }
  // Smaller than it was left: the user has made a new one.
  if (size_before <= static_cast<double>(size) && static_cast<double>(size) < size_before * 1.5)
    return {};
  USAGESTAT_TRY(const std::uint64_t dropped,
                compact_history(file_, limits_.keep, system_.clock.now(), system_));
  if (dropped > 0)
    log_.log(base::LogLevel::info, "history",
             std::to_string(dropped) + " samples of long ago are thinned out.");
  const base::json::value after = base::json::object{{"bytes", size_now()}};
  return system_.filesystem.write_file(size_file_,
                                       base::write_json(after, base::JsonStyle::compact) + "\n");
}

std::vector<HistorySample> samples_of(const std::vector<model::UsageSnapshot>& snapshots) {
  std::vector<HistorySample> samples;
  for (const model::UsageSnapshot& snapshot : snapshots) {
    if (snapshot.error || snapshot.stale) continue;
    if (auto sample = model::sample_of(snapshot)) samples.push_back(*std::move(sample));
  }
  return samples;
}

}  // namespace usagestat::usage
