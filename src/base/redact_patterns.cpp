// SPDX-License-Identifier: MIT
// Secrets found by their looks, in one pass from left to right: every look ahead either ends in a
// replacement or is bounded, so the time is linear whatever the text holds.
#include <algorithm>
#include <array>

#include "base/redact.hpp"
#include "base/text.hpp"

namespace usagestat::base {
namespace {

constexpr auto k_none = std::string_view::npos;
constexpr std::size_t k_look_ahead = 128;  // bytes, for decisions that may come to nothing

// Beginnings of well-known keys.
constexpr std::array<std::string_view, 33> k_prefixes{
    "sk-",    "sk_",   "pk-",  "pk_",    "rk-",  "rk_",    "gho_",        "ghu_",  "ghp_",
    "ghs_",   "ghr_",  "AIza", "ya29.",  "xox",  "xapp-",  "github_pat_", "gsk_",  "glpat-",
    "xai-",   "pplx-", "AKIA", "ASIA",   "npm_", "hf_",    "whsec_",      "sess-", "r8_",
    "nvapi-", "tgp_",  "lin_", "dop_v1", "fw_",  "sntrys_"};

// How a quotation mark may be written: plain, in JSON inside JSON, in a URL.
constexpr std::array<std::string_view, 4> k_quotes{"\\\"", "\"", "'", "%22"};

bool is_alphanumeric(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}
bool is_word_character(char c) { return is_alphanumeric(c) || c == '_' || c == '-'; }
bool is_token_character(char c) { return is_word_character(c) || c == '.' || c == '~'; }
bool is_credential_character(char c) {
  return is_token_character(c) || c == '+' || c == '/' || c == '=' || c == '%';
}
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

bool has_digit(std::string_view text) { return std::ranges::any_of(text, is_digit); }

// No word of a language: digits, capitals inside, or no blank for too long.
bool looks_random(std::string_view word) {
  constexpr std::size_t k_shortest = 8;
  constexpr std::size_t k_longest_word = 20;
  if (word.size() < k_shortest) return false;
  const auto rest = word.substr(1);
  const bool has_inner_capital =
      std::ranges::any_of(rest, is_upper) && !std::ranges::all_of(rest, is_upper);
  return has_digit(word) || has_inner_capital || word.size() > k_longest_word;
}

bool is_scheme(std::string_view word) {
  return equals_ignoring_case(word, "bearer") || equals_ignoring_case(word, "basic");
}

// Names whose value goes on over blanks and semicolons.
bool is_header_name(std::string_view name) {
  const std::string lower = to_lower(name);
  return lower.ends_with("cookie") || lower.ends_with("authorization");
}

class PatternRedactor {
 public:
  explicit PatternRedactor(std::string_view text) : text_(text) {}

  std::string run() {
    result_.reserve(text_.size());
    while (at_ < text_.size()) {
      if (is_word_character(text_[at_])) {
        take_word();
      } else {
        copy_to(at_ + mark_length());
        hide_user_info();
      }
    }
    return std::move(result_);
  }

 private:
  std::string_view ahead(std::size_t from) const {
    return from < text_.size() ? text_.substr(from) : std::string_view();
  }
  void copy_to(std::size_t end) {
    result_ += text_.substr(at_, end - at_);
    at_ = end;
  }
  // The text from `begin` to `end` replaced, what lies before it kept.
  void hide(std::size_t begin, std::size_t end) {
    copy_to(begin);
    result_ += redacted_mark;
    at_ = end;
  }
  std::size_t end_of(std::size_t begin, bool (*belongs)(char)) const {
    while (begin < text_.size() && belongs(text_[begin])) ++begin;
    return begin;
  }

  // Escapes count as one mark, so that the word behind "\n" or "%3D" begins behind it.
  std::size_t mark_length() const {
    const auto rest = ahead(at_);
    if (rest.size() >= 3 && rest[0] == '%' && is_hex(rest[1]) && is_hex(rest[2])) return 3;
    if (rest.size() >= 6 && rest.starts_with("\\u") &&
        std::ranges::all_of(rest.substr(2, 4), is_hex))
      return 6;
    constexpr std::string_view k_escapes = "nrtbf";
    if (rest.size() >= 2 && rest[0] == '\\' && k_escapes.find(rest[1]) != k_none) return 2;
    return 1;
  }

  void take_word() {
    const std::size_t end = end_of(at_, is_word_character);
    const std::string_view word = text_.substr(at_, end - at_);
    if (hide_private_key(word) || hide_token()) return;
    const bool is_inside_quotes = at_ > 0 && (text_[at_ - 1] == '"' || text_[at_ - 1] == '\'');
    const char enclosing = is_inside_quotes ? text_[at_ - 1] : '\0';
    copy_to(end);
    if (is_scheme(word)) {
      hide_after_scheme(false);
    } else if (is_secret_name(word)) {
      hide_value(word, enclosing);
    }
  }

  bool hide_private_key(std::string_view word) {
    if (!word.starts_with("-----BEGIN")) return false;
    if (ahead(at_).substr(0, k_look_ahead).find("PRIVATE KEY-----") == k_none) return false;
    constexpr std::string_view k_end = "-----END";
    const auto end = text_.find(k_end, at_);
    hide(at_, end == k_none ? text_.size() : end_of(end + k_end.size(), [](char c) {
           return is_word_character(c) || c == ' ';
         }));
    return true;
  }

