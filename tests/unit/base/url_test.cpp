// SPDX-License-Identifier: MIT
#include "base/url.hpp"

#include <catch2/catch_test_macros.hpp>

namespace usagestat::base {
namespace {

TEST_CASE("the parts of a URL") {
  const auto url = parse_url("HTTPS://API.Example.com:8443/a%7Eb/c%2fd?q=a%20b&x&y=1+2#part");
  REQUIRE(url.has_value());
  CHECK(url->scheme == "https");
  CHECK(url->host == "api.example.com");
  CHECK(url->port == 8443);
  CHECK(url->path == "/a~b/c%2Fd");
  CHECK(url->query ==
        std::vector<std::pair<std::string, std::string>>{{"q", "a b"}, {"x", ""}, {"y", "1+2"}});
  CHECK_FALSE(url->has_user_info);
}

TEST_CASE("default ports, empty paths, user info, IPv6") {
  CHECK(parse_url("http://a.test")->port == 80);
  CHECK(parse_url("https://a.test:")->port == 443);
  CHECK(parse_url("https://a.test")->path == "/");
  CHECK(parse_url("https://a.test?x=1")->path == "/");
  CHECK(parse_url("https://a.test?x=1")->query.size() == 1);
  CHECK(parse_url("https://a.test/?")->query.empty());
  CHECK(parse_url("https://user:pw@a.test/")->has_user_info);
  CHECK(parse_url("https://user@a.test/")->has_user_info);
  const auto ipv6 = parse_url("http://[::1]:8080/x");
  REQUIRE(ipv6.has_value());
  CHECK(ipv6->host == "::1");
  CHECK(ipv6->port == 8080);
}

TEST_CASE("a query may hold what the grammar wants encoded, a host and a path may not") {
  const auto url = parse_url("https://a.test/x?group_by[]=model&n={\"a\":\xC3\xA9}|");
  REQUIRE(url.has_value());
  CHECK(url->query == std::vector<std::pair<std::string, std::string>>{{"group_by[]", "model"},
                                                                       {"n", "{\"a\":\xC3\xA9}|"}});
  CHECK(canonical_url("https://a.test/x?g[]=1") == canonical_url("https://a.test/x?g%5B%5D=1"));
  CHECK_FALSE(parse_url("https://a[].test/?x"));
  CHECK_FALSE(parse_url("https://a.test/[x]?y"));
  CHECK_FALSE(parse_url("https://a.test\\?@b.test/"));
}

TEST_CASE("the host is the one that is connected to") {
  CHECK(parse_url("https://good.test@evil.test/")->host == "evil.test");
  CHECK(parse_url("https://evil.test/@good.test")->host == "evil.test");
  CHECK(parse_url("https://evil.test#@good.test")->host == "evil.test");
  CHECK(parse_url("https://evil.test?@good.test")->host == "evil.test");
  CHECK_FALSE(parse_url("https://evil.test\\@good.test"));
  CHECK_FALSE(parse_url("https://good.test:80@evil.test:x/"));
}

TEST_CASE("only absolute http and https URLs") {
  for (const std::string_view text : {"",
                                      "/path",
                                      "//host/x",
                                      "ftp://a.test/",
                                      "file:///etc/passwd",
                                      "javascript:alert(1)",
                                      "https:",
                                      "https://",
                                      "https:///x",
                                      "https:a.test",
                                      "https://a.test:0/",
                                      "https://a.test:x/",
                                      "https://a.test:65536/",
                                      "https://a.test/a b",
                                      "https://a.test/\n",
                                      " https://a.test/",
                                      "https://a.test/\x7f",
                                      "https://a.test/%",
                                      "https://a.test/%zz",
                                      "https://[::1/"}) {
    INFO(text);
    CHECK_FALSE(parse_url(text));
  }
}

TEST_CASE("canonical URLs are equal when they ask for the same") {
  const std::string canonical = canonical_url("https://a.test/p%7E?b=2&a=1%20x");
  CHECK(canonical == "https://a.test:443/p~?a=1%20x&b=2");
  CHECK(canonical_url("HTTPS://A.test:443/p~?a=%31 x#f") == "HTTPS://A.test:443/p~?a=%31 x#f");
  CHECK(canonical_url("HTTPS://A.test:443/%70~?a=%31%20x&b=2#f") == canonical);
  CHECK(canonical_url("https://a.test") == canonical_url("https://a.test/"));
  CHECK(canonical_url("https://a.test/x") != canonical_url("https://a.test/x/"));
  CHECK(canonical_url("https://a.test/x") != canonical_url("http://a.test/x"));
  CHECK(canonical_url("https://a.test/?a=1&a=2") == canonical_url("https://a.test/?a=2&a=1"));
  CHECK(canonical_url("https://a.test/a%2Fb") != canonical_url("https://a.test/a/b"));
  CHECK(canonical_url("https://a.test/a/../b/./%2e%2e/c") == "https://a.test:443/c");
  CHECK(canonical_url("https://a.test/../..") == "https://a.test:443/");
  CHECK(canonical_url("https://a.test/a/b/..") == "https://a.test:443/a/");
  CHECK(canonical_url("https://a.test/a//b") == "https://a.test:443/a//b");
  CHECK(canonical_url("no url") == "no url");
}

TEST_CASE("redirections are resolved") {
  const std::string_view from = "https://a.test/x/y?q=1";
  CHECK(resolve_url(from, "z") == "https://a.test/x/z");
  CHECK(resolve_url(from, "/z?b=2") == "https://a.test/z?b=2");
  CHECK(resolve_url(from, "../../z") == "https://a.test/z");
  CHECK(resolve_url(from, "/a/../../b/..") == "https://a.test/");
  CHECK(resolve_url("https://a.test", "z") == "https://a.test/z");
  CHECK(resolve_url(from, "//b.test/") == "https://b.test/");
  CHECK(resolve_url(from, "http://b.test/z") == "http://b.test/z");
  CHECK(resolve_url(from, "?b") == "https://a.test/x/y?b");
  CHECK_FALSE(resolve_url(from, "a b"));
  CHECK_FALSE(resolve_url(from, "/a\r\nx: y"));
  CHECK_FALSE(resolve_url("x", "/z"));
}

TEST_CASE("hosts of this machine") {
  for (const std::string_view host :
       {"localhost", "LOCALHOST", "a.localhost", "127.0.0.1", "127.255.0.9", "::1"}) {
    INFO(host);
    CHECK(is_loopback_host(host));
    CHECK(is_private_host(host));
  }
  for (const std::string_view host :
       {"", "localhost.example.com", "notlocalhost", "127.0.0.1.example.com", "128.0.0.1",
        "0.0.0.0", "127.1", "127.0.0.256", "0127.0.0.1", "127.0.0.01", "2130706433", "::2",
        "127.0.0.1 "}) {
    INFO(host);
    CHECK_FALSE(is_loopback_host(host));
  }
}

TEST_CASE("hosts of a private network") {
  for (const std::string_view host :
       {"10.0.0.1", "10.255.255.255", "172.16.0.1", "172.31.9.9", "192.168.1.1", "169.254.1.1",
        "fc00::1", "fdff:1::2", "FE80::1", "febf::1", "printer.local"}) {
    INFO(host);
    CHECK(is_private_host(host));
    CHECK_FALSE(is_loopback_host(host));
  }
  for (const std::string_view host :
       {"11.0.0.1", "172.15.0.1", "172.32.0.1", "192.169.1.1", "169.253.1.1", "8.8.8.8", "fc::1",
        "fec0::1", "2001:db8::1", "feed.example.com", "fc00.example.com", "local", "mylocal",
        "010.0.0.1", "10.0.0", "10.0.0.1.5"}) {
    INFO(host);
    CHECK_FALSE(is_private_host(host));
  }
}

}  // namespace
}  // namespace usagestat::base
