// SPDX-License-Identifier: MIT
// Sentences for curl's and mbedTLS's codes.
#include "system/transfer_failure.hpp"

#include <cerrno>
#include <cstdio>

#include <curl/curl.h>
#include <mbedtls/x509.h>

#include "system/os_error.hpp"

namespace usagestat::system {
namespace {

using base::Error;
using base::ErrorKind;

Error network(std::string message, std::string hint = {}) {
  return {ErrorKind::network, std::move(message), std::move(hint)};
}

std::string proxy_hint(const Proxy& proxy) {
  return "Check the proxy address in " + proxy.source + ".";
}

std::string seconds_text(std::chrono::milliseconds duration) {
  char buffer[32];
  std::snprintf(buffer, sizeof buffer, "%.3g s", static_cast<double>(duration.count()) / 1000.0);
  return buffer;
}

std::string size_text(std::size_t bytes) {
  constexpr std::size_t mebibyte = 1U << 20U;
  if (bytes >= mebibyte && bytes % mebibyte == 0) return std::to_string(bytes / mebibyte) + " MiB";
  return std::to_string(bytes) + " bytes";
}

Error certificate_failure(const std::string& host, std::uint32_t flags) {
  const std::string subject = "The certificate of " + host;
  if ((flags & MBEDTLS_X509_BADCERT_NOT_TRUSTED) != 0) {
    return network(subject + " is not trusted: this machine does not know who issued it.",
                   "If your company's proxy or your own authority signs it, name its CA file with "
                   "SSL_CERT_FILE or caBundle in the config.");
  }
  if ((flags & MBEDTLS_X509_BADCERT_EXPIRED) != 0) {
    return network(subject + " has expired.", "Check this machine's clock.");
  }
  if ((flags & MBEDTLS_X509_BADCERT_FUTURE) != 0) {
    return network(subject + " is not valid yet.", "Check this machine's clock.");
  }
  if ((flags & MBEDTLS_X509_BADCERT_CN_MISMATCH) != 0) {
    return network(subject + " is for another name.",
                   "Something between this machine and the service answers in its place.");
  }
  return network(subject + " is not valid.");
}

Error connection_failure(const std::string& who, int os_error) {
  switch (os_error) {
    case ECONNREFUSED:
      return network(who + " refused the connection.");
    case 0:
      return network(who + " cannot be reached.", "Check the network connection.");
    default:
      return network(who + " cannot be reached: " + reason_of(os_error) + ".",
                     "Check the network connection.");
  }
}

// What a proxy did wrong, or nothing when it is not to blame.
std::optional<Error> proxy_failure(const TransferFailure& failure) {
  if (!failure.proxy) return std::nullopt;
  const Proxy& proxy = *failure.proxy;
  const std::string name = "The proxy " + proxy.host;
  if (failure.proxy_status == 407) {
    return network(name + " asks for a user name and password.",
                   "Write them as http://user:password@host:port in " + proxy.source + ".");
  }
  if (failure.proxy_status >= 300) {
    return network(name + " would not connect to " + failure.host + " (HTTP " +
                   std::to_string(failure.proxy_status) + ").");
  }
  switch (failure.code) {
    case CURLE_COULDNT_RESOLVE_PROXY:
      return network(name + " could not be found.", proxy_hint(proxy));
    case CURLE_PROXY:
      return network(name + " could not connect to " + failure.host + ".", proxy_hint(proxy));
    case CURLE_COULDNT_CONNECT: {
      Error error = connection_failure(name, failure.os_error);
      error.hint = proxy_hint(proxy);
      return error;
    }
    case CURLE_PEER_FAILED_VERIFICATION:
      if (failure.proxy_status == 0 && proxy.url.starts_with("https:")) {
        return certificate_failure("the proxy " + proxy.host, failure.certificate_flags);
      }
      return std::nullopt;
    case CURLE_GOT_NOTHING:
    case CURLE_RECV_ERROR:
    case CURLE_SEND_ERROR:
      if (failure.proxy_status == 0) {
        return network(name + " closed the connection.", proxy_hint(proxy));
      }
      return std::nullopt;
    default:
      return std::nullopt;
  }
}

}  // namespace

Error no_answer_in_time(const std::string& host, std::optional<std::chrono::milliseconds> timeout) {
  if (timeout) {
    return {ErrorKind::timeout, host + " did not answer within " + seconds_text(*timeout) + ".",
            ""};
  }
  return {ErrorKind::timeout, host + " did not answer before the time limit.",
          "Allow more time with --timeout."};
}

Error describe(const TransferFailure& failure) {
  const std::string& host = failure.host;
  if (failure.too_large || failure.code == CURLE_FILESIZE_EXCEEDED) {
    return network("The answer of " + host + " is larger than " +
                   size_text(failure.max_response_bytes) + ".");
  }
  if (auto error = proxy_failure(failure)) return *std::move(error);
  switch (failure.code) {
    case CURLE_COULDNT_RESOLVE_HOST:
      return network("Could not find host " + host + ".", "Check the network connection.");
    case CURLE_COULDNT_CONNECT:
      return connection_failure(host, failure.os_error);
    case CURLE_OPERATION_TIMEDOUT:
      return no_answer_in_time(host, failure.timeout);
    case CURLE_PEER_FAILED_VERIFICATION:
      return certificate_failure(host, failure.certificate_flags);
    case CURLE_SSL_CONNECT_ERROR:
      return network("No secure connection to " + host +
                     " could be made: the TLS handshake failed.");
    case CURLE_GOT_NOTHING:
      return network(host + " closed the connection without an answer.");
    case CURLE_RECV_ERROR:
    case CURLE_SEND_ERROR:
      return network("The connection to " + host + " was lost.");
    case CURLE_PARTIAL_FILE:
      return network("The answer of " + host + " ended too early.");
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_BAD_CONTENT_ENCODING:
      return network(host + " did not answer in HTTP.");
    case CURLE_TOO_LARGE:
      return network("The answer of " + host + " has too many headers.");
    default:
      return network("The request to " + host +
                     " failed: " + curl_easy_strerror(static_cast<CURLcode>(failure.code)) + ".");
  }
}

}  // namespace usagestat::system
