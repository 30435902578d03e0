// SPDX-License-Identifier: MIT
// What one plugin may reach in one probe: its manifest's permissions, applied to this machine.
// Default is nothing. Errors have kind permission and name the manifest entry that is missing.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "plugin_host/probe.hpp"
#include "system/system.hpp"

namespace usagestat::plugin_host {

class AccessRules {
 public:
  AccessRules(const ProbeRequest& request, const system::System& system);

  // https to a declared host, http to a declared loopback one; any base that the user set in the
  // config or by a declared variable, also plain http when it lies in a private network.
  base::Result<void> check_url(std::string_view url) const;

  bool may_read_variable(std::string_view name) const;

  // The value of a variable: the instance's own `env` wins over the machine's. Not checked.
  std::optional<std::string> variable(std::string_view name) const;

  // The absolute, symlink-free path, if it may be read or written.
  base::Result<std::filesystem::path> readable(std::string_view path) const;
  base::Result<std::filesystem::path> writable(std::string_view path) const;

  // True when there is a rule for that program, whatever its arguments.
  bool may_run(std::string_view program) const;
  base::Result<void> check_command(const std::vector<std::string>& argv) const;
  base::Result<void> check_keychain(std::string_view service) const;
  base::Result<void> check_process(std::string_view name) const;

  // "~" and "~/x" expanded; a relative path or one with ".." that leaves the root is refused.
  base::Result<std::filesystem::path> absolute(std::string_view path) const;

  std::filesystem::path home() const;

 private:
  // "~" and leading variables replaced, one result for each comma-separated value of a variable.
  std::string process_name(const std::string& entry) const;
  std::vector<std::string> expand(const std::string& pattern) const;
  bool matches(const std::vector<std::string>& patterns, const std::filesystem::path& real) const;
  bool is_own_data(const std::filesystem::path& real) const;
  bool is_user_base(std::string_view url) const;

  const ProbeRequest& request_;
  const system::System& system_;
  model::Permissions permissions_;
};

}  // namespace usagestat::plugin_host
