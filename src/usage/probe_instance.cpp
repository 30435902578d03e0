// SPDX-License-Identifier: MIT
#include "usage/probe_instance.hpp"

#include "base/redact.hpp"
#include "base/text.hpp"
#include "config/resolve_secret.hpp"
#include "model/pace.hpp"
#include "usage/custom_command.hpp"
#include "usage/version.hpp"

namespace usagestat::usage {
namespace {

using base::Result;

Result<std::optional<std::string>> secret(const std::optional<model::SecretReference>& reference,
                                          std::string_view key, const system::System& system,
                                          base::Redactor& redactor,
                                          const system::Deadline& deadline) {
  if (!reference) return std::optional<std::string>();
  // `apiKey = ""` is a key that was not filled in.
  if (reference->kind == model::SecretReference::Kind::literal &&
      base::trim(reference->value).empty())
    return std::optional<std::string>();
  USAGESTAT_TRY(std::string value, config::resolve_secret(*reference, key, system, deadline));
  redactor.add_secret(value);
  return std::optional<std::string>(std::move(value));
}

Result<plugin_host::ProbeRequest> make_request(const Instance& instance,
                                               const ProbeSettings& settings,
                                               const system::System& system,
                                               base::Redactor& redactor,
                                               const system::Deadline& deadline) {
  const model::ProviderConfig& entry = instance.config;
  plugin_host::ProbeRequest request;
  request.plugin = instance.plugin;
  request.instance_id = instance.key();
  request.mode = settings.mode != model::SourceMode::automatic
                     ? settings.mode
                     : entry.source.value_or(model::SourceMode::automatic);
  request.display_name = entry.display_name;
  USAGESTAT_TRY(request.api_key, secret(entry.api_key, "apiKey", system, redactor, deadline));
  USAGESTAT_TRY(request.cookie_header,
                secret(entry.cookie_header, "cookieHeader", system, redactor, deadline));
  request.region = entry.region;
  request.workspace_id = entry.workspace_id;
  request.settings = entry.settings;
  request.env = entry.env;
  if (entry.home) request.home = *entry.home;
  request.refresh_tokens = settings.refresh_tokens;
  request.app_version = k_version;
  request.app_data_directory = settings.data_directory;
  request.plugin_data_directory = settings.data_directory / "state" / "plugins" / instance.key();
  return request;
}

Result<plugin_host::ProbeAnswer> ask(const Instance& instance, const ProbeSettings& settings,
                                     const system::System& system, base::Redactor& redactor,
                                     base::LogSink& log, const system::Deadline& deadline) {
  if (deadline.expired()) return deadline.error();
  if (!instance.plugin->may_run)
    return base::Error{base::ErrorKind::permission,
                       "The plugin lies in ./plugins, which is not trusted by itself.",
                       "Name the folder with --plugin-dir to run its code."};
  const bool custom = settings.mode == model::SourceMode::automatic
                          ? instance.config.source == model::SourceMode::custom
                          : settings.mode == model::SourceMode::custom;
  if (custom) return run_custom_command(instance.config, system, deadline);
  USAGESTAT_TRY(const plugin_host::ProbeRequest request,
                make_request(instance, settings, system, redactor, deadline));
  return plugin_host::probe(request, system, redactor, log, deadline);
}

std::optional<std::string> text_or_none(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional<std::string>(text);
}

}  // namespace

model::UsageSnapshot make_snapshot(const Instance& instance,
                                   const Result<plugin_host::ProbeAnswer>& answer,
                                   base::TimePoint now) {
  const model::ProviderManifest& manifest = instance.plugin->manifest;
  model::UsageSnapshot snapshot;
  snapshot.provider_id = manifest.id;
  snapshot.instance_id = instance.key();
  snapshot.display_name = instance.display_name();
  snapshot.status_page_url = text_or_none(manifest.status_page_url);
  snapshot.dashboard_url = text_or_none(manifest.usage_dashboard_url);
  if (!answer) {
    const base::Error& error = answer.error();
    snapshot.stale = true;
    snapshot.error =
        model::SnapshotError{error.kind, error.message, error.hint, now, error.retry_at};
    return snapshot;
  }
  if (answer->display_name && !instance.config.display_name)
    snapshot.display_name = *answer->display_name;
  snapshot.plan = answer->plan;
  snapshot.account = answer->account;
  snapshot.source = answer->source;
  snapshot.lines = answer->lines;
  snapshot.fetched_at = now;
  if (const auto* line = model::primary_line(snapshot.lines, model::primary_labels(manifest)))
    snapshot.pace = model::pace_of(*line, now);
  return snapshot;
}

Result<plugin_host::ProbeAnswer> ask_instance(const Instance& instance,
                                              const ProbeSettings& settings,
                                              const system::System& system, base::LogSink& log,
                                              const system::Deadline& deadline) {
  base::Redactor redactor;
  auto answer = ask(instance, settings, system, redactor, log, deadline);
  if (answer) return answer;
  base::Error error = answer.error();
  error.message = redactor.redact(base::without_control_characters(error.message));
  error.hint = redactor.redact(base::without_control_characters(error.hint));
  return error;
}

model::UsageSnapshot probe_instance(const Instance& instance, const ProbeSettings& settings,
                                    const system::System& system, base::LogSink& log,
                                    const system::Deadline& deadline) {
  return make_snapshot(instance, ask_instance(instance, settings, system, log, deadline),
                       system.clock.now());
}

}  // namespace usagestat::usage
