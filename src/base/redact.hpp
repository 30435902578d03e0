// SPDX-License-Identifier: MIT
// The one redactor: hides every credential that was handed out, and whatever looks like one.
#pragma once

#include <mutex>
#include <set>
#include <string>
#include <string_view>

namespace usagestat::base {

inline constexpr std::string_view redacted_mark = "[redacted]";

// Thread-safe: a probe's threads add to it while another one logs.
class Redactor {
 public:
  // Remembers a value that must never be shown, in clear or percent-encoded; of a cookie header
  // each long value too. Values shorter than 6 bytes are ignored: they would blank out ordinary
  // words.
  void add_secret(std::string_view secret);

  // Every remembered secret, and then what redact_patterns() finds, replaced by "[redacted]".
  std::string redact(std::string_view text) const;

 private:
  mutable std::mutex mutex_;
  std::set<std::string, std::less<>> secrets_;
};

// What looks like a secret, replaced by "[redacted]": JSON Web Tokens, keys by their beginnings
// (sk-…, gho_…, AIza…), "Bearer x", private keys, passwords in URLs, cookie and authorization
// headers, and what a secret's name introduces (`access_token=…`, `"apiKey": "…"`, `--token …`).
// Prose about such things stays. Linear in the length of the text.
std::string redact_patterns(std::string_view text);

// True for names such as accessToken, api_key, Authorization, Set-Cookie, client_secret.
bool is_secret_name(std::string_view name);

}  // namespace usagestat::base
