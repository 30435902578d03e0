// SPDX-License-Identifier: MIT
#include "server/response.hpp"

#include "base/encoding.hpp"
#include "base/text.hpp"
#include "system/crypto.hpp"

namespace usagestat::server {

Document json_document(const base::json::value& value) {
  auto body =
      std::make_shared<const std::string>(base::write_json(value, base::JsonStyle::compact));
  constexpr std::size_t k_tag_digits = 20;
  std::string etag = '"' + base::hex_encode(system::sha256(*body)).substr(0, k_tag_digits) + '"';
  return {std::move(body), std::move(etag)};
}

Response document_response(const Document& document) {
  Response response;
  if (!document.body) response.status = 204;
  response.document = document;
  return response;
}

Response json_response(unsigned status, const base::json::value& value) {
  Response response;
  response.status = status;
  response.document.body =
      std::make_shared<const std::string>(base::write_json(value, base::JsonStyle::compact));
  return response;
}

Response error_response(unsigned status, std::string_view code, std::string_view message) {
  base::json::object body{{"error", code}};
  if (!message.empty()) body["message"] = message;
  return json_response(status, body);
}

std::string_view reason_phrase(unsigned status) {
  switch (status) {
    case 200:
      return "OK";
    case 202:
      return "Accepted";
    case 204:
      return "No Content";
    case 304:
      return "Not Modified";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 408:
      return "Request Timeout";
    case 413:
      return "Content Too Large";
    case 431:
      return "Request Header Fields Too Large";
    case 501:
      return "Not Implemented";
    case 503:
      return "Service Unavailable";
    default:
      return "Internal Server Error";
  }
}

bool matches_etag(std::string_view if_none_match, std::string_view etag) {
  if (etag.empty()) return false;
  for (const std::string& item : base::split(if_none_match, ',')) {
    std::string_view tag = base::trim(item);
    if (tag == "*") return true;
    if (tag.starts_with("W/")) tag.remove_prefix(2);
    if (tag == etag) return true;
  }
  return false;
}

}  // namespace usagestat::server