  // A word that is a key by its beginning, or a JSON Web Token: dotted parts, the first of which is
  // a Base64 object ("eyJ" is `{"`).
  bool hide_token() {
    const auto rest = ahead(at_);
    const bool maybe_jwt = rest.starts_with("eyJ");
    const auto prefix = std::ranges::find_if(
        k_prefixes, [rest](std::string_view known) { return rest.starts_with(known); });
    if (!maybe_jwt && prefix == k_prefixes.end()) return false;
    std::size_t end = end_of(at_, is_token_character);
    while (text_[end - 1] == '.') --end;  // it ends the sentence
    const auto token = text_.substr(at_, end - at_);
    if (!maybe_jwt && token.size() < prefix->size()) return false;  // nothing behind "ya29."
    constexpr std::size_t k_shortest_jwt = 20;
    if (maybe_jwt ? token.size() < k_shortest_jwt : !looks_random(token.substr(prefix->size())))
      return false;
    hide(at_, end);
    return true;
  }

  // "Bearer x" and "Basic x"; "bearer authentication" stays. `is_certain`: behind a secret's name.
  void hide_after_scheme(bool is_certain) {
    std::size_t begin = at_;
    while (begin < text_.size() && (text_[begin] == ' ' || text_[begin] == '+')) ++begin;
    if (begin == at_ && ahead(at_).starts_with("%20")) begin += 3;
    if (begin == at_) return;
    const std::size_t end = end_of(begin, is_credential_character);
    const auto value = text_.substr(begin, end - begin);
    if (looks_random(value) || (is_certain && !value.empty())) hide(begin, end);
  }

  std::string_view quote_at(std::size_t at) const {
    const auto rest = ahead(at);
    for (const std::string_view quote : k_quotes) {
      if (rest.starts_with(quote)) return quote;
    }
    return {};
  }
  std::size_t skip_blanks(std::size_t at) const {
    constexpr std::size_t k_most = 8;
    const std::size_t last = std::min(text_.size(), at + k_most);
    while (at < last && (text_[at] == ' ' || text_[at] == '\t')) ++at;
    return at;
  }

  // What stands behind a secret's name: name=x, name: x, "name":"x", --name x.
  void hide_value(std::string_view name, char enclosing) {
    const std::string_view closing = quote_at(at_);
    const std::size_t behind_name = at_ + closing.size();
    std::size_t begin = skip_blanks(behind_name);
    const auto rest = ahead(begin);
    bool is_assignment = rest.starts_with("=") || rest.starts_with("%3D");
    const bool is_pair = !closing.empty() && rest.starts_with(",") && is_header_name(name);
    if (is_assignment || rest.starts_with(":") || rest.starts_with("%3A") || is_pair) {
      begin = skip_blanks(begin + (rest.starts_with("%") ? 3 : 1));
    } else if (name.starts_with("--") && begin > behind_name) {
      is_assignment = true;
    } else {
      return;
    }
    if (const auto quote = quote_at(begin); !quote.empty()) return hide_quoted(begin, quote);
    if (is_pair) return;
    if (is_header_name(name)) return hide_header(begin, is_assignment, enclosing);
    hide_word(begin, is_assignment);
  }

  void hide_quoted(std::size_t begin, std::string_view quote) {
    constexpr std::size_t k_shortest = 4;
    begin += quote.size();
    std::size_t end = begin;
    while (end < text_.size() && text_[end] != '\n' && !ahead(end).starts_with(quote)) {
      const bool is_escape = quote == "\"" && text_[end] == '\\' && end + 1 < text_.size();
      end += is_escape ? 2U : 1U;
    }
    if (end - begin >= k_shortest) hide(begin, end);
  }

  // To the end of the line, or of what encloses it: `-H "Cookie: a=b; c=d"`.
  void hide_header(std::size_t begin, bool is_assignment, char enclosing) {
    const auto start = ahead(begin).substr(0, k_look_ahead);
    const auto word = start.substr(0, start.find_first_of(" \t\r\n"));
    const bool is_value = is_scheme(word) || equals_ignoring_case(word, "token") ||
                          word.find('=') != k_none || looks_random(word) ||
                          start.starts_with(redacted_mark);
    if (!is_value) return hide_word(begin, is_assignment);
    std::size_t end = begin;
    while (end < text_.size() && text_[end] != '\n' && text_[end] != '\r' && text_[end] != '\\' &&
           text_[end] != enclosing && !(is_assignment && text_[end] == '&'))
      ++end;
    hide(begin, end);
  }

  // One word. Behind a colon prose is possible: "token: expired yesterday", "Invalid token: null."
  void hide_word(std::size_t begin, bool is_assignment) {
    constexpr std::size_t k_shortest = 6;
    constexpr std::string_view k_stops = "&;,\"'\\ \t\r\n)}]<>|";
    if (ahead(begin).starts_with(redacted_mark)) return;
    std::size_t end = begin;
    while (end < text_.size() && k_stops.find(text_[end]) == k_none) ++end;
    const auto word = text_.substr(begin, end - begin);
    if (is_scheme(word)) {
      copy_to(end);
      return hide_after_scheme(true);
    }
    if (word.size() < k_shortest) return;
    const bool ends_line = end == text_.size() || text_[end] == '\n' || text_[end] == '\r';
    if (is_assignment || looks_random(word) || (ends_line && word.back() != '.')) hide(begin, end);
  }

  // The password of "https://name:password@host".
  void hide_user_info() {
    if (!std::string_view(result_).ends_with("://")) return;
    const auto start = ahead(at_).substr(0, 4 * k_look_ahead);
    const auto authority = start.substr(0, start.find_first_of("/?# \t\r\n\"'<>\\"));
    const auto user_end = authority.rfind('@');
    if (user_end == k_none || authority.substr(0, user_end).find(':') == k_none) return;
    hide(at_, at_ + user_end);
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::string result_;
};

}  // namespace

std::string redact_patterns(std::string_view text) { return PatternRedactor(text).run(); }

}  // namespace usagestat::base
