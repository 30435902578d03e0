// SPDX-License-Identifier: MIT
// Errors as values, and the macros that hand them on.
#include <memory>
#include <stdexcept>

#include <catch2/catch_test_macros.hpp>

#include "base/result.hpp"

namespace usagestat::base {
namespace {

TEST_CASE("every kind of error has a word and is found by it") {
  const std::vector<std::pair<ErrorKind, std::string_view>> words{
      {ErrorKind::auth, "auth"},
      {ErrorKind::rate_limited, "rate_limited"},
      {ErrorKind::network, "network"},
      {ErrorKind::timeout, "timeout"},
      {ErrorKind::config, "config"},
      {ErrorKind::permission, "permission"},
      {ErrorKind::unsupported, "unsupported"},
      {ErrorKind::plugin, "plugin"},
      {ErrorKind::usage, "usage"},
      {ErrorKind::input, "input"},
      {ErrorKind::io, "io"},
      {ErrorKind::internal, "internal"},
      {ErrorKind::interrupted, "interrupted"},
      {ErrorKind::terminated, "terminated"}};
  for (const auto& [kind, word] : words) {
    CHECK(to_string(kind) == word);
    CHECK(error_kind_from(word) == kind);
  }
  CHECK_FALSE(error_kind_from("Auth"));
  CHECK_FALSE(error_kind_from(""));
}

TEST_CASE("context goes before the message and changes nothing else") {
  const Error error{ErrorKind::io, "No such file.", "Create it.", TimePoint(Milliseconds(5))};
  const Error with = with_context(error, "/tmp/x");
  CHECK(with == Error{ErrorKind::io, "/tmp/x: No such file.", "Create it.", error.retry_at});
}

Result<std::unique_ptr<int>> make(bool works) {
  if (!works) return Error{ErrorKind::io, "broken", ""};
  return std::make_unique<int>(7);
}

Result<void> check(bool works) {
  if (!works) return Error{ErrorKind::config, "unchecked", ""};
  return {};
}

Result<int> use(bool made, bool checked) {
  USAGESTAT_CHECK(check(checked));
  USAGESTAT_TRY(const auto pointer, make(made));
  int value = 0;
  USAGESTAT_TRY(value, Result<int>(*pointer + 1));
  return value;
}

TEST_CASE("the macros bind the value or return the error") {
  CHECK(*use(true, true) == 8);
  CHECK(use(false, true).error().message == "broken");
  CHECK(use(true, false).error().message == "unchecked");
}

TEST_CASE("reading the value of an error is a bug that names its message") {
  const Result<int> result = Error{ErrorKind::io, "No disk.", ""};
  try {
    (void)result.value();
    FAIL("nothing was thrown");
  } catch (const std::logic_error& bug) {
    const std::string what = bug.what();
    CHECK(what.starts_with("unchecked error at "));
    CHECK(what.ends_with(": No disk."));
  }
}

}  // namespace
}  // namespace usagestat::base
