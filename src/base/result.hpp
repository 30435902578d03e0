// SPDX-License-Identifier: MIT
// The return type of everything that can fail; the only place that names the library behind it.
#pragma once

#include <boost/system/result.hpp>

#include "base/error.hpp"

namespace usagestat::base {

template <class T>
using Result = boost::system::result<T, Error>;

// Called by Result::value() on an error. Nothing in usagestat calls value() unchecked, so reaching
// it is a bug; main() turns the exception into exit code 70.
[[noreturn]] void throw_exception_from_error(const Error& error,
                                             const boost::source_location& location);

}  // namespace usagestat::base

#define USAGESTAT_CONCAT_(a, b) a##b
#define USAGESTAT_CONCAT(a, b) USAGESTAT_CONCAT_(a, b)

// NOLINTBEGIN(bugprone-macro-parentheses): a declaration cannot stand in parentheses.
// USAGESTAT_TRY(auto x, f());  binds x to the value, or returns the error to the caller.
#define USAGESTAT_TRY(declaration, expression)                         \
  auto USAGESTAT_CONCAT(try_result_, __LINE__) = (expression);         \
  if (USAGESTAT_CONCAT(try_result_, __LINE__).has_error())             \
    return std::move(USAGESTAT_CONCAT(try_result_, __LINE__)).error(); \
  declaration = *std::move(USAGESTAT_CONCAT(try_result_, __LINE__))
// NOLINTEND(bugprone-macro-parentheses)

// USAGESTAT_CHECK(f());  returns the error to the caller, if there is one.
#define USAGESTAT_CHECK(expression)                                \
  if (auto USAGESTAT_CONCAT(try_result_, __LINE__) = (expression); \
      USAGESTAT_CONCAT(try_result_, __LINE__).has_error())         \
  return std::move(USAGESTAT_CONCAT(try_result_, __LINE__)).error()
