// SPDX-License-Identifier: MIT
// GET /metrics: the figures in OpenMetrics text form, for Prometheus.
#pragma once

#include <string>
#include <vector>

#include "server/documents.hpp"

namespace usagestat::server {

constexpr std::string_view k_metrics_type =
    "application/openmetrics-text; version=1.0.0; charset=utf-8";

// OpenMetrics 1.0. Labels: provider, instance and, for figures of a window, window; the amounts
// also have their unit. An e-mail address in a label is replaced by a digest of it. A window whose
// reset has passed counts as unused.
std::string metrics_text(const std::vector<InstanceState>& states, base::TimePoint now);

}  // namespace usagestat::server
