// SPDX-License-Identifier: MIT
// Which proxy, if any, a request goes through.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "base/url.hpp"
#include "system/environment.hpp"

namespace usagestat::system {

struct Proxy {
  std::string url;     // with a scheme; may hold a password, so it is never shown
  std::string host;    // for messages
  std::string source;  // "HTTPS_PROXY", "the config", for messages
};

class ProxyRules {
 public:
  // `configured` is the config's proxy; it goes before HTTPS_PROXY, http_proxy and ALL_PROXY. As
  // everywhere, HTTP_PROXY in upper case is ignored: in CGI it holds a header of the request.
  ProxyRules(const Environment& environment, const std::optional<std::string>& configured);

  // Empty for a direct connection: loopback hosts, hosts of NO_PROXY, nothing configured. Kind
  // config when the setting cannot be understood.
  base::Result<std::optional<Proxy>> proxy_for(const base::Url& url) const;

 private:
  struct Setting {
    std::string value;
    std::string source;
  };
  std::optional<Setting> https_;
  std::optional<Setting> http_;
  std::vector<std::string> exceptions_;
};

// NO_PROXY's language: "*", a host name with all its subdomains (a leading dot or "*." changes
// nothing), an address, a CIDR block; each with an optional ":port".
bool matches_no_proxy(std::string_view entry, std::string_view host, int port);

}  // namespace usagestat::system
