// SPDX-License-Identifier: MIT
// What must not get into the repository by way of a recording: credentials and addresses of people.
// A made-up credential has to look made up: short, of one case, without digits, or with a word such
// as "story" or "example" in it. A signature or key of a real service is long and mixes all three.
#include <algorithm>
#include <array>
#include <cmath>

#include "base/encoding.hpp"
#include "repository/rules.hpp"

namespace usagestat::repository {
namespace {

constexpr std::string_view k_prefixes[] = {"sk-",   "sk_",  "pk_",         "gho_",   "ghp_",
                                           "ghu_",  "ghs_", "github_pat_", "glpat-", "xoxb-",
                                           "xoxp-", "AIza", "AKIA",        "ya29.",  "1//"};

constexpr std::string_view k_made_up[] = {"story", "example", "fake",   "test",   "dummy",
                                          "demo",  "sample",  "redact", "mock",   "secret",
                                          "token", "xxxx",    "abcdef", "012345", "123456"};

constexpr std::size_t k_shortest = 20;      // no service gives out shorter ones
constexpr std::size_t k_shortest_run = 32;  // without a known prefix
constexpr double k_least_bits = 3.6;        // entropy of a character; English words have less

bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_token_character(char c) {
  return is_lower(c) || is_upper(c) || is_digit(c) || c == '_' || c == '-';
}

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result)
    if (is_upper(c)) c = static_cast<char>(c - 'A' + 'a');
  return result;
}

// Shannon entropy of the characters, in bits.
double bits_per_character(std::string_view text) {
  std::array<std::size_t, 256> counts{};
  for (const char c : text) ++counts[static_cast<unsigned char>(c)];
  double bits = 0;
  for (const std::size_t count : counts) {
    if (count == 0) continue;
    const double share = static_cast<double>(count) / static_cast<double>(text.size());
    bits -= share * std::log2(share);
  }
  return bits;
}

bool names_itself_made_up(std::string_view text) {
  const std::string plain = lower(text);
  for (const std::string_view word : k_made_up)
    if (plain.find(word) != std::string::npos) return true;
  return false;
}

// The run of Base64 characters around a position.
std::string_view base64_around(std::string_view text, std::size_t at) {
  const auto belongs = [](char c) {
    return is_token_character(c) || c == '+' || c == '/' || c == '=';
  };
  std::size_t end = at;
  while (at > 0 && belongs(text[at - 1])) --at;
  while (end < text.size() && belongs(text[end])) ++end;
  return text.substr(at, end - at);
}

// Applications store logins as Base64 of something that holds Base64 again.
bool encodes_made_up(std::string_view base64, int depth = 0) {
  constexpr int k_deepest = 2;
  const auto inner = base::base64_decode(base64);
  if (!inner) return false;
  if (names_itself_made_up(*inner)) return true;
  for (std::size_t at = 0; depth < k_deepest && at < inner->size();) {
    const std::string_view run = base64_around(*inner, at);
    if (run.size() >= k_shortest && encodes_made_up(run, depth + 1)) return true;
    at += std::max<std::size_t>(run.size(), 1);
  }
  return false;
}

bool looks_real(std::string_view body) {
  if (!std::ranges::any_of(body, is_lower) || !std::ranges::any_of(body, is_upper) ||
      !std::ranges::any_of(body, is_digit))
    return false;
  if (names_itself_made_up(body)) return false;
  return bits_per_character(body) >= k_least_bits;
}

// `"client_id": "` or `CLIENT_ID = "`: which program asks is public, unlike its secret.
bool names_client(std::string_view before) {
  const std::size_t end = before.find_last_not_of("\"' :=");
  return lower(before.substr(0, end + 1)).ends_with("client_id");
}

bool is_suspicious(std::string_view run) {
  if (run.starts_with("eyJ")) return false;  // encoded JSON: a JWT is judged by its signature
  for (const std::string_view prefix : k_prefixes)
    if (run.starts_with(prefix) && run.size() >= prefix.size() + k_shortest)
      return looks_real(run.substr(prefix.size()));
  return run.size() >= k_shortest_run && looks_real(run);
}

// Files in which a recording, an example or an answer of a service stands.
bool may_hold_recordings(const SourceFile& file) {
  return file.is_below("tests/fixtures/") || file.is_below("plugins/") || file.is_below("docs/") ||
         file.is_below("fuzz/corpus/") || file.has_extension(".md");
}

// The reserved names of RFC 2606 and RFC 6761, and the addresses that services use for everybody.
bool is_nobody(std::string_view domain) {
  for (const std::string_view suffix :
       {"example.com", "example.org", "example.net", ".example", ".test", ".invalid", ".localhost"})
    if (domain.ends_with(suffix)) return true;
  return domain == "users.noreply.github.com";
}

bool is_address_character(char c) {
  return is_token_character(c) || c == '.' || c == '+' || c == '%';
}

}  // namespace

Findings find_secrets(const SourceTree& tree) {
  Findings findings;
  for (const SourceFile& file : tree) {
    if (!may_hold_recordings(file)) continue;
    std::size_t number = 0;
    for (const std::string_view line : lines_of(file.text)) {
      ++number;
      if (line.find("PRIVATE KEY-----") != std::string_view::npos)
        findings.push_back(finding(file, number, "a private key"));
      if (line.find("base64") != std::string_view::npos) continue;  // a file's or body's content
      for (std::size_t at = 0; at < line.size();) {
        std::size_t end = at;
        while (end < line.size() && is_token_character(line[end])) ++end;
        const std::string_view run = line.substr(at, end - at);
        if (is_suspicious(run) && !names_client(line.substr(0, at)) &&
            !encodes_made_up(base64_around(line, at)))
          findings.push_back(
              finding(file, number,
                      "looks like a real credential: " + std::string(run.substr(0, 12)) + "…"));
        at = std::max(end, at + 1);
      }
    }
  }
  return findings;
}

Findings find_addresses(const SourceTree& tree) {
  Findings findings;
  for (const SourceFile& file : tree) {
    if (!may_hold_recordings(file)) continue;
    std::size_t number = 0;
    for (const std::string_view line : lines_of(file.text)) {
      ++number;
      for (std::size_t at = line.find('@'); at != std::string_view::npos;
           at = line.find('@', at + 1)) {
        std::size_t end = at + 1;
        while (end < line.size() && is_address_character(line[end])) ++end;
        std::string_view domain = line.substr(at + 1, end - at - 1);
        while (domain.ends_with('.')) domain.remove_suffix(1);
        const bool has_name = at > 0 && is_address_character(line[at - 1]);
        const std::size_t dot = domain.rfind('.');
        if (!has_name || dot == std::string_view::npos || dot + 3 > domain.size()) continue;
        // "package@1.2.3" and "user:password@host" are something else.
        if (is_digit(domain[dot + 1]) || line.substr(0, at).find("://") != std::string_view::npos)
          continue;
        if (!is_nobody(domain))
          findings.push_back(
              finding(file, number, "an address of somebody at " + std::string(domain)));
      }
    }
  }
  return findings;
}

}  // namespace usagestat::repository
