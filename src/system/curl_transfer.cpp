// SPDX-License-Identifier: MIT
// A request as curl options, and its answer back.
#include "system/curl_transfer.hpp"

#include <algorithm>
#include <array>

#include <curl/curl.h>
#include <mbedtls/ssl.h>

#include "base/text.hpp"
#include "system/transfer_failure.hpp"

namespace usagestat::system {
namespace {

// RFC 9110 5.6.2: what methods and header names consist of.
bool is_token(std::string_view text) {
  constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
  return !text.empty() && std::all_of(text.begin(), text.end(), [&](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           marks.find(c) != std::string_view::npos;
  });
}

bool is_header_value(std::string_view text) {
  return text.find_first_of(std::string_view("\r\n\0", 3)) == std::string_view::npos;
}

// The message's framing is ours: a length that contradicts the body would let a request be
// smuggled.
bool is_framing_header(std::string_view name) {
  return base::equals_ignoring_case(name, "content-length") ||
         base::equals_ignoring_case(name, "transfer-encoding");
}

base::Result<void> check(const HttpRequest& request) {
  const auto refuse = [](std::string message) {
    return base::Error{base::ErrorKind::plugin, std::move(message), ""};
  };
  if (!is_token(request.method)) return refuse("The HTTP method of a request is not a word.");
  for (const auto& header : request.headers) {
    if (!is_token(header.name)) return refuse("A request header has a name that is not a word.");
    if (!is_header_value(header.value)) {
      return refuse("The request header " + header.name + " contains a line break.");
    }
  }
  return {};
}

CURLcode tls_config_callback(CURL*, void* tls_config, void* transfer) {
  static_cast<CurlTransfer*>(transfer)->complete_tls_config(tls_config);
  return CURLE_OK;
}

// Notes every objection and lets none pass: flags left set make the handshake fail.
int note_certificate_flags(void* noted, mbedtls_x509_crt*, int, std::uint32_t* flags) {
  *static_cast<std::uint32_t*>(noted) |= *flags;
  return 0;
}

struct UrlHandle {
  CURLU* handle = curl_url();
  ~UrlHandle() { curl_url_cleanup(handle); }
  UrlHandle() = default;
  UrlHandle(const UrlHandle&) = delete;
  UrlHandle& operator=(const UrlHandle&) = delete;

