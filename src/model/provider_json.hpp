// SPDX-License-Identifier: MIT
// The wire form of a known provider: `list --json` and GET /v1/providers.
#pragma once

#include <optional>
#include <string>

#include "base/json.hpp"
#include "model/provider_manifest.hpp"

namespace usagestat::model {

// Why a provider is probed by default or not.
enum class Activation { enabled, detected, off };

std::string_view to_string(Activation activation);

struct ProviderSummary {
  const ProviderManifest* manifest = nullptr;
  Activation activation = Activation::off;
  std::string reason;                    // "config", "enabledByDefault", "found ~/.acme/auth.json"
  std::optional<std::string> icon_path;  // absolute, when the plugin lies in a directory
  std::optional<std::string> color_icon_path;  // likewise
};

base::json::object provider_to_json(const ProviderSummary& summary);

}  // namespace usagestat::model
