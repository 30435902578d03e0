// SPDX-License-Identifier: MIT
#include "story/find_tokens.hpp"

#include <algorithm>
#include <string>

namespace usagestat::story {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_alnum(char c) { return is_digit(c) || is_upper(c) || is_lower(c); }
bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }
bool is_token_char(char c) { return is_alnum(c) || c == '-' || c == '_'; }

constexpr std::string_view k_prefixes[] = {
    "sk-",  "sk_",  "pk_",  "gho_",  "ghp_",  "ghu_",        "ghs_", "ghr_", "key-", "xai-",
    "gsk_", "AIza", "ya29", "sess-", "sess_", "github_pat_", "fo1_", "pat_", "tok_"};

// So much must follow a prefix.
constexpr std::size_t k_min_rest = 3;
constexpr std::size_t k_longest_segment = 6;

constexpr std::size_t k_min_prefixed = 16;
constexpr std::size_t k_min_mixed = 32;

// Maximal runs of characters that `belongs` accepts.
template <class Belongs, class Visit>
void each_run(std::string_view text, Belongs belongs, Visit visit) {
  std::size_t begin = 0;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    if (i < text.size() && belongs(text[i])) continue;
    if (i > begin) visit(text.substr(begin, i - begin));
    begin = i + 1;
  }
}

bool is_uuid(std::string_view text) {
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool is_dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (is_dash ? text[i] != '-' : !is_hex(text[i])) return false;
  }
  return true;
}

bool is_mixed(std::string_view word) {
  return std::count_if(word.begin(), word.end(), is_digit) >= 3 &&
         std::any_of(word.begin(), word.end(), is_upper) &&
         std::any_of(word.begin(), word.end(), is_lower);
}

}  // namespace

std::vector<std::string_view> find_jwts(std::string_view text) {
  std::vector<std::string_view> found;
  each_run(
      text, [](char c) { return is_token_char(c) || c == '.'; },
      [&](std::string_view run) {
        const std::size_t begin = run.find("eyJ");
        if (begin == std::string_view::npos) return;
        std::string_view token = run.substr(begin);
        while (token.ends_with('.')) token.remove_suffix(1);
        if (std::count(token.begin(), token.end(), '.') == 2 && token.size() >= 20)
          found.push_back(token);
      });
  return found;
}

std::vector<std::string_view> find_email_addresses(std::string_view text) {
  const auto is_local = [](char c) {
    return is_alnum(c) || c == '.' || c == '_' || c == '+' || c == '-';
  };
  const auto is_domain = [](char c) { return is_alnum(c) || c == '.' || c == '-'; };
  std::vector<std::string_view> found;
  for (std::size_t at = text.find('@'); at != std::string_view::npos; at = text.find('@', at + 1)) {
    std::size_t begin = at;
    while (begin > 0 && is_local(text[begin - 1])) --begin;
    std::size_t end = at + 1;
    while (end < text.size() && is_domain(text[end])) ++end;
    while (end > at + 1 && !is_alnum(text[end - 1])) --end;
    const std::string_view domain = text.substr(at + 1, end - at - 1);
    const std::size_t dot = domain.rfind('.');
    if (begin == at || dot == std::string_view::npos || dot == 0) continue;
    const std::string_view last = domain.substr(dot + 1);
    if (last.size() < 2 || std::any_of(last.begin(), last.end(), is_digit)) continue;
    found.push_back(text.substr(begin, end - begin));
  }
  return found;
}

std::vector<std::string_view> find_uuids(std::string_view text) {
  std::vector<std::string_view> found;
  for (std::size_t i = 0; i + 36 <= text.size(); ++i) {
    if (i > 0 && is_alnum(text[i - 1])) continue;
    if (i + 36 < text.size() && is_alnum(text[i + 36])) continue;
    if (!is_uuid(text.substr(i, 36))) continue;
    found.push_back(text.substr(i, 36));
    i += 35;
  }
  return found;
}

std::vector<std::string_view> find_opaque_tokens(std::string_view text) {
  std::vector<std::string_view> found;
  each_run(text, is_token_char, [&](std::string_view run) {
    if (run.size() < k_min_prefixed || is_uuid(run)) return;
    for (const std::string_view prefix : k_prefixes)
      if (run.starts_with(prefix)) return found.push_back(run);
    if (run.size() >= k_min_mixed && is_mixed(run)) found.push_back(run);
  });
  return found;
}

std::size_t token_prefix_length(std::string_view token) {
  std::size_t begin = 0;
  for (const std::string_view prefix : k_prefixes)
    if (token.starts_with(prefix)) begin = std::max(begin, prefix.size());
  // Two or three letters and a dash are the beginning of a service's own kind.
  const std::size_t dash = token.find_first_of("-_");
  const bool is_short = (dash == 2 || dash == 3) && is_lower(token[0]) && is_lower(token[1]) &&
                        is_lower(token[dash - 1]);
  if (begin == 0 && is_short) begin = dash + 1;
  if (begin == 0 || (token[begin - 1] != '-' && token[begin - 1] != '_')) return begin;
  // Further segments: "ant-", "oat01-".
  for (std::size_t i = begin; i < token.size() && i - begin <= k_longest_segment; ++i) {
    if (token[i] == '-' || token[i] == '_') {
      if (i == begin) break;
      begin = i + 1;
    } else if (!is_lower(token[i]) && !is_digit(token[i])) {
      break;
    }
  }
  return token.size() - std::min(begin, token.size()) < k_min_rest ? 0 : begin;
}

}  // namespace usagestat::story
