// SPDX-License-Identifier: MIT
// What is hidden by its looks, and what is not. The tokens here are made up.
#include <chrono>

#include <catch2/catch_test_macros.hpp>

#include "base/redact.hpp"

namespace usagestat::base {
namespace {

struct Case {
  std::string_view text;
  std::string_view redacted;
};

void check(const std::vector<Case>& cases) {
  for (const Case& one : cases) {
    CHECK(redact_patterns(one.text) == one.redacted);
    CHECK(redact_patterns(one.redacted) == one.redacted);
  }
}

TEST_CASE("keys by their beginnings") {
  check({{"key sk-ant-oat01-Abc123 here", "key [redacted] here"},
         {"(pk-live9876543)", "([redacted])"},
         {"sk_live_4eC39HqLyj.", "[redacted]."},
         {"gho_16C7e42F292c69 ghu_16C7e42F292c69 ghp_16C7e42F292c69",
          "[redacted] [redacted] [redacted]"},
         {"github_pat_11ABCDEFG0_xyz", "[redacted]"},
         {"AIzaSyA1234567890abcdef", "[redacted]"},
         {"xoxb-123456789012-abc", "[redacted]"},
         {"ya29.a0AfB_byC1234567", "[redacted]"},
         {"it begins with ya29.", "it begins with ya29."},
         {"https://a.test/v1/sk-abc12345678/usage", "https://a.test/v1/[redacted]/usage"},
         {"line\\nsk-abc12345678", "line\\n[redacted]"},
         {"q%3Dsk-abc12345678%26x", "q%3D[redacted]%26x"},
         {"\\u003dsk-abc12345678", "\\u003d[redacted]"}});
}

TEST_CASE("JSON Web Tokens") {
  check({{"got eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc-_9.", "got [redacted]."},
         {"/auth/eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc/x", "/auth/[redacted]/x"},
         {"eyJ", "eyJ"},
         {"eyJust.text", "eyJust.text"}});
}

TEST_CASE("authorization schemes") {
  check({{"Bearer abc12345", "Bearer [redacted]"},
         {"bearer  abcDefgh==, then", "bearer  [redacted], then"},
         {"Basic dXNlcjpwYXNz", "Basic [redacted]"},
         {"Bearer%20abc12345", "Bearer%20[redacted]"},
         {"needs bearer authentication", "needs bearer authentication"},
         {"Basic plan", "Basic plan"}});
}

TEST_CASE("headers are hidden to the end of their line") {
  check({{"Authorization: token abcdefgh\r\nAccept: x", "Authorization: [redacted]\r\nAccept: x"},
         {"authorization: Bearer x\nB: y", "authorization: [redacted]\nB: y"},
         {"Cookie: a=b; theme=dark, c=d\nHost: h", "Cookie: [redacted]\nHost: h"},
         {"Set-Cookie: sid=abc; Expires=Thu, 01 Jan 2026", "Set-Cookie: [redacted]"},
         {"curl -H 'Cookie: a=\"b\"; c=d' -H 'X: y'", "curl -H 'Cookie: [redacted]' -H 'X: y'"},
         {"ACME_COOKIE=a=b; c=d", "ACME_COOKIE=[redacted]"},
         {"[\"Cookie\",\"a=b; c=d\"]", "[\"Cookie\",\"[redacted]\"]"}});
}

TEST_CASE("values behind a secret's name") {
  check({{R"({"access_token":"abc def","expires_in":3600})",
          R"({"access_token":"[redacted]","expires_in":3600})"},
         {R"({"apiKey": "a\"bcd", "x": 1})", R"({"apiKey": "[redacted]", "x": 1})"},
         {R"({\"refresh_token\":\"abcdef\",\"n\":1})",
          R"({\"refresh_token\":\"[redacted]\",\"n\":1})"},
         {"%22client_secret%22%3A%22abcdef%22%7D", "%22client_secret%22%3A%22[redacted]%22%7D"},
         {"grant_type=refresh_token&refresh_token=abcdef&client_id=x",
          "grant_type=refresh_token&refresh_token=[redacted]&client_id=x"},
         {"sessionKey=abcdefgh; theme=dark", "sessionKey=[redacted]; theme=dark"},
         {"https://a.test/?api_key=abcdefgh#x", "https://a.test/?api_key=[redacted]"},
         {"password = \"hunter\"", "password = \"[redacted]\""},
         {"password: hunter2hunter2", "password: [redacted]"},
         {"password: correcthorse\nnext", "password: [redacted]\nnext"},
         {"run --api-key abcdefgh --json", "run --api-key [redacted] --json"},
         {"x-api-key: ABCDEFGHabcd", "x-api-key: [redacted]"},
         {"secret: 0123456789abcdef0123456789abcdef.", "secret: [redacted]"},
         {"api_key='abcdef'", "api_key='[redacted]'"},
         {"token=Bearer abcdef x", "token=Bearer [redacted] x"},
         {"\"token\":\"unterminated", "\"token\":\"[redacted]"}});
}

TEST_CASE("private keys and passwords in URLs") {
  check({{"k: -----BEGIN RSA PRIVATE KEY-----\nMIIE\nabc\n-----END RSA PRIVATE KEY-----\nz",
          "k: [redacted]\nz"},
         {"-----BEGIN PRIVATE KEY-----\nMIIE", "[redacted]"},
         {"-----BEGIN CERTIFICATE-----\nMIIE", "-----BEGIN CERTIFICATE-----\nMIIE"},
         {"proxy http://user:pa%40ss@proxy.test:3128/", "proxy http://[redacted]@proxy.test:3128/"},
         {"https://a.test/x@y:z", "https://a.test/x@y:z"},
         {"ssh://git@host.test/x", "ssh://git@host.test/x"}});
}

TEST_CASE("ordinary prose stays as it is") {
  for (const std::string_view text : {"",
                                      "api_version",
                                      "sk-",
                                      "sk-learn",
                                      "task-1234567890-done",
                                      "The token expired.",
                                      "token expired",
                                      "Invalid token: expired.",
                                      "token: expired yesterday",
                                      "Session expired.",
                                      "No API key found. Set ACME_API_KEY or run `acme login`.",
                                      "cookie: none",
                                      "Cookie: expired, log in again.",
                                      "The authorization: required by the plan, see below.",
                                      "9.2M tokens",
                                      "max_tokens=4096",
                                      "{\"token\":\"\",\"password\":null}",
                                      "Basic authentication is not supported",
                                      "if (token == nullptr)",
                                      "a secret: it works",
                                      "C:\\new\\token\\file",
                                      "AKIA",
                                      "x = \"[redacted]\""}) {
    CHECK(redact_patterns(text) == text);
  }
}

TEST_CASE("megabytes of anything take little time") {
  constexpr std::size_t k_size = 2U << 20U;
  for (const std::string_view piece : {"a",
                                       "token: ",
                                       "token:\"",
                                       "token=",
                                       "Bearer ",
                                       "eyJ.",
                                       "AKIA.",
                                       "sk-",
                                       "\\",
                                       "\"",
                                       "://",
                                       "://a:",
                                       "%22",
                                       "Cookie: ",
                                       "Cookie:a ",
                                       "authorization",
                                       "-----BEGIN PRIVATE KEY-----",
                                       "-----BEGIN ",
                                       "--token ",
                                       "token\t\t\t\t\t\t\t\t\t",
                                       "\xff",
                                       "\n",
                                       "eyJ",
                                       "."}) {
    std::string text;
    text.reserve(k_size + piece.size());
    while (text.size() < k_size) text += piece;
    INFO(piece);
    const auto start = std::chrono::steady_clock::now();
    CHECK_FALSE(redact_patterns(text).empty());
    CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(10));
  }
}

}  // namespace
}  // namespace usagestat::base