  std::string part(CURLUPart which) const {
    char* text = nullptr;
    if (curl_url_get(handle, which, &text, CURLU_DEFAULT_PORT) != CURLUE_OK || !text) return {};
    std::string result = text;
    curl_free(text);
    return result;
  }
};

}  // namespace

base::Result<std::unique_ptr<CurlTransfer>> CurlTransfer::create(HttpRequest request, Route route) {
  USAGESTAT_CHECK(check(request));
  std::unique_ptr<CurlTransfer> transfer(new CurlTransfer(std::move(request), std::move(route)));
  USAGESTAT_CHECK(transfer->set_up());
  return transfer;
}

CurlTransfer::CurlTransfer(HttpRequest request, Route route)
    : request_(std::move(request)), route_(std::move(route)), handle_(curl_easy_init()) {}

CurlTransfer::~CurlTransfer() {
  curl_easy_cleanup(handle_);
  curl_slist_free_all(static_cast<curl_slist*>(header_list_));
}

base::Result<void> CurlTransfer::set_up() {
  if (!handle_) return base::Error{base::ErrorKind::internal, "No memory for a request.", ""};
  USAGESTAT_CHECK(set_url());
  set_method();
  set_headers();
  set_security();
  curl_easy_setopt(handle_, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(handle_, CURLOPT_QUICK_EXIT, 1L);
  curl_easy_setopt(handle_, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  curl_easy_setopt(handle_, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(handle_, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(handle_, CURLOPT_TCP_KEEPALIVE, 1L);
  curl_easy_setopt(handle_, CURLOPT_TIMEOUT_MS, static_cast<long>(route_.timeout.count()));
  curl_easy_setopt(handle_, CURLOPT_MAXFILESIZE_LARGE,
                   static_cast<curl_off_t>(request_.max_response_bytes));
  curl_easy_setopt(handle_, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
  // Both are always set, so that curl reads no environment variable itself.
  curl_easy_setopt(handle_, CURLOPT_PROXY, route_.proxy ? route_.proxy->url.c_str() : "");
  curl_easy_setopt(handle_, CURLOPT_NOPROXY, "");
  curl_easy_setopt(handle_, CURLOPT_PRIVATE, this);
  curl_easy_setopt(handle_, CURLOPT_HEADERFUNCTION, &CurlTransfer::on_header);
  curl_easy_setopt(handle_, CURLOPT_HEADERDATA, this);
  curl_easy_setopt(handle_, CURLOPT_WRITEFUNCTION, &CurlTransfer::on_body);
  curl_easy_setopt(handle_, CURLOPT_WRITEDATA, this);
  return {};
}

// Permissions were checked on our reading of the URL, so curl's reading must be the same.
base::Result<void> CurlTransfer::set_url() {
  const UrlHandle url;
  const auto refuse = [] {
    return base::Error{base::ErrorKind::plugin, "The URL of a request is malformed.", ""};
  };
  if (!url.handle) return refuse();
  if (curl_url_set(url.handle, CURLUPART_URL, request_.url.c_str(), CURLU_URLENCODE) != CURLUE_OK) {
    return refuse();
  }
  std::string host = base::to_lower(url.part(CURLUPART_HOST));
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  if (url.part(CURLUPART_SCHEME) != route_.url.scheme || host != route_.url.host ||
      url.part(CURLUPART_PORT) != std::to_string(route_.url.port)) {
    return refuse();
  }
  if (curl_easy_setopt(handle_, CURLOPT_URL, url.part(CURLUPART_URL).c_str()) != CURLE_OK) {
    return refuse();
  }
  return {};
}

void CurlTransfer::set_method() {
  constexpr std::array<std::string_view, 3> with_body = {"POST", "PUT", "PATCH"};
  const bool expects_body =
      std::find(with_body.begin(), with_body.end(), request_.method) != with_body.end();
  if (request_.body || expects_body) {
    if (!request_.body) request_.body.emplace();
    curl_easy_setopt(handle_, CURLOPT_POSTFIELDSIZE_LARGE,
                     static_cast<curl_off_t>(request_.body->size()));
    curl_easy_setopt(handle_, CURLOPT_POSTFIELDS, request_.body->c_str());  // not copied
  } else if (request_.method == "HEAD") {
    curl_easy_setopt(handle_, CURLOPT_NOBODY, 1L);
    return;
  }
  curl_easy_setopt(handle_, CURLOPT_CUSTOMREQUEST, request_.method.c_str());
}

void CurlTransfer::set_headers() {
  curl_slist* list = nullptr;
  bool has_content_type = false;
  for (const auto& [name, value] : request_.headers) {
    if (is_framing_header(name)) continue;
    has_content_type |= base::equals_ignoring_case(name, "content-type");
    // "Name;" is how curl is told to send an empty value.
    const std::string line = base::trim(value).empty() ? name + ";" : name + ": " + value;
    list = curl_slist_append(list, line.c_str());
  }
  // Not what the caller asked for: curl's own guesses for bodies.
  if (!has_content_type) list = curl_slist_append(list, "Content-Type:");
  list = curl_slist_append(list, "Expect:");
  header_list_ = list;
  curl_easy_setopt(handle_, CURLOPT_HTTPHEADER, list);
}

void CurlTransfer::set_security() {
  verify_ = !(request_.accept_invalid_certificate && base::is_loopback_host(route_.url.host));
  curl_easy_setopt(handle_, CURLOPT_SSL_VERIFYPEER, verify_ ? 1L : 0L);
  curl_easy_setopt(handle_, CURLOPT_SSL_VERIFYHOST, verify_ ? 2L : 0L);
  curl_easy_setopt(handle_, CURLOPT_SSL_CTX_FUNCTION, &tls_config_callback);
  curl_easy_setopt(handle_, CURLOPT_SSL_CTX_DATA, this);
}

// curl has already set the host name and required verification; this adds who is trusted.
void CurlTransfer::complete_tls_config(void* tls_config) {
  auto* const config = static_cast<mbedtls_ssl_config*>(tls_config);
  if (verify_ && route_.trust) {
    auto* const chain = static_cast<mbedtls_x509_crt*>(route_.trust->native_chain());
    mbedtls_ssl_conf_ca_chain(config, chain, nullptr);
    mbedtls_ssl_conf_verify(config, &note_certificate_flags, &certificate_flags_);
  }
  // Tickets let TLS 1.2 servers without a session cache resume. Renegotiation would verify again
  // when this transfer may be gone.
  mbedtls_ssl_conf_session_tickets(config, MBEDTLS_SSL_SESSION_TICKETS_ENABLED);
  mbedtls_ssl_conf_renegotiation(config, MBEDTLS_SSL_RENEGOTIATION_DISABLED);
}

base::Result<HttpResponse> CurlTransfer::finish(int code) {
  if (code != CURLE_OK) return failure(code);
  long status = 0;
  curl_easy_getinfo(handle_, CURLINFO_RESPONSE_CODE, &status);
  response_.status = static_cast<int>(status);
  return std::move(response_);
}

base::Error CurlTransfer::failure(int code) const {
  long os_error = 0;
  long proxy_status = 0;
  curl_easy_getinfo(handle_, CURLINFO_OS_ERRNO, &os_error);
  curl_easy_getinfo(handle_, CURLINFO_HTTP_CONNECTCODE, &proxy_status);
  TransferFailure failure;
  failure.code = code;
  failure.host = route_.url.host;
  failure.proxy = route_.proxy;
  failure.proxy_status = static_cast<int>(proxy_status);
  failure.os_error = static_cast<int>(os_error);
  failure.certificate_flags = certificate_flags_;
  failure.timeout = route_.own_timeout();
  failure.max_response_bytes = request_.max_response_bytes;
  failure.too_large = too_large_;
  return describe(failure);
}

void CurlTransfer::take_header_line(std::string_view line) {
  if (line.starts_with("HTTP/")) {  // the answer proper begins after any "100 Continue"
    response_.headers.clear();
    return;
  }
  const auto colon = line.find(':');
  if (colon == std::string_view::npos || !response_.body.empty()) return;  // the end, or a trailer
  response_.headers.push_back({base::to_lower(base::trim(line.substr(0, colon))),
                               std::string(base::trim(line.substr(colon + 1)))});
}

std::size_t CurlTransfer::on_header(char* data, std::size_t size, std::size_t count, void* self) {
  static_cast<CurlTransfer*>(self)->take_header_line({data, size * count});
  return size * count;
}

std::size_t CurlTransfer::on_body(char* data, std::size_t size, std::size_t count, void* self) {
  auto& transfer = *static_cast<CurlTransfer*>(self);
  const std::size_t bytes = size * count;
  if (transfer.response_.body.size() + bytes > transfer.request_.max_response_bytes) {
    transfer.too_large_ = true;
    return CURL_WRITEFUNC_ERROR;
  }
  transfer.response_.body.append(data, bytes);
  return bytes;
}

}  // namespace usagestat::system
