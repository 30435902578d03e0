// SPDX-License-Identifier: MIT
// Why a request got no answer, as a sentence: never the URL, only the host.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "base/error.hpp"
#include "system/proxy_rules.hpp"

namespace usagestat::system {

struct TransferFailure {
  int code = 0;  // of the HTTP library
  std::string host;
  std::optional<Proxy> proxy;
  int proxy_status = 0;                 // its answer to CONNECT; 0 without one
  int os_error = 0;                     // errno of the connection
  std::uint32_t certificate_flags = 0;  // what the TLS library holds against the certificate
  std::optional<std::chrono::milliseconds> timeout;  // of the request itself
  std::size_t max_response_bytes = 0;
  bool too_large = false;
};

base::Error describe(const TransferFailure& failure);

// "api.example.com did not answer within 10 s."; without `timeout` it was the deadline of all the
// work that came, of which this request may have had only the last moment.
base::Error no_answer_in_time(const std::string& host,
                              std::optional<std::chrono::milliseconds> timeout);

}  // namespace usagestat::system
