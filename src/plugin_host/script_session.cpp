// SPDX-License-Identifier: MIT
#include "plugin_host/script_session.hpp"

#include "embedded/prelude.hpp"
#include "plugin_host/host_api.hpp"

namespace usagestat::plugin_host {

base::Result<void> prepare_engine(JsEngine& engine, HostContext& context) {
  for (const HostApiEntry& entry : host_api()) {
    engine.add_function(std::string(entry.name),
                        [&context, &entry](const base::json::array& arguments) {
                          return entry.function(context, HostArguments(entry.name, arguments));
                        });
  }
  for (const base::EmbeddedFile& file : embedded::prelude()) {
    const ScriptResult result = engine.run(file.text, file.path);
    if (!result.failure) continue;
    const bool is_limit = result.failure->reason == ScriptFailure::Reason::timeout ||
                          result.failure->reason == ScriptFailure::Reason::out_of_memory;
    return base::Error{is_limit ? base::ErrorKind::timeout : base::ErrorKind::internal,
                       "The prelude could not be loaded: " + result.failure->message, ""};
  }
  return {};
}

EngineOptions engine_options(const ProbeRequest& request, const system::System& system,
                             const system::Deadline& deadline) {
  EngineOptions options;
  options.heap_bytes = request.heap_bytes;
  options.deadline = deadline;
  options.now_ms = [&system] {
    return static_cast<double>(system.clock.now().time_since_epoch().count());
  };
  options.utc_offset_seconds = [&system](double instant_ms) {
    const base::TimePoint time{base::Milliseconds(static_cast<std::int64_t>(instant_ms))};
    return static_cast<int>(system.time_zone->offset_at(time).count());
  };
  return options;
}

}  // namespace usagestat::plugin_host
