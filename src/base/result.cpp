// SPDX-License-Identifier: MIT
#include "base/result.hpp"

#include <stdexcept>

namespace usagestat::base {

void throw_exception_from_error(const Error& error, const boost::source_location& location) {
  throw std::logic_error("unchecked error at " + std::string(location.file_name()) + ":" +
                         std::to_string(location.line()) + ": " + error.message);
}

}  // namespace usagestat::base
