// SPDX-License-Identifier: MIT
#include "plugin_host/probe.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "plugin_host/probe_result.hpp"
#include "plugin_host/script_error.hpp"
#include "plugin_host/script_session.hpp"

namespace usagestat::plugin_host {
namespace {

namespace json = base::json;
using base::Error;
using base::ErrorKind;
using base::Result;

Result<void> check_mode(const ProbeRequest& request) {
  const auto& supported = request.plugin->manifest.supported_modes;
  const std::string mode(model::to_string(request.mode));
  if (request.mode == model::SourceMode::automatic || supported.empty() ||
      std::ranges::find(supported, mode) != supported.end())
    return {};
  return Error{ErrorKind::unsupported,
               "Mode " + mode + " is not supported by " + request.plugin->manifest.id + ".",
               "It supports: auto, " + base::join(supported, ", ") + "."};
}

json::object provider_values(const ProbeRequest& request) {
  json::object provider{{"id", request.plugin->manifest.id}, {"instanceId", request.instance_id}};
  const auto put = [&provider](std::string_view key, const std::optional<std::string>& value) {
    if (value) provider[key] = *value;
  };
  put("displayName", request.display_name);
  put("apiKey", request.api_key);
  put("cookieHeader", request.cookie_header);
  put("region", request.region);
  put("workspaceId", request.workspace_id);
  provider["settings"] = request.settings;
  return provider;
}

json::object context_values(const HostContext& context) {
  const ProbeRequest& request = context.request;
  const system::System& system = context.system;
  return {{"nowIso", base::format_utc(system.clock.now())},
          {"sourceMode", model::to_string(request.mode)},
          {"webUrl", request.plugin->manifest.web_url},
          {"provider", provider_values(request)},
          {"refreshTokens", request.refresh_tokens},
          {"homeDir", context.access.home().generic_string()},
          {"timeZone", system.time_zone->name()},
          {"app", json::object{{"version", request.app_version},
                               {"platform", system::to_string(system.environment.platform())},
                               {"appDataDir", request.app_data_directory.generic_string()},
                               {"pluginDataDir", request.plugin_data_directory.generic_string()}}}};
}

// Limits hold wherever they strike; everything else depends on the step.
std::optional<Error> limit_error(const ScriptFailure& failure, const HostContext& context) {
  if (failure.reason == ScriptFailure::Reason::timeout) {
    if (context.deadline.stop_requested()) return context.deadline.error();
    return Error{ErrorKind::timeout, "The probe was stopped at its deadline.",
                 "--timeout gives it more time."};
  }
  if (failure.reason == ScriptFailure::Reason::out_of_memory)
    return Error{ErrorKind::plugin,
                 "The plugin needed more than " +
                     std::to_string(context.request.heap_bytes >> 20U) + " MiB of memory.",
                 ""};
  return std::nullopt;
}

void log_failure(const ScriptFailure& failure, HostContext& context) {
  const std::string detail = failure.stack.empty() ? failure.message : failure.stack;
  context.log.log(base::LogLevel::debug, "plugin:" + context.request.instance_id,
                  context.redactor.redact(detail));
}

Error load_error(const ScriptFailure& failure, const Script* script, HostContext& context) {
  log_failure(failure, context);
  if (auto limit = limit_error(failure, context)) return *std::move(limit);
  if (failure.reason == ScriptFailure::Reason::syntax && script != nullptr)
    return syntax_error(failure, *script);
  Error error = thrown_error(failure, context);
  error.kind = ErrorKind::plugin;
  return base::with_context(std::move(error), "The script failed while it was loaded");
}

Error missing_part(std::string_view problem) {
  if (problem == "no_export")
    return {ErrorKind::plugin, "The script does not set __usagestat_plugin.", ""};
  if (problem == "no_probe")
    return {ErrorKind::plugin, "The plugin object has no function probe.", ""};
  return {ErrorKind::plugin, "probe() returned a promise; plugins are synchronous.", ""};
}

Result<ProbeAnswer> run_script(JsEngine& engine, HostContext& context) {
  const Plugin& plugin = *context.request.plugin;
  USAGESTAT_CHECK(prepare_engine(engine, context));
  const auto begun = engine.call("__usagestat_begin", {context_values(context)});
  if (begun.failure) return load_error(*begun.failure, nullptr, context);
  for (const Script& script : plugin.scripts) {
    const auto loaded = engine.run(script.text, script.name);
    if (loaded.failure) return load_error(*loaded.failure, &script, context);
  }
  const auto probed = engine.call("__usagestat_probe", {});
  if (probed.failure) {
    log_failure(*probed.failure, context);
    if (auto limit = limit_error(*probed.failure, context)) return *std::move(limit);
    return thrown_error(*probed.failure, context);
  }
  if (const auto problem = base::string_member(probed.value, "problem"))
    return missing_part(*problem);
  const json::value* result = base::find_member(probed.value, "result");
  return read_probe_result(result == nullptr ? json::value() : *result,
                           !plugin.manifest.permissions.has_value());
}

void fill_source(ProbeAnswer& answer, const ProbeRequest& request) {
  if (answer.source) return;
  if (request.mode != model::SourceMode::automatic) {
    answer.source = model::to_string(request.mode);
  } else if (!request.plugin->manifest.auto_mode.empty()) {
    answer.source = request.plugin->manifest.auto_mode;
  }
}

std::string presentable(const std::string& text, const base::Redactor& redactor) {
  constexpr std::size_t k_longest = 500;
  const std::string clean = base::without_control_characters(redactor.redact(text));
  return std::string(base::trim(base::fit_width(clean, k_longest)));
}

}  // namespace

Result<ProbeAnswer> probe(const ProbeRequest& request, const system::System& system,
                          base::Redactor& redactor, base::LogSink& log,
                          const system::Deadline& deadline) {
  USAGESTAT_CHECK(check_mode(request));
  if (request.api_key) redactor.add_secret(*request.api_key);
  if (request.cookie_header) remember_header_value(*request.cookie_header, redactor);
  remember_secret_members(request.settings, redactor);
  HostContext context{request, system, AccessRules(request, system), redactor, log, deadline};
  JsEngine engine(engine_options(request, system, deadline));
  auto answer = run_script(engine, context);
  if (!answer) {
    Error error = answer.error();
    error.message = presentable(error.message, redactor);
    error.hint = presentable(error.hint, redactor);
    return error;
  }
  fill_source(*answer, request);
  return answer;
}

}  // namespace usagestat::plugin_host
