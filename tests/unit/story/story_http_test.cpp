// SPDX-License-Identifier: MIT
#include "story/story_http.hpp"

#include <catch2/catch_test_macros.hpp>

#include "unit/story/make_story.hpp"

namespace usagestat::story {
namespace {

using system::Deadline;
using system::HttpRequest;

HttpRequest get(const std::string& url) {
  HttpRequest request;
  request.url = url;
  return request;
}

HttpRequest post(const std::string& url, const std::string& body) {
  HttpRequest request = get(url);
  request.method = "POST";
  request.body = body;
  return request;
}

// The body of the answer, or "kind: message".
std::string ask(StoryHttp& http, const HttpRequest& request) {
  const auto response = http.send(request, Deadline());
  if (response) return response->body;
  return std::string(base::to_string(response.error().kind)) + ": " + response.error().message;
}

TEST_CASE("a request is answered by the exchange of its URL and method") {
  StoryHttp http(make_story(R"("http": [
    {"request": {"url": "https://a.test/x"}, "response": {"text": "got"}},
    {"request": {"method": "POST", "url": "https://a.test/x"},
     "response": {"status": 201, "headers": {"ETag": "7"}, "text": "posted"}}])"));
  const auto response = http.send(post("https://a.test/x", ""), Deadline());
  REQUIRE(response.has_value());
  CHECK(response->status == 201);
  CHECK(response->body == "posted");
  CHECK(response->headers == std::vector<system::HttpHeader>{{"etag", "7"}});
  CHECK(ask(http, get("https://a.test/x")) == "got");
  CHECK(http.problems().empty());
}

TEST_CASE("query order, escapes, default port and fragment do not matter") {
  StoryHttp http(make_story(R"("http": [
    {"request": {"url": "https://a.test/p%61th?b=2&a=%7e1#top"}, "response": {"text": "ok"}}])"));
  CHECK(ask(http, get("HTTPS://A.test:443/path?a=~1&b=2")) == "ok");
  CHECK(http.problems().empty());
}

TEST_CASE("exchanges with one URL are used once each and in order") {
  StoryHttp http(make_story(R"("http": [
    {"request": {"url": "https://a.test/"}, "response": {"text": "first"}},
    {"request": {"url": "https://a.test/"}, "response": {"text": "second"}}])"));
  CHECK(ask(http, get("https://a.test/")) == "first");
  CHECK(ask(http, get("https://a.test/")) == "second");
  CHECK(ask(http, get("https://a.test/")) ==
        "network: The story has no exchange for GET https://a.test/.");
  CHECK(http.problems() ==
        std::vector<std::string>{"No exchange for GET https://a.test/; the nearest is http[0] GET "
                                 "https://a.test/, which was already used."});
}

TEST_CASE("stated headers must be equal, names in any case, others are not looked at") {
  StoryHttp http(make_story(R"("http": [
    {"request": {"url": "https://a.test/", "headers": {"Authorization": "Bearer b"}},
     "response": {"text": "b"}},
    {"request": {"url": "https://a.test/", "headers": {"authorization": null}},
     "response": {"text": "none"}}])"));
  HttpRequest request = get("https://a.test/");
  request.headers = {{"X-Other", "1"}};
  CHECK(ask(http, request) == "none");
  request.headers = {{"AUTHORIZATION", "Bearer b"}, {"X-Other", "1"}};
  CHECK(ask(http, request) == "b");
  CHECK(http.problems().empty());
}

TEST_CASE("a JSON body is compared by its meaning") {
  const std::string story = R"("http": [{"request": {"method": "POST", "url": "https://a.test/",
    "json": {"a": 1, "b": [true, null]}}, "response": {"text": "ok"}}])";
  StoryHttp same(make_story(story));
  CHECK(ask(same, post("https://a.test/", "{ \"b\": [true, null], \"a\": 1.0 }")) == "ok");
  StoryHttp other(make_story(story));
  ask(other, post("https://a.test/", R"({"a": 2, "b": [true, null], "c": 0})"));
  CHECK(other.problems().front() ==
        "No exchange for POST https://a.test/; the nearest is http[0] POST https://a.test/: "
        "body.a: expected 1, got 2; body.c: expected nothing, got 0.");
  StoryHttp text(make_story(story));
  ask(text, post("https://a.test/", "hello"));
  CHECK(text.problems().front() ==
        "No exchange for POST https://a.test/; the nearest is http[0] POST https://a.test/: "
        "body: expected JSON, got \"hello\".");
}

