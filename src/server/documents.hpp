// SPDX-License-Identifier: MIT
// All that can be answered from memory, as bytes, made once per change of the figures.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/usage_snapshot.hpp"
#include "server/response.hpp"
#include "usage/attempt.hpp"
#include "usage/instance.hpp"

namespace usagestat::server {

struct InstanceState {
  usage::Instance instance;
  std::optional<model::UsageSnapshot> snapshot;
  std::optional<usage::Attempt> attempt;

  bool is_on() const { return instance.activation != model::Activation::off; }
};

// What one id of a path stands for.
struct InstanceDocuments {
  std::string key;  // the instance
  Document usage;   // without a body until there is a snapshot
  Document limits;
  Document error;  // {"instanceId", "error"}; without a body when the last probe was good
};

struct Documents {
  Document usage;
  Document limits;
  Document providers;
  Document metrics;
  Document health;
  std::vector<std::string> keys_on;  // of the enabled instances, in order
  std::vector<InstanceDocuments> instances;
  std::map<std::string, std::size_t, std::less<>> by_id;  // lower case → index in `instances`
  std::map<std::string, Document, std::less<>> icons;     // likewise, by provider id and alias

  // By instance id, provider id or alias, letter case ignored; a provider stands for its first
  // instance that has figures. Null when nobody is called so.
  const InstanceDocuments* find(std::string_view id) const;
  const Document* icon(std::string_view id) const;
};

// `states` in output order.
Documents make_documents(const std::vector<InstanceState>& states, base::TimePoint now);

}  // namespace usagestat::server
