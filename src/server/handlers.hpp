// SPDX-License-Identifier: MIT
// The handlers that rows of the route table name.
#pragma once

#include "server/route_table.hpp"

namespace usagestat::server {

Answer answer_usage(const Request& request, const View& view);
Answer answer_usage_of(const Request& request, const View& view);
Answer answer_limits(const Request& request, const View& view);
Answer answer_limits_of(const Request& request, const View& view);
Answer answer_providers(const Request& request, const View& view);
Answer answer_icon(const Request& request, const View& view);
Answer answer_history(const Request& request, const View& view);
Answer answer_history_of(const Request& request, const View& view);
Answer answer_status(const Request& request, const View& view);
Answer answer_cost(const Request& request, const View& view);
Answer answer_refresh(const Request& request, const View& view);
Answer answer_refresh_of(const Request& request, const View& view);
Answer answer_events(const Request& request, const View& view);
Answer answer_metrics(const Request& request, const View& view);
Answer answer_health(const Request& request, const View& view);
Answer answer_openapi(const Request& request, const View& view);
Answer answer_page(const Request& request, const View& view);

}  // namespace usagestat::server
