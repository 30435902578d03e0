// SPDX-License-Identifier: MIT
// usagestat plugin describe: what providers show and everything that they may touch.
#include "cli/arguments.hpp"
#include "cli/commands/commands.hpp"
#include "cli/describe_provider.hpp"
#include "cli/invocation.hpp"

namespace usagestat::cli {

base::Result<ExitCode> run_plugin_describe(const Arguments& arguments, Invocation& invocation) {
  USAGESTAT_TRY(const auto* catalog, invocation.workspace.catalog());
  std::vector<plugin_host::PluginPtr> plugins;
  for (const std::string& word : arguments.operands()) {
    auto plugin = catalog->find(word);
    if (!plugin)
      return base::Error{base::ErrorKind::usage, "Unknown provider \"" + word + "\".",
                         "`usagestat list` shows every known id."};
    plugins.push_back(std::move(plugin));
  }
  if (plugins.empty()) plugins = catalog->plugins;
  std::string text;
  for (const auto& plugin : plugins)
    text += (text.empty() ? "" : "\n") + describe_provider(plugin->manifest);
  invocation.print(text);
  return ExitCode::ok;
}

}  // namespace usagestat::cli
