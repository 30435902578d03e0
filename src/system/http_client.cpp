// SPDX-License-Identifier: MIT
// What every HTTP client shares.
#include "system/http_client.hpp"

namespace usagestat::system {

const std::string* find_header(const HttpResponse& response, std::string_view lower_case_name) {
  for (auto header = response.headers.rbegin(); header != response.headers.rend(); ++header) {
    if (header->name == lower_case_name) return &header->value;
  }
  return nullptr;
}

std::vector<base::Result<HttpResponse>> HttpClient::send_all(
    const std::vector<HttpRequest>& requests, const Deadline& deadline) {
  std::vector<base::Result<HttpResponse>> results;
  results.reserve(requests.size());
  for (const auto& request : requests) results.push_back(send(request, deadline));
  return results;
}

}  // namespace usagestat::system
