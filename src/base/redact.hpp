// SPDX-License-Identifier: MIT
// The one redactor: hides every credential that was handed out, and whatever looks like one.
#pragma once

#include <mutex>
#include <set>
#include <string>
#include <string_view>

namespace usagestat::base {

// Thread-safe: a probe's threads add to it while another one logs.
class Redactor {
 public:
  // Remembers a value that must never be shown. Values shorter than 6 bytes are ignored: they would
  // blank out ordinary words.
  void add_secret(std::string_view secret);

  // Every remembered secret, and what looks like one by pattern (JWT, sk-…, gho_…, "Bearer x",
  // key=value pairs of cookies and token parameters), replaced by "[redacted]".
  std::string redact(std::string_view text) const;

 private:
  mutable std::mutex mutex_;
  std::set<std::string, std::less<>> secrets_;
};

// The pattern part alone, for text that no probe produced.
std::string redact_patterns(std::string_view text);

// True for names such as accessToken, api_key, Authorization, Set-Cookie, client_secret.
bool is_secret_name(std::string_view name);

}  // namespace usagestat::base
