// SPDX-License-Identifier: MIT
// A provider in words: what it shows, where it looks for credentials, and everything that it may
// touch. Markdown that also reads well as it is.
#pragma once

#include <string>

#include "model/provider_manifest.hpp"

namespace usagestat::cli {

std::string describe_provider(const model::ProviderManifest& manifest);

}  // namespace usagestat::cli
