// SPDX-License-Identifier: MIT
#include "cli/csv.hpp"

#include "base/text.hpp"
#include "cli/format_metric.hpp"

namespace usagestat::cli {
namespace {

std::string number(const std::optional<std::int64_t>& value) {
  return value ? std::to_string(*value) : "";
}

}  // namespace

std::string csv_cell(std::string_view text) {
  std::string cell(text);
  if (!cell.empty() && std::string_view("=+-@\t\r").find(cell.front()) != std::string_view::npos)
    cell.insert(cell.begin(), '\'');
  if (cell.find_first_of(",\"\n\r") == std::string::npos) return cell;
  return "\"" + base::replace_all(cell, "\"", "\"\"") + "\"";
}

std::string csv_header(bool with_instance) {
  return std::string("ts,provider_id,") + (with_instance ? "instance_id," : "") +
         "display_name,plan,primary_percent,input_tokens,output_tokens,cost,reset_time\n";
}

std::string csv_row(const model::HistorySample& sample, bool with_instance) {
  const model::NormalisedMetrics& metrics = sample.metrics;
  std::vector<std::string> cells{model::format_offset(sample.at), csv_cell(sample.provider_id)};
  if (with_instance) cells.push_back(csv_cell(sample.instance_id));
  cells.push_back(csv_cell(sample.display_name));
  cells.push_back(csv_cell(sample.plan.value_or("")));
  cells.push_back(format_fixed(metrics.primary_percent, 2));
  cells.push_back(number(metrics.input_tokens));
  cells.push_back(number(metrics.output_tokens));
  cells.push_back(metrics.cost ? format_fixed(*metrics.cost, 6) : "");
  cells.push_back(csv_cell(metrics.reset_time.value_or("")));
  return base::join(cells, ",") + "\n";
}

}  // namespace usagestat::cli
