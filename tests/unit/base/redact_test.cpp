// SPDX-License-Identifier: MIT
// Names of secrets, and values that were handed out.
#include "base/redact.hpp"

#include <thread>

#include <catch2/catch_test_macros.hpp>

namespace usagestat::base {
namespace {

TEST_CASE("names of secrets") {
  for (const std::string_view name : {"token",
                                      "accessToken",
                                      "access_token",
                                      "ACCESS-TOKEN",
                                      "refresh_token",
                                      "id_token",
                                      "apiKey",
                                      "api_key",
                                      "X-Api-Key",
                                      "x-goog-api-key",
                                      "ACME_API_KEY",
                                      "Authorization",
                                      "Proxy-Authorization",
                                      "Cookie",
                                      "Set-Cookie",
                                      "cookieHeader",
                                      "client_secret",
                                      "secret",
                                      "password",
                                      "sessionKey",
                                      "session-token",
                                      "private_key",
                                      "AWS_SECRET_ACCESS_KEY",
                                      "accessKey",
                                      "passphrase",
                                      "passwd",
                                      "credential"}) {
    INFO(name);
    CHECK(is_secret_name(name));
  }
  for (const std::string_view name :
       {"", "tokens", "max_tokens", "inputTokens", "key", "keys", "monkey", "api_version",
        "token_type", "author", "cookies", "secretary", "passwords", "expires_at"}) {
    INFO(name);
    CHECK_FALSE(is_secret_name(name));
  }
  CHECK_FALSE(is_secret_name(std::string(1000, 'a') + "token"));
}

TEST_CASE("a value that was handed out is never shown") {
  Redactor redactor;
  redactor.add_secret("  plain words here \n");
  redactor.add_secret("short");
  redactor.add_secret("");
  CHECK(redactor.redact("it said: plain words here, short") == "it said: [redacted], short");
  CHECK(redactor.redact("plain words  here") == "plain words  here");
}

TEST_CASE("the longer of two secrets is hidden whole") {
  Redactor redactor;
  redactor.add_secret("abcdef");
  redactor.add_secret("abcdef-and-more");
  CHECK(redactor.redact("<abcdef-and-more> <abcdef>") == "<[redacted]> <[redacted]>");
}

TEST_CASE("a secret is hidden as it stands in a URL") {
  Redactor redactor;
  redactor.add_secret("a+b/c=d e");
  CHECK(redactor.redact("GET /?q=a%2Bb%2Fc%3Dd%20e") == "GET /?q=[redacted]");
}

TEST_CASE("the values of a cookie header are hidden one by one") {
  Redactor redactor;
  redactor.add_secret("theme=dark; sid=abcdefghijklmnop; lang=en");
  CHECK(redactor.redact("session abcdefghijklmnop is dark") == "session [redacted] is dark");
}

TEST_CASE("patterns are looked for in what is left") {
  Redactor redactor;
  redactor.add_secret("first-value");
  CHECK(redactor.redact("Cookie: first-value; b=second-value") == "Cookie: [redacted]");
  CHECK(redactor.redact("token=first-value&x=1") == "token=[redacted]&x=1");
  CHECK(redactor.redact(redactor.redact("token=first-value;")) == "token=[redacted];");
}

TEST_CASE("threads may add while others redact") {
  Redactor redactor;
  std::thread writer([&redactor] {
    for (int i = 0; i < 500; ++i) redactor.add_secret("secret-number-" + std::to_string(i));
  });
  for (int i = 0; i < 500; ++i) CHECK(redactor.redact("nothing to hide") == "nothing to hide");
  writer.join();
  CHECK(redactor.redact("secret-number-499") == "[redacted]");
}

}  // namespace
}  // namespace usagestat::base
