// SPDX-License-Identifier: MIT
#include "usage/read_history.hpp"

#include <algorithm>
#include <deque>
#include <map>

#include "base/text.hpp"
#include "usage/line_pieces.hpp"

namespace usagestat::usage {
namespace {

using base::Result;
using model::HistorySample;

bool contains(const std::vector<std::string>& words, std::string_view word) {
  return std::ranges::any_of(
      words, [word](const std::string& known) { return base::equals_ignoring_case(known, word); });
}

bool is_in_time(const HistoryFilter& filter, base::TimePoint at) {
  return !(filter.since && at < *filter.since) && !(filter.until && at > *filter.until);
}

}  // namespace

bool HistoryFilter::matches(const HistorySample& sample) const {
  if (!is_in_time(*this, sample.at)) return false;
  return !has_ids() || contains(instance_ids, sample.instance_id) ||
         contains(provider_ids, sample.provider_id);
}

Result<HistorySample> parse_sample(std::string_view line) {
  USAGESTAT_TRY(const auto value, base::parse_json(line, "the history sample"));
  return model::sample_from_json(value);
}

std::optional<base::TimePoint> time_of_line(std::string_view line) {
  constexpr std::string_view k_begin = R"({"ts":")";
  if (!line.starts_with(k_begin)) return std::nullopt;
  line.remove_prefix(k_begin.size());
  const std::size_t end = line.substr(0, 64).find('"');
  if (end == std::string_view::npos) return std::nullopt;
  return base::parse_rfc3339(line.substr(0, end));
}

Result<HistoryScan> scan_history(const std::filesystem::path& file, const HistoryFilter& filter,
                                 const SampleVisitor& visit, const system::System& system,
                                 const system::Deadline& deadline) {
  USAGESTAT_TRY(auto reader, system.filesystem.open_file(file));
  LinePieces lines(std::move(reader));
  HistoryScan scan;
  for (;;) {
    USAGESTAT_TRY(const auto piece, lines.next());
    if (!piece) return scan;
    if (deadline.expired()) return deadline.error();
    if (!piece->begins || (piece->is_whole() && base::trim(piece->text).empty())) continue;
    const auto time = piece->is_whole() ? time_of_line(piece->text) : std::nullopt;
    if (time && !is_in_time(filter, *time) && piece->has_newline) {
      ++scan.samples;
      continue;
    }
    auto sample = piece->is_whole()
                      ? parse_sample(piece->text)
                      : Result<HistorySample>(base::Error{base::ErrorKind::input, "", ""});
    if (!sample) {
      if (piece->ends && !piece->has_newline) continue;
      if (scan.broken++ == 0) scan.first_broken_line = piece->number;
      continue;
    }
    ++scan.samples;
    if (filter.matches(*sample)) USAGESTAT_CHECK(visit(*std::move(sample)));
  }
}

Result<NewestSamples> newest_samples(const std::filesystem::path& file, const HistoryFilter& filter,
                                     std::size_t limit, const system::System& system,
                                     const system::Deadline& deadline) {
  using Numbered = std::pair<std::uint64_t, HistorySample>;
  std::map<std::string, std::deque<Numbered>> newest;
  std::uint64_t number = 0;
  const auto keep = [&](HistorySample sample) -> Result<void> {
    if (limit == 0) return {};
    auto& own = newest[sample.instance_id];
    if (own.size() == limit) own.pop_front();
    own.emplace_back(number++, std::move(sample));
    return {};
  };
  NewestSamples result;
  USAGESTAT_TRY(result.scan, scan_history(file, filter, keep, system, deadline));
  std::vector<Numbered> all;
  for (auto& [id, own] : newest) std::ranges::move(own, std::back_inserter(all));
  std::ranges::sort(all, {}, &Numbered::first);
  for (Numbered& one : all) result.samples.push_back(std::move(one.second));
  return result;
}

}  // namespace usagestat::usage
