// SPDX-License-Identifier: MIT
// What can go wrong, as a value with facts; the sentence and the exit code are made at the edge.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/time.hpp"

namespace usagestat::base {

enum class ErrorKind {
  // Kinds of a failed probe; they appear in a snapshot's `error.kind`.
  auth,          // credentials missing, expired or refused
  rate_limited,  // the service asked us to wait
  network,       // DNS, refused, TLS, HTTP 5xx
  timeout,       // a deadline passed
  config,        // a setting is wrong or incomplete
  permission,    // a valid credential without the needed scope, or a plugin without the declaration
  unsupported,   // not possible on this machine, with this plan or in this version
  plugin,        // the answer or the script itself is broken
  // Kinds of a failed command.
  usage,        // wrong command line
  input,        // a file given by the user does not have the right form
  io,           // a file cannot be read or written
  internal,     // a bug in usagestat
  interrupted,  // SIGINT
  terminated,   // SIGTERM
};

struct Error {
  ErrorKind kind = ErrorKind::internal;
  std::string message;  // a sentence for a user, without secrets
  std::string hint;     // what to do next; may be empty
  std::optional<TimePoint> retry_at{};
  // The service answered 429 or 5xx: it is to be left alone for a while.
  bool wants_pause = false;

  bool operator==(const Error&) const = default;
};

// The spelling used in JSON and in story files: "auth", "rate_limited", …
std::string_view to_string(ErrorKind kind);

// The inverse of to_string(); empty for an unknown word.
std::optional<ErrorKind> error_kind_from(std::string_view word);

// The same error with `context` and ": " before its message, to say where it happened.
Error with_context(Error error, std::string_view context);

}  // namespace usagestat::base
