// SPDX-License-Identifier: MIT
#include "story/secret_stand_ins.hpp"

#include <catch2/catch_test_macros.hpp>

#include "base/encoding.hpp"
#include "base/text.hpp"
#include "story/find_tokens.hpp"
#include "system/crypto.hpp"

namespace usagestat::story {
namespace {

namespace json = base::json;

std::string jwt_of(const std::string& payload) {
  const auto part = [](const std::string& text) {
    std::string encoded = base::base64_encode(text);
    while (encoded.ends_with('=')) encoded.pop_back();
    return base::replace_all(base::replace_all(encoded, "+", "-"), "/", "_");
  };
  return part(R"({"alg":"RS256"})") + "." + part(payload) + ".c2lnbmF0dXJlLW9mLXRoZS10b2tlbg";
}

json::value payload_of(const std::string& jwt) {
  const auto parts = base::split(jwt, '.');
  REQUIRE(parts.size() == 3);
  const auto payload = base::base64_decode(parts[1]);
  REQUIRE(payload);
  const auto parsed = base::parse_json(*payload, "payload");
  REQUIRE(parsed.has_value());
  return *parsed;
}

TEST_CASE("a stand-in keeps prefix, length and classes of characters") {
  CHECK(same_shape("sk-ant-oat01-Zk3_9bQ-xYz7", 1) == "sk-ant-oat01-Aa0_0aA-aAa1");
  CHECK(same_shape("gho_8Hs7Kx92LmQp", 12) == "gho_0Aa0Aa00Aa12");
  CHECK(same_shape("deadbeef0123", 3) == "aaaaaaaa0003");
  CHECK(same_shape("s3cr3t", 7) == "a0aa07");
  CHECK(same_shape("sk-story", 2) == "sk-aaaa2");
  CHECK(same_shape("AIzaSyD3-xyz", 2) == "AIzaAaA0-aa2");
  CHECK(same_shape("old9-token-0123456", 1) == "aaa0-aaaaa-0000001");
  CHECK(same_shape("fe_oa_0123456789abcdef", 1) == "fe_oa_0000000000aaaaa1");
  CHECK(same_shape("sk-a-b", 1) == "aa-a-1");
}

TEST_CASE("a learned secret is replaced wherever it occurs, always by the same") {
  SecretStandIns stand_ins;
  stand_ins.learn_secret("s3cr3t-value/1");
  stand_ins.learn_secret("0ther-value+22");
  const std::string one = stand_ins.replace("s3cr3t-value/1");
  CHECK(one != "s3cr3t-value/1");
  CHECK(stand_ins.replace("a s3cr3t-value/1 b s3cr3t-value/1") == "a " + one + " b " + one);
  CHECK(stand_ins.replace("0ther-value+22") != one);
  CHECK(stand_ins.replace("key=s3cr3t-value%2F1") == "key=" + base::percent_encode(one));
  CHECK(stand_ins.holds_secret("Bearer s3cr3t-value/1"));
  CHECK_FALSE(stand_ins.holds_secret("Bearer else"));
  CHECK(stand_ins.replace("nothing here") == "nothing here");
}

TEST_CASE("short values are not replaced") {
  SecretStandIns stand_ins;
  stand_ins.learn_secret("max");
  CHECK(stand_ins.replace("max") == "max");
}

TEST_CASE("a longer secret wins over one that it contains") {
  SecretStandIns stand_ins;
  stand_ins.learn_secret("abcdef9");
  stand_ins.learn_secret("abcdef9-ghijkl8");
  CHECK(stand_ins.replace("abcdef9-ghijkl8") == "aaaaaa0-aaaaaa2");
}

TEST_CASE("members with secret names are secrets, plain words and numbers are not") {
  SecretStandIns stand_ins;
  stand_ins.learn_from(R"({"accessToken": "tok9-aaaa-bbbb", "token_type": "Bearer",
    "plan": "max", "nested": [{"refresh_token": "ref9-cccc-dddd"}]})");
  CHECK(stand_ins.holds_secret("tok9-aaaa-bbbb"));
  CHECK(stand_ins.holds_secret("ref9-cccc-dddd"));
  CHECK_FALSE(stand_ins.holds_secret("Bearer"));
  CHECK(stand_ins.replace(R"({"plan":"max","token_type":"Bearer"})") ==
        R"({"plan":"max","token_type":"Bearer"})");
}

TEST_CASE("settings, rows, cookies and schemes") {
  SecretStandIns stand_ins;
  stand_ins.learn_from("# comment\nexport ACME_API_KEY='env9-aaaa-bbbb'\npassword: yaml9-secret\n");
  stand_ins.learn_from(R"([{"key": "acme/accessToken", "value": "row9-aaaa-bbbb"}])");
  stand_ins.learn_named("cookieHeader", "session=cook9-aaaa; theme=dark; Path=/x");
  stand_ins.learn_named("Authorization", "Bearer head9-aaaa-bbbb");
  for (const std::string secret :
       {"env9-aaaa-bbbb", "yaml9-secret", "row9-aaaa-bbbb", "cook9-aaaa", "head9-aaaa-bbbb"}) {
    INFO(secret);
    CHECK(stand_ins.holds_secret(secret));
  }
  const std::string cookie = stand_ins.replace("session=cook9-aaaa; theme=dark");
  CHECK(cookie.starts_with("session="));
  CHECK(cookie.ends_with("; theme=dark"));
  CHECK(stand_ins.replace("Bearer head9-aaaa-bbbb").starts_with("Bearer "));
}

TEST_CASE("quotes, schemes, prefixes and comments are no part of a secret") {
  for (const std::string written :
       {" s3cr3t-value ", "'s3cr3t-value'", "Bearer s3cr3t-value", "token \"s3cr3t-value\"",
        "go-keyring-base64:s3cr3t-value", "sessionKey=s3cr3t-value"}) {
    INFO(written);
    SecretStandIns stand_ins;
    stand_ins.learn_secret(written);
    CHECK(stand_ins.replace(written) == base::replace_all(written, "s3cr3t-value", "a0aa0a-aaaa1"));
  }
  SecretStandIns yaml;
  yaml.learn_from(
      "a: b\noauth_token: \"s3cr3t-value\" # of the account\npassword: 0ther-value # x\n");
  CHECK(yaml.replace("s3cr3t-value 0ther-value # of the account") ==
        "a0aa0a-aaaa1 0aaaa-aaaa2 # of the account");
}

TEST_CASE("a renewed cookie is a secret without its attributes") {
  SecretStandIns stand_ins;
  stand_ins.learn_named("set-cookie", "sessionKey=sk-ant-sid01-Story9; Path=/; HttpOnly");
  CHECK(stand_ins.replace("sessionKey=sk-ant-sid01-Story9; Path=/; HttpOnly") ==
        "sessionKey=sk-ant-sid01-Aaaaa1; Path=/; HttpOnly");
}

TEST_CASE("digests of a secret become those of its stand-in") {
  SecretStandIns stand_ins;
  const std::string digest = base::hex_encode(system::sha256("s3cr3t-value"));
  stand_ins.learn_named("token", digest.substr(0, 16));
  stand_ins.learn_secret("s3cr3t-value");
  const std::string stand_in = stand_ins.replace("s3cr3t-value");
  const std::string its_digest = base::hex_encode(system::sha256(stand_in));
  CHECK(stand_ins.replace(digest) == its_digest);
  CHECK(stand_ins.replace(digest.substr(0, 16)) == its_digest.substr(0, 16));
}

TEST_CASE("addresses and UUIDs are numbered in the order they are met") {
  SecretStandIns stand_ins;
  stand_ins.learn_from("jane@corp.test, John.Doe+x@corp.test and jane@corp.test");
  stand_ins.learn_from("/org/6a1f0c2d-1111-4222-8333-444455556666/usage");
  CHECK(stand_ins.replace("jane@corp.test") == "dev@example.com");
  CHECK(stand_ins.replace("<John.Doe+x@corp.test>") == "<dev2@example.com>");
  CHECK(stand_ins.replace("a=jane%40corp.test") == "a=dev%40example.com");
  CHECK(stand_ins.replace("x/6a1f0c2d-1111-4222-8333-444455556666") ==
        "x/00000000-0000-4000-8000-000000000001");
  CHECK(stand_ins.replace("99999999-1111-4222-8333-444455556666") ==
        "99999999-1111-4222-8333-444455556666");
}

TEST_CASE("a JWT keeps its expiry and plan and loses who it is about") {
  const std::string token = jwt_of(
      R"({"exp":1770000000,"email":"jane@corp.test","sub":"auth0|9f8e7d6c5b","iss":"https://id.test",)"
      R"("client_id":"app_Public9","https://x/auth":{"plan_type":"pro","account":"6a1f0c2d-1111-4222-8333-444455556666"}})");
  SecretStandIns stand_ins;
  stand_ins.learn_from(R"({"id_token": ")" + token + R"("})");
  CHECK(stand_ins.holds_secret("Bearer " + token));
  const std::string replaced = stand_ins.replace("Bearer " + token);
  REQUIRE(replaced.starts_with("Bearer eyJ"));
  CHECK(replaced.find("c2lnbmF0dXJl") == std::string::npos);
  const json::value payload = payload_of(replaced.substr(7));
  CHECK(base::number_member(payload, "exp") == 1770000000);
  CHECK(base::string_member(payload, "email") == "dev@example.com");
  CHECK(base::string_member(payload, "sub") == "auth0|0a0a0a0a01");
  CHECK(base::string_member(payload, "iss") == "https://id.test");
  CHECK(base::string_member(payload, "client_id") == "app_Public9");
  const json::value* claims = base::find_member(payload, "https://x/auth");
  REQUIRE(claims != nullptr);
  CHECK(base::string_member(*claims, "plan_type") == "pro");
  CHECK(base::string_member(*claims, "account") == "00000000-0000-4000-8000-000000000001");
  CHECK(stand_ins.replace(token) == replaced.substr(7));
  CHECK(stand_ins.replace("auth0|9f8e7d6c5b") == "auth0|0a0a0a0a01");
  CHECK(stand_ins.replace("session=9f8e7d6c5b%3A%3A") == "session=0a0a0a0a01%3A%3A");
}

TEST_CASE("of an identity in a JWT the last part is secret, or the whole of a short one") {
  SecretStandIns stand_ins;
  stand_ins.learn_from(jwt_of(R"({"sub":"github|9f8e7d6c5b"})"));
  stand_ins.learn_from(jwt_of(R"({"sub":"auth0|12345"})"));
  CHECK(stand_ins.replace("https://api.github.com/9f8e7d6c5b") ==
        "https://api.github.com/0a0a0a0a01");
  CHECK(stand_ins.replace("auth0|12345") == "aaaa0|00002");
}

TEST_CASE("what is wrapped in Base64 or hexadecimal is replaced inside") {
  SecretStandIns stand_ins;
  const std::string wrapped = "go-keyring-base64:" + base::base64_encode("gho_abcdefgh12345678");
  stand_ins.learn_from(wrapped);
  CHECK(stand_ins.replace("gho_abcdefgh12345678") == "gho_aaaaaaaa00000001");
  CHECK(stand_ins.replace(wrapped) ==
        "go-keyring-base64:" + base::base64_encode("gho_aaaaaaaa00000001"));
  const std::string hex = base::hex_encode(R"({"accessToken":"gho_abcdefgh12345678"})");
  CHECK(stand_ins.replace(hex) == base::hex_encode(R"({"accessToken":"gho_aaaaaaaa00000001"})"));
  const std::string basic = "Basic " + base::base64_encode("gho_abcdefgh12345678:");
  CHECK(stand_ins.holds_secret(basic));
  CHECK(stand_ins.replace(basic) == "Basic " + base::base64_encode("gho_aaaaaaaa00000001:"));
}

TEST_CASE("tokens are found by prefix or by mixture") {
  CHECK(find_opaque_tokens("a sk-or-v1-0123456789 b") ==
        std::vector<std::string_view>{"sk-or-v1-0123456789"});
  CHECK(find_opaque_tokens("claude-sonnet-4-6-20250929 and some-long-words-with-many-dashes-in-it")
            .empty());
  CHECK(find_opaque_tokens("x=Aa1Bb2Cc3Dd4Ee5Ff6Gg7Hh8Ii9Jj0Kk1&y") ==
        std::vector<std::string_view>{"Aa1Bb2Cc3Dd4Ee5Ff6Gg7Hh8Ii9Jj0Kk1"});
  CHECK(find_opaque_tokens("6a1f0c2d-1111-4222-8333-444455556666").empty());
}

TEST_CASE("a credential that was never taken in is unknown") {
  SecretStandIns stand_ins;
  stand_ins.learn_from("gho_abcdefgh12345678");
  CHECK_FALSE(stand_ins.looks_like_unknown_secret("token gho_abcdefgh12345678"));
  CHECK(stand_ins.looks_like_unknown_secret("token gho_zzzzzzzz87654321"));
  CHECK(stand_ins.looks_like_unknown_secret(jwt_of(R"({"exp":1})")));
  CHECK_FALSE(stand_ins.looks_like_unknown_secret("just words"));
}

TEST_CASE("documents keep their layout when nothing changes") {
  SecretStandIns stand_ins;
  stand_ins.learn_secret("s3cr3t-value");
  CHECK(stand_ins.replace("{ \"a\":  1 }") == "{ \"a\":  1 }");
  CHECK(stand_ins.replace("{ \"a\":  \"s3cr3t-value\" }") == R"({"a":"a0aa0a-aaaa1"})");
  const json::value nested = json::object{{"s3cr3t-value", json::array{"s3cr3t-value", 5}}};
  CHECK(stand_ins.replace_in(nested) ==
        json::value(json::object{{"a0aa0a-aaaa1", json::array{"a0aa0a-aaaa1", 5}}}));
}

}  // namespace
}  // namespace usagestat::story