TEST_CASE("a form body is compared field by field") {
  const std::string story = R"("http": [{"request": {"method": "POST", "url": "https://a.test/",
    "form": {"grant_type": "refresh_token", "scope": "a b&c"}}, "response": {"text": "ok"}}])";
  StoryHttp http(make_story(story));
  CHECK(ask(http, post("https://a.test/", "scope=a+b%26c&grant_type=refresh_token")) == "ok");
  StoryHttp other(make_story(story));
  ask(other, post("https://a.test/", "scope=a&grant_type=refresh_token"));
  CHECK(other.problems().front() ==
        "No exchange for POST https://a.test/; the nearest is http[0] POST https://a.test/: "
        "form.scope: expected \"a b&c\", got \"a\".");
}

TEST_CASE("text and binary bodies are compared byte by byte") {
  StoryHttp http(make_story(R"("http": [
    {"request": {"method": "POST", "url": "https://a.test/", "base64": "AAE="},
     "response": {"base64": "/w=="}},
    {"request": {"method": "POST", "url": "https://a.test/", "text": "x"},
     "response": {"text": "y"}}])"));
  CHECK(ask(http, post("https://a.test/", "x")) == "y");
  CHECK(ask(http, post("https://a.test/", std::string("\0\1", 2))) == "\xff");
  CHECK(http.problems().empty());
}

TEST_CASE("an exchange's error is the failure that the real client would report") {
  StoryHttp http(make_story(R"("http": [
    {"request": {"url": "https://a.test/1"}, "error": "timeout"},
    {"request": {"url": "https://a.test/2"}, "error": "dns"},
    {"request": {"url": "https://a.test/3"}, "error": "refused"},
    {"request": {"url": "https://a.test/4"}, "error": "tls"}])"));
  CHECK(ask(http, get("https://a.test/1")) == "timeout: a.test did not answer within 10 s.");
  CHECK(ask(http, get("https://a.test/2")) == "network: Could not find host a.test.");
  CHECK(ask(http, get("https://a.test/3")) == "network: a.test refused the connection.");
  CHECK(ask(http, get("https://a.test/4")) ==
        "network: The certificate of a.test is not trusted: this machine does not know who issued "
        "it.");
  CHECK(http.problems().empty());
}

TEST_CASE("an unused exchange is a problem unless it is optional") {
  StoryHttp http(make_story(R"("http": [
    {"request": {"url": "https://a.test/1"}, "response": {}},
    {"request": {"url": "https://a.test/2"}, "response": {}, "optional": true}])"));
  CHECK(http.problems() ==
        std::vector<std::string>{"http[0] GET https://a.test/1 was never asked."});
}

TEST_CASE("the nearest exchange is the one with the most similar URL") {
  StoryHttp http(make_story(R"("http": [
    {"request": {"url": "https://b.test/other/thing"}, "response": {}, "optional": true},
    {"request": {"url": "https://a.test/v1/usage"}, "response": {}, "optional": true}])"));
  ask(http, get("https://a.test/v2/usage"));
  CHECK(http.problems() ==
        std::vector<std::string>{"No exchange for GET https://a.test/v2/usage; the nearest is "
                                 "http[1] GET https://a.test/v1/usage."});
  StoryHttp empty(make_story(""));
  ask(empty, get("https://a.test/"));
  CHECK(empty.problems() ==
        std::vector<std::string>{
            "No exchange for GET https://a.test/; the story lists none at all."});
}

TEST_CASE("an expired deadline comes before every answer") {
  StoryHttp http(make_story(R"("http": [
    {"request": {"url": "https://a.test/"}, "response": {}, "optional": true}])"));
  const auto response =
      http.send(get("https://a.test/"), Deadline::after(std::chrono::milliseconds(0)));
  REQUIRE(response.has_error());
  CHECK(response.error().kind == base::ErrorKind::timeout);
  CHECK(http.problems().empty());
}

TEST_CASE("many requests at once are answered in their order") {
  StoryHttp http(make_story(R"("http": [
    {"request": {"url": "https://a.test/2"}, "response": {"text": "two"}},
    {"request": {"url": "https://a.test/1"}, "error": "dns"}])"));
  const auto responses =
      http.send_all({get("https://a.test/1"), get("https://a.test/2")}, Deadline());
  REQUIRE(responses.size() == 2);
  CHECK(responses[0].has_error());
  REQUIRE(responses[1].has_value());
  CHECK(responses[1]->body == "two");
}

}  // namespace
}  // namespace usagestat::story
