// SPDX-License-Identifier: MIT
// Runs one plugin once, in a fresh engine with exactly the permissions of its manifest.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "base/log.hpp"
#include "base/redact.hpp"
#include "base/result.hpp"
#include "model/metric_line.hpp"
#include "model/source_mode.hpp"
#include "plugin_host/plugin.hpp"
#include "system/deadline.hpp"
#include "system/system.hpp"

namespace usagestat::plugin_host {

struct ProbeRequest {
  PluginPtr plugin;
  std::string instance_id;
  model::SourceMode mode = model::SourceMode::automatic;
  std::optional<std::string> display_name;
  std::optional<std::string> api_key;
  std::optional<std::string> cookie_header;
  std::optional<std::string> region;
  std::optional<std::string> workspace_id;
  base::json::object settings;
  std::map<std::string, std::string> env;     // wins over the environment
  std::optional<std::filesystem::path> home;  // stands for ~ in this probe
  bool refresh_tokens = true;
  std::string app_version;
  std::filesystem::path app_data_directory;
  std::filesystem::path plugin_data_directory;  // created 0700 when first written to
  std::size_t heap_bytes = 64U << 20U;
};

struct ProbeAnswer {
  std::optional<std::string> display_name;
  std::optional<std::string> plan;
  std::optional<std::string> account;
  std::optional<std::string> source;
  std::vector<model::MetricLine> lines;
};

// Never throws. Error kinds are those of a snapshot; messages are redacted. A script that is still
// busy at the deadline is stopped, also inside a loop or a regular expression, and reported as
// timeout; one that needs more memory than heap_bytes is reported as plugin. Thread-safe for
// different requests.
base::Result<ProbeAnswer> probe(const ProbeRequest& request, const system::System& system,
                                base::Redactor& redactor, base::LogSink& log,
                                const system::Deadline& deadline);

}  // namespace usagestat::plugin_host
