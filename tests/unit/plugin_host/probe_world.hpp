// SPDX-License-Identifier: MIT
// One plugin in a made-up world: tests say what the script does and look at what comes out.
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "base/json.hpp"
#include "plugin_host/probe.hpp"
#include "support/collected_log.hpp"
#include "support/fake_world.hpp"

namespace usagestat::plugin_host {

class ProbeWorld {
 public:
  ProbeWorld() {
    plugin.manifest.id = "acme";
    plugin.manifest.name = "Acme";
    plugin.manifest.entry = "plugin.js";
    plugin.manifest.permissions.emplace();
    request.instance_id = "acme";
    request.app_version = "1.2.3";
    request.app_data_directory = "/home/dev/.local/share/usagestat";
    request.plugin_data_directory = request.app_data_directory / "state/plugins/acme";
  }

  model::Permissions& permissions() { return *plugin.manifest.permissions; }

  // Runs a whole script.
  base::Result<ProbeAnswer> run_script(const std::string& script) {
    plugin.scripts = {{"acme/plugin.js", script}};
    request.plugin = std::make_shared<Plugin>(plugin);
    system::System system = world.system();
    system.time_zone = time_zone;
    return probe(request, system, redactor, log, system::Deadline::after(limit));
  }

  // Runs `function (ctx) { <body> }` as the plugin's probe.
  base::Result<ProbeAnswer> run(const std::string& body) {
    return run_script("__usagestat_plugin = {id: 'acme', probe: function (ctx) {" + body + "\n}};");
  }

  // What `body` returns as JavaScript's own JSON; of an error "kind: message".
  std::string value(const std::string& body) {
    const auto answer =
        run("var host = ctx.host, util = ctx.util; var value = (function () {" + body +
            "\n})(); return {lines: [ctx.line.text({label: 'value', value: 'x' + "
            "JSON.stringify(value)})]};");
    if (!answer) {
      const base::Error& error = answer.error();
      return std::string(base::to_string(error.kind)) + ": " + error.message;
    }
    return std::get<model::TextLine>(answer->lines.at(0)).value.substr(1);
  }

  support::FakeWorld world;
  system::TimeZonePtr time_zone = system::utc_time_zone();
  support::CollectedLog log;
  base::Redactor redactor;
  Plugin plugin;
  ProbeRequest request;
  std::chrono::milliseconds limit{5000};
};

}  // namespace usagestat::plugin_host
