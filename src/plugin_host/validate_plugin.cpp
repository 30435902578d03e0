// SPDX-License-Identifier: MIT
#include "plugin_host/validate_plugin.hpp"

#include <chrono>

#include "plugin_host/js_engine.hpp"
#include "plugin_host/script_error.hpp"

namespace usagestat::plugin_host {
namespace {

// The globals that a script may assign, and a ctx that answers nothing: a script that works while
// it is loaded is at fault.
constexpr std::string_view k_world =
    "var __usagestat_plugin, __ai_usage_plugin, __openusage_plugin, console = {log: function () "
    "{}};"
    "function __found() {"
    "  var all = [__usagestat_plugin, __ai_usage_plugin, __openusage_plugin];"
    "  for (var i = 0; i < all.length; i++)"
    "    if (all[i] && typeof all[i] === 'object') return typeof all[i].probe;"
    "  return 'nothing';"
    "}";

void check_script(const Plugin& plugin, PluginFindings& findings) {
  EngineOptions options;
  options.deadline = system::Deadline::after(std::chrono::seconds(1));
  JsEngine engine(options);
  (void)engine.run(k_world, "world.js");
  for (const Script& script : plugin.scripts) {
    const auto loaded = engine.run(script.text, script.name);
    if (!loaded.failure) continue;
    if (loaded.failure->reason == ScriptFailure::Reason::syntax) {
      const base::Error error = syntax_error(*loaded.failure, script);
      findings.errors.push_back(error.message + " " + error.hint);
    } else if (loaded.failure->reason == ScriptFailure::Reason::timeout) {
      findings.errors.push_back(script.name + " does not end while it is loaded.");
    } else {
      findings.errors.push_back(script.name +
                                " fails while it is loaded: " + loaded.failure->message);
    }
    return;
  }
  const auto found = engine.call("__found", {});
  if (found.value == "nothing")
    findings.errors.push_back(plugin.scripts.back().name + " does not set __usagestat_plugin.");
  else if (found.value != "function")
    findings.errors.push_back(plugin.scripts.back().name +
                              ": the plugin object has no function probe.");
}

}  // namespace

PluginFindings validate_plugin(const PluginPtr& plugin) {
  PluginFindings findings;
  findings.warnings = plugin->warnings;
  if (!plugin->icon_svg) findings.warnings.emplace_back("no icon.svg");
  check_script(*plugin, findings);
  return findings;
}

}  // namespace usagestat::plugin_host
