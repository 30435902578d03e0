// SPDX-License-Identifier: MIT
// Patterns are found by one pass over the words of a text: linear in its length, whatever it holds.
#include "base/redact.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "base/text.hpp"

namespace usagestat::base {
namespace {

constexpr std::string_view k_hidden = "[redacted]";
constexpr std::size_t k_shortest_secret = 6;

// Beginnings of well-known token forms, each followed by at least eight token characters.
constexpr std::array<std::string_view, 20> k_prefixes{
    "sk-",  "pk-",  "rk-",   "gho_", "ghu_",  "ghp_",  "ghs_",  "ghr_",    "github_pat_", "AIza",
    "ya29.", "xoxb-", "xoxp-", "xoxa-", "glpat-", "AKIA", "ASIA", "whsec_", "npm_",        "hf_"};

constexpr std::array<std::string_view, 19> k_secret_names{
    "accesstoken",  "refreshtoken", "idtoken",      "apikey",     "authorization", "setcookie",
    "cookie",       "cookieheader", "clientsecret", "password",   "secret",        "token",
    "sessionkey",   "sessiontoken", "privatekey",   "authtoken",  "bearertoken",   "credential",
    "proxyauthorization"};

bool is_token_character(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '_' || c == '.' || c == '~' || c == '+' || c == '/' || c == '%';
}


std::string letters_of(std::string_view name) {
  std::string result;
  for (const char c : to_lower(name)) {
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) result += c;
  }
  return result;
}

// A JSON Web Token: three dotted parts, the first of which is a Base64 object ("eyJ" is `{"`).
bool is_jwt(std::string_view word) {
  if (!word.starts_with("eyJ") || word.size() < 20) return false;
  const auto dot = word.find('.');
  return dot != std::string_view::npos && dot + 1 < word.size();
}

bool has_known_prefix(std::string_view word) {
  return std::ranges::any_of(k_prefixes, [word](std::string_view prefix) {
    return word.starts_with(prefix) && word.size() >= prefix.size() + 8;
  });
}

bool has_digit(std::string_view word) {
  return std::ranges::any_of(word, [](char c) { return c >= '0' && c <= '9'; });
}

class PatternRedactor {
 public:
  explicit PatternRedactor(std::string_view text) : text_(text) {}

  std::string run() {
    while (at_ < text_.size()) {
      if (!is_token_character(text_[at_])) {
        result_ += text_[at_++];
        continue;
      }
      take_word();
    }
    return std::move(result_);
  }

 private:
  void take_word() {
    std::size_t end = at_;
    while (end < text_.size() && is_token_character(text_[end])) ++end;
    const std::string_view word = text_.substr(at_, end - at_);
    at_ = end;
    const std::string_view core = trim_dots(word);
    if (is_jwt(core) || has_known_prefix(core)) {
      result_ += k_hidden;
      result_ += word.substr(core.size());
      return;
    }
    result_ += word;
    if (is_scheme(core)) hide_after_scheme();
    if (is_secret_name(last_segment(core))) hide_value();
  }

  // A full stop ends a sentence, not a token.
  static std::string_view trim_dots(std::string_view word) {
    while (!word.empty() && (word.back() == '.' || word.back() == '/')) word.remove_suffix(1);
    return word;
  }

  // "body.access_token" and "a/b/access_token" name access_token.
  static std::string_view last_segment(std::string_view word) {
    const auto cut = word.find_last_of("./~%+");
    return cut == std::string_view::npos ? word : word.substr(cut + 1);
  }

  static bool is_scheme(std::string_view word) {
    return equals_ignoring_case(word, "bearer") || equals_ignoring_case(word, "basic");
  }

  // "Bearer x": one word of eight and more characters with a digit, so that "bearer authentication"
  // stays.
  void hide_after_scheme() {
    std::size_t begin = at_;
    while (begin < text_.size() && text_[begin] == ' ') ++begin;
    if (begin == at_) return;
    std::size_t end = begin;
    while (end < text_.size() && (is_token_character(text_[end]) || text_[end] == '=')) ++end;
    const std::string_view value = text_.substr(begin, end - begin);
    if (value.size() < 8 || !has_digit(value)) return;
    result_ += " ";
    result_ += k_hidden;
    at_ = end;
  }

  // What stands behind "name=", "name: ", "\"name\":\"" …; up to the quote, the end of a cookie or of
  // a parameter, or, for headers, the end of the line.
  void hide_value() {
    std::size_t begin = at_;
    const auto skip = [&](std::string_view marks) {
      while (begin < text_.size() && marks.find(text_[begin]) != std::string_view::npos) ++begin;
    };
    skip("\"'\\");
    if (begin >= text_.size() || (text_[begin] != '=' && text_[begin] != ':')) return;
    const bool is_parameter = text_[begin] == '=';
    ++begin;
    skip(" ");
    const std::size_t before_quote = begin;
    skip("\"'\\");
    const bool is_quoted = begin > before_quote;
    std::size_t end = begin;
    const std::string_view stops = is_quoted ? "\"'\\\r\n" : is_parameter ? "&;,\"' \t\r\n" : "\"'\r\n,}";
    while (end < text_.size() && stops.find(text_[end]) == std::string_view::npos) ++end;
    if (end - begin < k_shortest_secret) return;
    // "token: expired yesterday" is prose; a value has a digit or no blank.
    const std::string_view value = text_.substr(begin, end - begin);
    if (!is_quoted && !has_digit(value) && value.find(' ') != std::string_view::npos) return;
    result_ += text_.substr(at_, begin - at_);
    result_ += k_hidden;
    at_ = end;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::string result_;
};

}  // namespace

bool is_secret_name(std::string_view name) {
  const std::string letters = letters_of(name);
  if (letters.size() < 5) return false;
  for (const std::string_view known : k_secret_names) {
    if (letters == known) return true;
    // OPENAI_API_KEY, xApiKey, oauthAccessToken; "token" alone must be the whole of it or its end.
    if (letters.size() > known.size() && letters.ends_with(known)) return true;
  }
  return false;
}

std::string redact_patterns(std::string_view text) { return PatternRedactor(text).run(); }

void Redactor::add_secret(std::string_view secret) {
  const std::string_view core = trim(secret);
  if (core.size() < k_shortest_secret) return;
  const std::lock_guard lock(mutex_);
  secrets_.emplace(core);
}

std::string Redactor::redact(std::string_view text) const {
  std::string result(text);
  {
    const std::lock_guard lock(mutex_);
    // Longest first: a secret may be a part of another one.
    std::vector<std::string_view> ordered(secrets_.begin(), secrets_.end());
    std::ranges::sort(ordered, std::ranges::greater(), &std::string_view::size);
    for (const std::string_view secret : ordered) {
      if (result.find(secret) != std::string::npos) result = replace_all(result, secret, k_hidden);
    }
  }
  return redact_patterns(result);
}

}  // namespace usagestat::base
