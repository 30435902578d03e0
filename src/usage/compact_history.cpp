// SPDX-License-Identifier: MIT
#include "usage/compact_history.hpp"

#include <map>
#include <tuple>
#include <unordered_set>

#include "usage/line_pieces.hpp"
#include "usage/read_history.hpp"
#include "usage/state_file.hpp"

namespace usagestat::usage {
namespace {

using base::Result;
using std::chrono::days;
using std::chrono::hours;

// One hour or one day of one instance.
using Span = std::tuple<std::string, bool, std::int64_t>;
struct Best {
  double percent = 0;
  std::uint64_t line = 0;
};

Result<LinePieces> open_lines(const std::filesystem::path& file, const system::System& system) {
  USAGESTAT_TRY(auto reader, system.filesystem.open_file(file));
  return LinePieces(std::move(reader));
}

// The lines to be dropped.
Result<std::unordered_set<std::uint64_t>> lines_to_drop(LinePieces lines, const KeepRules& rules,
                                                        base::TimePoint now) {
  std::map<Span, Best> best;
  std::unordered_set<std::uint64_t> dropped;
  for (;;) {
    USAGESTAT_TRY(const auto piece, lines.next());
    if (!piece) return dropped;
    if (!piece->is_whole()) continue;
    const auto quick = time_of_line(piece->text);
    if (quick && now - *quick <= rules.everything) continue;
    const auto sample = parse_sample(piece->text);
    if (!sample || now - sample->at <= rules.everything) continue;
    const bool is_daily = now - sample->at > rules.one_an_hour;
    const auto since_epoch = sample->at.time_since_epoch();
    const Span span{sample->instance_id, is_daily,
                    is_daily ? std::chrono::floor<days>(since_epoch).count()
                             : std::chrono::floor<hours>(since_epoch).count()};
    const Best candidate{sample->metrics.primary_percent, piece->number};
    const auto [kept, is_new] = best.try_emplace(span, candidate);
    if (is_new) continue;
    const bool is_better = candidate.percent >= kept->second.percent;
    dropped.insert(is_better ? kept->second.line : candidate.line);
    if (is_better) kept->second = candidate;
  }
}

Result<void> copy_without(const std::unordered_set<std::uint64_t>& dropped,
                          const std::filesystem::path& file, const system::System& system) {
  constexpr std::size_t k_buffer = 1U << 20U;
  USAGESTAT_TRY(LinePieces lines, open_lines(file, system));
  USAGESTAT_TRY(const auto replacement, system.filesystem.replace_file(file));
  std::string buffer;
  for (;;) {
    USAGESTAT_TRY(const auto piece, lines.next());
    if (piece && !dropped.contains(piece->number))
      buffer += piece->text + (piece->has_newline ? "\n" : "");
    if (!piece || buffer.size() >= k_buffer) {
      USAGESTAT_CHECK(replacement->write(buffer));
      buffer.clear();
    }
    if (!piece) return replacement->commit();
  }
}

}  // namespace

Result<std::uint64_t> compact_history(const std::filesystem::path& file, const KeepRules& rules,
                                      base::TimePoint now, const system::System& system) {
  remove_leftovers(file, system);
  USAGESTAT_TRY(LinePieces lines, open_lines(file, system));
  USAGESTAT_TRY(const auto dropped, lines_to_drop(std::move(lines), rules, now));
  if (!dropped.empty()) USAGESTAT_CHECK(copy_without(dropped, file, system));
  return std::uint64_t{dropped.size()};
}

}  // namespace usagestat::usage
