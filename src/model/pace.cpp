// SPDX-License-Identifier: MIT
#include "model/pace.hpp"

#include <algorithm>

namespace usagestat::model {
namespace {

PaceStage stage_of(double delta) {
  if (delta < -20) return PaceStage::well_under;
  if (delta < -10) return PaceStage::under;
  if (delta < -3) return PaceStage::slightly_under;
  if (delta <= 3) return PaceStage::on_track;
  if (delta <= 10) return PaceStage::slightly_over;
  return delta <= 20 ? PaceStage::over : PaceStage::well_over;
}

}  // namespace

std::string_view to_string(PaceStage stage) {
  switch (stage) {
    case PaceStage::well_under:
      return "well_under";
    case PaceStage::under:
      return "under";
    case PaceStage::slightly_under:
      return "slightly_under";
    case PaceStage::on_track:
      return "on_track";
    case PaceStage::slightly_over:
      return "slightly_over";
    case PaceStage::over:
      return "over";
    case PaceStage::well_over:
      return "well_over";
  }
  return "on_track";
}

std::optional<Pace> pace_of(const ProgressLine& line, base::TimePoint now) {
  const auto percent = used_percent(line);
  if (!percent || !line.resets_at || !line.period_ms || *line.period_ms <= 0) return std::nullopt;
  const auto left_ms = static_cast<double>((*line.resets_at - now).count());
  const auto period_ms = static_cast<double>(*line.period_ms);
  const double elapsed_ms = period_ms - left_ms;
  if (left_ms <= 0 || elapsed_ms <= 0) return std::nullopt;
  Pace pace;
  pace.actual_used_percent = std::clamp(*percent, 0.0, 100.0);
  pace.expected_used_percent = std::clamp(elapsed_ms / period_ms * 100.0, 0.0, 100.0);
  pace.delta_percent = pace.actual_used_percent - pace.expected_used_percent;
  pace.stage = stage_of(pace.delta_percent);
  if (pace.actual_used_percent <= 0) return pace;
  const double burn_per_ms = pace.actual_used_percent / elapsed_ms;
  const double exhausted_in_ms = (100.0 - pace.actual_used_percent) / burn_per_ms;
  pace.will_last_to_reset = exhausted_in_ms >= left_ms;
  if (pace.stage != PaceStage::well_under) pace.eta_seconds = exhausted_in_ms / 1000.0;
  return pace;
}

const ProgressLine* primary_line(const std::vector<MetricLine>& lines,
                                 const std::vector<std::string>& primary_labels) {
  for (const std::string& label : primary_labels) {
    for (const MetricLine& line : lines) {
      const auto* progress = std::get_if<ProgressLine>(&line);
      if (progress != nullptr && progress->label == label) return progress;
    }
  }
  for (const MetricLine& line : lines) {
    const auto* progress = std::get_if<ProgressLine>(&line);
    if (progress != nullptr && progress->format.kind == NumberFormat::Kind::percent)
      return progress;
  }
  return nullptr;
}

}  // namespace usagestat::model
