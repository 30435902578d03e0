// SPDX-License-Identifier: MIT
#include "support/scripted_http.hpp"

#include <catch2/catch_test_macros.hpp>

namespace usagestat::support {
namespace {

using system::Deadline;
using system::HttpRequest;

HttpRequest get(std::string url) {
  HttpRequest request;
  request.url = std::move(url);
  return request;
}

TEST_CASE("each exchange is used once, in order") {
  ScriptedHttp http;
  http.on("GET", "https://a.test/x?b=2&a=1", 200, "first", {{"Retry-After", "5"}});
  http.on_json("GET", "https://a.test/x?a=1&b=2", {{"n", 2}}, 201);
  const auto first = http.send(get("https://a.test/x?a=1&b=2"), Deadline());
  REQUIRE(first.has_value());
  CHECK(first->status == 200);
  CHECK(first->body == "first");
  CHECK(*system::find_header(*first, "retry-after") == "5");
  const auto second = http.send(get("https://a.test/x?a=1&b=2"), Deadline());
  CHECK(second->status == 201);
  CHECK(second->body == R"({"n":2})");
  CHECK(http.problems().empty());
  http.verify();
}

TEST_CASE("errors and computed answers") {
  ScriptedHttp http;
  http.on_error("GET", "https://a.test/down", {base::ErrorKind::timeout, "Too slow.", ""});
  http.on("POST", "https://a.test/echo", [](const HttpRequest& request) {
    return system::HttpResponse{200, {}, *request.body + header_of(request, "X-ID")};
  });
  CHECK(http.send(get("https://a.test/down"), Deadline()).error().message == "Too slow.");
  HttpRequest post = get("https://a.test/echo");
  post.method = "POST";
  post.body = "body ";
  post.headers = {{"x-id", "7"}};
  CHECK(http.send(post, Deadline())->body == "body 7");
  CHECK(header_of(post, "absent").empty());
  CHECK(http.requests().size() == 2);
}

TEST_CASE("what is not prepared and what is not used are problems") {
  ScriptedHttp http;
  http.on("GET", "https://a.test/unused", 200);
  CHECK(http.send(get("https://a.test/other"), Deadline()).error().kind ==
        base::ErrorKind::network);
  CHECK(http.problems() == std::vector<std::string>{"not prepared: GET https://a.test/other",
                                                    "not used: GET https://a.test:443/unused"});
}

TEST_CASE("a deadline that has passed comes first") {
  ScriptedHttp http;
  http.on("GET", "https://a.test/", 200);
  CHECK(http.send(get("https://a.test/"), Deadline::after(std::chrono::milliseconds(-1)))
            .error()
            .kind == base::ErrorKind::timeout);
  CHECK(http.requests().empty());
}

}  // namespace
}  // namespace usagestat::support
