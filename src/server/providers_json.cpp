// SPDX-License-Identifier: MIT
#include "server/providers_json.hpp"

#include <map>

#include "base/encoding.hpp"
#include "model/snapshot_json.hpp"

namespace usagestat::server {
namespace {

namespace json = base::json;

json::value time_or_null(const std::optional<base::TimePoint>& time) {
  return time ? json::value(base::format_utc(*time)) : json::value(nullptr);
}

json::object instance_to_json(const InstanceState& state) {
  json::object object{{"instanceId", state.instance.key()},
                      {"displayName", state.instance.display_name()},
                      {"activation", model::to_string(state.instance.activation)},
                      {"reason", state.instance.reason},
                      {"lastAttemptAt", nullptr},
                      {"nextAttemptAt", nullptr},
                      {"error", nullptr}};
  if (state.attempt) {
    object["lastAttemptAt"] = base::format_utc(state.attempt->at);
    object["nextAttemptAt"] = time_or_null(state.attempt->retry_at);
  }
  if (state.snapshot) object["error"] = model::snapshot_to_json(*state.snapshot).at("error");
  return object;
}

json::object summary_to_json(const InstanceState& state) {
  const plugin_host::Plugin& plugin = *state.instance.plugin;
  json::object object = model::provider_to_json(
      {&plugin.manifest, state.instance.activation, state.instance.reason, {}, {}});
  object["iconUrl"] = nullptr;
  if (plugin.icon_svg)
    object["iconUrl"] = "/v1/providers/" + base::percent_encode(plugin.manifest.id) + "/icon.svg";
  object["instances"] = json::array();
  return object;
}

}  // namespace

json::array provider_states_to_json(const std::vector<InstanceState>& states) {
  json::array providers;
  std::map<std::string, std::size_t> index;
  for (const InstanceState& state : states) {
    const std::string& id = state.instance.plugin->manifest.id;
    const auto [found, is_new] = index.emplace(id, providers.size());
    if (is_new) providers.push_back(summary_to_json(state));
    json::object& provider = providers[found->second].get_object();
    // A provider is on when one of its instances is.
    if (state.is_on()) provider["enabled"] = true;
    provider["instances"].get_array().push_back(instance_to_json(state));
  }
  return providers;
}

}  // namespace usagestat::server
