// SPDX-License-Identifier: MIT
// The dashboard page and the description of the API, both part of the program.
#include "base/encoding.hpp"
#include "base/text.hpp"
#include "embedded/server_files.hpp"
#include "server/handlers.hpp"
#include "system/crypto.hpp"
#include "usage/version.hpp"

namespace usagestat::server {
namespace {

std::string_view embedded_file(std::string_view path) {
  for (const base::EmbeddedFile& file : embedded::server_files())
    if (file.path == path) return file.text;
  return {};
}

// " 'sha256-…'" for the text of every element of that name: what is allowed by its content cannot
// be joined by what somebody smuggles in.
std::string hashes_of(std::string_view page, std::string_view element) {
  const std::string begin = "<" + std::string(element) + ">";
  const std::string end = "</" + std::string(element) + ">";
  std::string hashes;
  for (auto at = page.find(begin); at != std::string_view::npos; at = page.find(begin, at)) {
    at += begin.size();
    const auto stop = page.find(end, at);
    if (stop == std::string_view::npos) break;
    hashes += " 'sha256-" + base::base64_encode(system::sha256(page.substr(at, stop - at))) + "'";
    at = stop;
  }
  return hashes.empty() ? " 'none'" : hashes;
}

std::string page_policy(std::string_view page) {
  return "default-src 'none'; script-src" + hashes_of(page, "script") + "; style-src" +
         hashes_of(page, "style") +
         "; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; "
         "frame-ancestors 'none'";
}

// One document without any further request: style and script in their elements.
std::string whole_page() {
  std::string page(embedded_file("page/index.html"));
  page = base::replace_all(page, "<style></style>",
                           "<style>" + std::string(embedded_file("page/style.css")) + "</style>");
  return base::replace_all(page, "<script></script>",
                           "<script>" + std::string(embedded_file("page/page.js")) + "</script>");
}

}  // namespace

Answer answer_page(const Request&, const View&) {
  static const Document page{std::make_shared<const std::string>(whole_page()), {}};
  static const std::string policy = page_policy(*page.body);
  Response response = document_response(page);
  response.content_type = "text/html; charset=utf-8";
  response.headers.emplace_back("Content-Security-Policy", policy);
  return response;
}

Answer answer_openapi(const Request&, const View&) {
  static const Document description{
      std::make_shared<const std::string>(
          base::replace_all(embedded_file("openapi.json"), "@version@", usage::k_version)),
      {}};
  return document_response(description);
}

}  // namespace usagestat::server
