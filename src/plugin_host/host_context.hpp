// SPDX-License-Identifier: MIT
// What host functions share during one probe.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/json.hpp"
#include "base/log.hpp"
#include "base/redact.hpp"
#include "plugin_host/access_rules.hpp"
#include "plugin_host/probe.hpp"
#include "system/deadline.hpp"
#include "system/system.hpp"

namespace usagestat::plugin_host {

// How the last request ended, from which the kind of a plain thrown sentence is guessed.
struct LastRequest {
  bool was_made = false;
  std::optional<base::ErrorKind> failure;  // network, timeout
  int status = 0;
  std::optional<base::TimePoint> retry_at;  // of its Retry-After
};

struct HostContext {
  const ProbeRequest& request;
  const system::System& system;
  AccessRules access;
  base::Redactor& redactor;
  base::LogSink& log;
  const system::Deadline& deadline;
  LastRequest last_request{};
  std::map<std::int64_t, std::unique_ptr<system::ChildSession>> sessions{};
  std::map<std::string, std::unique_ptr<system::FileLock>> locks{};
};

// Arguments of host functions. A wrong type is an error of kind plugin: "fs.readText: argument 1
// must be a text".
class HostArguments {
 public:
  HostArguments(std::string_view function, const base::json::array& values)
      : function_(function), values_(values) {}

  base::Result<std::string> text(std::size_t index) const;
  base::Result<std::optional<std::string>> optional_text(std::size_t index) const;
  base::Result<double> number(std::size_t index) const;
  base::Result<double> number_or(std::size_t index, double fallback) const;
  base::Result<const base::json::object*> object(std::size_t index) const;
  // null when absent
  base::json::value value(std::size_t index) const;
  base::Error wrong(std::string_view what) const;
  std::string function() const { return std::string(function_); }

 private:
  std::string_view function_;
  const base::json::array& values_;
};

// A member of an options object in milliseconds, from 1 to `longest_ms`; `fallback_ms` when it is
// missing or no number.
base::Milliseconds milliseconds_option(const base::json::object& options, std::string_view member,
                                       double fallback_ms, double longest_ms);

// Remembers every member of a document that is named like a secret, and text that is nothing but
// one.
void remember_secrets(std::string_view content, base::Redactor& redactor);
void remember_secret_members(const base::json::value& document, base::Redactor& redactor);
// A credential of a request: "Bearer x", "a=1; session=x" or the thing itself.
void remember_header_value(std::string_view value, base::Redactor& redactor);

}  // namespace usagestat::plugin_host
