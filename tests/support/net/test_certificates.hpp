// SPDX-License-Identifier: MIT
// A certificate authority made up on the spot, and certificates it signs.
#pragma once

#include <memory>
#include <string>
#include <vector>

namespace usagestat::test_net {

enum class Validity { current, expired, not_yet };

struct TestIdentity {
  std::string certificate_pem;
  std::string key_pem;
};

class TestAuthority {
 public:
  TestAuthority();
  TestAuthority(const TestAuthority&) = delete;
  TestAuthority& operator=(const TestAuthority&) = delete;
  ~TestAuthority();

  // To be trusted.
  const std::string& ca_pem() const { return ca_.certificate_pem; }

  // For these DNS names ("*.example.com" too) and IPv4 addresses.
  TestIdentity issue(const std::vector<std::string>& names,
                     Validity validity = Validity::current) const;

 private:
  TestIdentity ca_;
};

}  // namespace usagestat::test_net
