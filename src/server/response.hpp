// SPDX-License-Identifier: MIT
// An answer as a value: prepared bytes that many connections can share.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/json.hpp"

namespace usagestat::server {

constexpr std::string_view k_json_type = "application/json";

// Bytes made once per change of the figures and shared by every answer that carries them.
struct Document {
  std::shared_ptr<const std::string> body;  // null: known, but there are no figures yet
  std::string etag;                         // quoted, strong (RFC 9110 8.8.3); empty for none
};

// The document of a JSON value, compact.
Document json_document(const base::json::value& value);

struct Response {
  unsigned status = 200;
  std::string_view content_type = k_json_type;
  Document document;
  std::vector<std::pair<std::string_view, std::string>> headers;  // besides those of every answer
  bool closes = false;                                            // the connection ends after it
};

Response document_response(const Document& document);
Response json_response(unsigned status, const base::json::value& value);

// {"error": code}; with a sentence for people when there is one to say.
Response error_response(unsigned status, std::string_view code, std::string_view message = {});

// "Not Found"; the codes this server answers with.
std::string_view reason_phrase(unsigned status);

// True when an If-None-Match header (RFC 9110 13.1.2, weak comparison) names this tag.
bool matches_etag(std::string_view if_none_match, std::string_view etag);

}  // namespace usagestat::server
