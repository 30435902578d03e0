// SPDX-License-Identifier: MIT
// usagestat list: every known provider, on or off and why. Asks no service.
#include "base/text.hpp"
#include "cli/arguments.hpp"
#include "cli/commands/commands.hpp"
#include "cli/invocation.hpp"
#include "cli/render_table.hpp"
#include "cli/select.hpp"
#include "model/provider_json.hpp"

namespace usagestat::cli {
namespace {

std::string modes_of(const model::ProviderManifest& manifest) {
  std::string text = base::join(manifest.supported_modes, ", ");
  if (!manifest.auto_mode.empty())
    text += (text.empty() ? "" : " ") + ("(auto=" + manifest.auto_mode + ")");
  return text;
}

std::optional<std::string> file_in(const plugin_host::Plugin& plugin, std::string_view name,
                                   bool exists) {
  if (plugin.directory.empty() || !exists) return std::nullopt;
  return (plugin.directory / name).string();
}

base::json::object to_json(const usage::Instance& instance) {
  model::ProviderSummary summary;
  summary.manifest = &instance.plugin->manifest;
  summary.activation = instance.activation;
  summary.reason = instance.reason;
  if (instance.plugin->manifest.icon)
    summary.icon_path = file_in(*instance.plugin, instance.plugin->manifest.icon->path,
                                instance.plugin->icon_svg.has_value());
  summary.color_icon_path =
      file_in(*instance.plugin, "icon-color.svg", instance.plugin->color_icon_svg.has_value());
  base::json::object object = model::provider_to_json(summary);
  object["instanceId"] = instance.key();
  object["displayName"] = instance.display_name();
  return object;
}

void print_text(const std::vector<usage::Instance>& instances, Invocation& invocation) {
  std::vector<std::vector<std::string>> rows{{"id", "name", "status", "modes", "why"}};
  for (const usage::Instance& instance : instances) {
    rows.push_back({instance.key(), instance.display_name(),
                    std::string(model::to_string(instance.activation)),
                    modes_of(instance.plugin->manifest), instance.reason});
  }
  if (!invocation.use_plain()) {
    invocation.print(render_table(rows, invocation.streams.width));
    return;
  }
  rows.erase(rows.begin());
  std::string text;
  for (const auto& row : rows) text += base::join(row, "\t") + "\n";
  invocation.print(text);
}

}  // namespace

base::Result<ExitCode> run_list(const Arguments& arguments, Invocation& invocation) {
  USAGESTAT_TRY(const auto instances, select_from(arguments, true, invocation));
  if (invocation.options.json) {
    base::json::array array;
    for (const usage::Instance& instance : instances) array.push_back(to_json(instance));
    invocation.print_json(array);
  } else {
    print_text(instances, invocation);
  }
  return ExitCode::ok;
}

}  // namespace usagestat::cli
