// SPDX-License-Identifier: MIT
// Which variable counts for which request.
#include "system/proxy_rules.hpp"

#include <catch2/catch_test_macros.hpp>

#include "unit/system/test_world.hpp"

namespace usagestat::system {
namespace {

using Variables = std::map<std::string, std::string>;

// The proxy's URL, "direct", or the error's message.
std::string route(const Variables& variables, const std::string& url,
                  const std::optional<std::string>& configured = std::nullopt) {
  const TestEnvironment environment(variables);
  const auto proxy = ProxyRules(environment, configured).proxy_for(*base::parse_url(url));
  if (proxy.has_error()) return proxy.error().message;
  return *proxy ? (*proxy)->url : "direct";
}

TEST_CASE("the variables of curl are honoured") {
  const std::string https = "https://api.example.com/";
  const std::string http = "http://api.example.com/";
  CHECK(route({}, https) == "direct");
  CHECK(route({{"HTTPS_PROXY", "http://p:1"}}, https) == "http://p:1");
  CHECK(route({{"https_proxy", "http://p:1"}}, https) == "http://p:1");
  CHECK(route({{"https_proxy", "http://l:1"}, {"HTTPS_PROXY", "http://u:1"}}, https) ==
        "http://l:1");
  CHECK(route({{"HTTPS_PROXY", "http://p:1"}}, http) == "direct");
  CHECK(route({{"http_proxy", "http://p:1"}}, http) == "http://p:1");
  CHECK(route({{"HTTP_PROXY", "http://p:1"}}, http) == "direct");
  CHECK(route({{"http_proxy", "http://p:1"}}, https) == "direct");
  CHECK(route({{"ALL_PROXY", "socks5h://p:1"}}, http) == "socks5h://p:1");
  CHECK(route({{"all_proxy", "p:1"}}, https) == "http://p:1");
  CHECK(route({{"ALL_PROXY", "http://a:1"}, {"HTTPS_PROXY", "http://s:1"}}, https) == "http://s:1");
  CHECK(route({{"HTTPS_PROXY", "http://p:1"}}, https, "https://c:2") == "https://c:2");
  CHECK(route({}, http, "HTTP://c:2") == "http://c:2");
}

TEST_CASE("loopback targets go direct") {
  const Variables variables = {{"ALL_PROXY", "http://p:1"}};
  for (const char* const host : {"localhost", "127.0.0.1", "[::1]", "127.3.2.1"}) {
    CHECK(route(variables, "http://" + std::string(host) + ":8080/") == "direct");
  }
  CHECK(route(variables, "http://10.0.0.1/") == "http://p:1");
}

TEST_CASE("NO_PROXY names hosts, domains, addresses and networks") {
  CHECK(matches_no_proxy("*", "a.example", 443));
  CHECK(matches_no_proxy("example.com", "example.com", 443));
  CHECK(matches_no_proxy("example.com", "api.example.com", 443));
  CHECK(matches_no_proxy(" .Example.com ", "api.example.com", 443));
  CHECK(matches_no_proxy("*.example.com", "api.example.com", 443));
  CHECK(matches_no_proxy("example.com.", "example.com", 443));
  CHECK(matches_no_proxy("example.com:443", "example.com", 443));
  CHECK_FALSE(matches_no_proxy("example.com:80", "example.com", 443));
  CHECK_FALSE(matches_no_proxy("example.com", "badexample.com", 443));
  CHECK_FALSE(matches_no_proxy("example.com", "example.com.evil", 443));
  CHECK_FALSE(matches_no_proxy("", "example.com", 443));
  CHECK_FALSE(matches_no_proxy(".", "example.com", 443));
  CHECK(matches_no_proxy("10.1.2.3", "10.1.2.3", 80));
  CHECK(matches_no_proxy("10.0.0.0/8", "10.1.2.3", 80));
  CHECK_FALSE(matches_no_proxy("10.0.0.0/8", "11.1.2.3", 80));
  CHECK(matches_no_proxy("192.168.4.0/22", "192.168.7.255", 80));
  CHECK_FALSE(matches_no_proxy("192.168.4.0/22", "192.168.8.0", 80));
  CHECK(matches_no_proxy("fd00::/8", "fd12::1", 80));
  CHECK_FALSE(matches_no_proxy("fd00::/8", "fe80::1", 80));
  CHECK(matches_no_proxy("[2001:db8::1]:443", "2001:db8:0::1", 443));
  CHECK(matches_no_proxy("0.0.0.0/0", "1.2.3.4", 80));
  CHECK_FALSE(matches_no_proxy("10.0.0.0/99", "10.1.2.3", 80));
  CHECK_FALSE(matches_no_proxy("10.0.0.0/x", "10.1.2.3", 80));

  const Variables variables = {{"ALL_PROXY", "p"}, {"NO_PROXY", "a.example, b.example c.example"}};
  CHECK(route(variables, "https://x.b.example/") == "direct");
  CHECK(route(variables, "https://c.example/") == "direct");
  CHECK(route(variables, "https://d.example/") == "http://p");
}

TEST_CASE("a setting that cannot be understood is named, but never shown") {
  const auto message = [](const std::string& value) {
    return route({{"HTTPS_PROXY", value}}, "https://a.example/");
  };
  CHECK(message("ftp://u:secret@p:1") == "The proxy address in HTTPS_PROXY has an unknown scheme.");
  CHECK(message("http://") == "The proxy address in HTTPS_PROXY names no host.");
  CHECK(message("http://[::1") == "The proxy address in HTTPS_PROXY names no host.");
  CHECK(message("http://a b") == "The proxy address in HTTPS_PROXY contains white space.");
  CHECK(route({}, "https://a.example/", "ftp://p") ==
        "The proxy address in the config has an unknown scheme.");
  const TestEnvironment environment(
      Variables{{"HTTPS_PROXY", "http://u:p@ss@Proxy.Example:8080/x"}});
  const auto proxy =
      ProxyRules(environment, std::nullopt).proxy_for(*base::parse_url("https://a.example/"));
  CHECK((*proxy)->host == "proxy.example");
  CHECK((*proxy)->source == "HTTPS_PROXY");
}

}  // namespace
}  // namespace usagestat::system
