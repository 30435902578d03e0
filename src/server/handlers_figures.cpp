// SPDX-License-Identifier: MIT
// Answers out of the documents that are ready in memory.
#include "server/handlers.hpp"
#include "server/metrics_text.hpp"

namespace usagestat::server {
namespace {

Response provider_not_found() { return error_response(404, "provider_not_found"); }

}  // namespace

Answer answer_usage(const Request&, const View& view) {
  return document_response(view.documents.usage);
}

Answer answer_usage_of(const Request& request, const View& view) {
  const InstanceDocuments* found = view.documents.find(request.id);
  return found == nullptr ? provider_not_found() : document_response(found->usage);
}

Answer answer_limits(const Request&, const View& view) {
  return document_response(view.documents.limits);
}

Answer answer_limits_of(const Request& request, const View& view) {
  const InstanceDocuments* found = view.documents.find(request.id);
  return found == nullptr ? provider_not_found() : document_response(found->limits);
}

Answer answer_providers(const Request&, const View& view) {
  return document_response(view.documents.providers);
}

Answer answer_icon(const Request& request, const View& view) {
  const Document* icon = view.documents.icon(request.id);
  if (icon == nullptr)
    return view.documents.find(request.id) == nullptr ? provider_not_found()
                                                      : error_response(404, "not_found");
  Response response = document_response(*icon);
  response.content_type = "image/svg+xml";
  // A plugin's drawing is shown, not run.
  response.headers.emplace_back("Content-Security-Policy",
                                "default-src 'none'; style-src 'unsafe-inline'; sandbox");
  return response;
}

Answer answer_metrics(const Request&, const View& view) {
  Response response = document_response(view.documents.metrics);
  response.content_type = k_metrics_type;
  return response;
}

Answer answer_health(const Request&, const View& view) {
  return document_response(view.documents.health);
}

Answer answer_events(const Request&, const View&) { return EventStream{}; }

Answer answer_refresh(const Request&, const View& view) {
  view.figures.refresh(view.documents.keys_on);
  return json_response(202, base::json::object{{"status", "refresh_scheduled"}});
}

Answer answer_refresh_of(const Request& request, const View& view) {
  const InstanceDocuments* found = view.documents.find(request.id);
  if (found == nullptr) return provider_not_found();
  view.figures.refresh({found->key});
  return json_response(202, base::json::object{{"status", "refresh_scheduled"}});
}

Answer answer_status(const Request&, const View&) {
  return error_response(501, "not_available",
                        "This version of usagestat does not read the providers' status pages.");
}

Answer answer_cost(const Request& request, const View& view) {
  if (view.documents.find(request.id) == nullptr) return provider_not_found();
  return error_response(501, "not_available",
                        "This version of usagestat does not add up costs from local logs.");
}

}  // namespace usagestat::server
