// SPDX-License-Identifier: MIT
#include "server/documents.hpp"

#include <set>

#include "base/text.hpp"
#include "model/snapshot_json.hpp"
#include "server/limits_json.hpp"
#include "server/metrics_text.hpp"
#include "server/providers_json.hpp"
#include "usage/version.hpp"

namespace usagestat::server {
namespace {

namespace json = base::json;

Document usage_document(const std::vector<InstanceState>& states) {
  json::array all;
  for (const InstanceState& state : states)
    if (state.is_on() && state.snapshot) all.push_back(model::snapshot_to_json(*state.snapshot));
  return json_document(all);
}

Document limits_document(const std::vector<InstanceState>& states, base::TimePoint now) {
  std::vector<const model::UsageSnapshot*> snapshots;
  for (const InstanceState& state : states)
    if (state.is_on() && state.snapshot) snapshots.push_back(&*state.snapshot);
  return json_document(limits_to_json(snapshots, now));
}

Document health_document(const std::vector<InstanceState>& states) {
  std::set<std::string> providers;
  for (const InstanceState& state : states) providers.insert(state.instance.plugin->manifest.id);
  return json_document(json::object{
      {"status", "ok"}, {"version", usage::k_version}, {"providers", providers.size()}});
}

// The first word that somebody is called by wins, except that a provider prefers an instance of its
// own that has figures.
void add_names(const std::vector<InstanceState>& states, Documents& documents) {
  for (std::size_t i = 0; i < states.size(); ++i)
    documents.by_id.emplace(base::to_lower(states[i].instance.key()), i);
  for (const bool needs_figures : {true, false}) {
    for (std::size_t i = 0; i < states.size(); ++i) {
      if (needs_figures && !states[i].snapshot) continue;
      const model::ProviderManifest& manifest = states[i].instance.plugin->manifest;
      documents.by_id.emplace(base::to_lower(manifest.id), i);
      for (const std::string& alias : manifest.aliases)
        documents.by_id.emplace(base::to_lower(alias), i);
    }
  }
}

void add_icons(const std::vector<InstanceState>& states, Documents& documents) {
  for (const InstanceState& state : states) {
    if (!state.instance.plugin->icon_svg) continue;
    const model::ProviderManifest& manifest = state.instance.plugin->manifest;
    const Document icon{std::make_shared<const std::string>(*state.instance.plugin->icon_svg), {}};
    documents.icons.emplace(base::to_lower(state.instance.key()), icon);
    documents.icons.emplace(base::to_lower(manifest.id), icon);
    for (const std::string& alias : manifest.aliases)
      documents.icons.emplace(base::to_lower(alias), icon);
  }
}

}  // namespace

const InstanceDocuments* Documents::find(std::string_view id) const {
  const auto found = by_id.find(base::to_lower(id));
  return found == by_id.end() ? nullptr : &instances[found->second];
}

const Document* Documents::icon(std::string_view id) const {
  const auto found = icons.find(base::to_lower(id));
  return found == icons.end() ? nullptr : &found->second;
}

Documents make_documents(const std::vector<InstanceState>& states, base::TimePoint now) {
  Documents documents;
  documents.usage = usage_document(states);
  documents.limits = limits_document(states, now);
  documents.providers = json_document(provider_states_to_json(states));
  documents.metrics.body = std::make_shared<const std::string>(metrics_text(states, now));
  documents.health = health_document(states);
  for (const InstanceState& state : states) {
    if (state.is_on()) documents.keys_on.push_back(state.instance.key());
    InstanceDocuments one{state.instance.key(), {}, {}, {}};
    std::vector<const model::UsageSnapshot*> snapshots;
    if (state.snapshot) {
      json::object snapshot = model::snapshot_to_json(*state.snapshot);
      one.usage = json_document(snapshot);
      if (state.snapshot->error)
        one.error = json_document(json::object{{"instanceId", snapshot["instanceId"]},
                                               {"error", std::move(snapshot["error"])}});
      snapshots.push_back(&*state.snapshot);
    }
    one.limits = json_document(limits_to_json(snapshots, now));
    documents.instances.push_back(std::move(one));
  }
  add_names(states, documents);
  add_icons(states, documents);
  return documents;
}

}  // namespace usagestat::server
