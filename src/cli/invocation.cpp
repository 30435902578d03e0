// SPDX-License-Identifier: MIT
#include "cli/invocation.hpp"

namespace usagestat::cli {

void Invocation::print_json(const base::json::value& value) const {
  streams.out.write(base::write_json(value, options.json_style) + "\n");
}

void Invocation::note(std::string_view sentence) const {
  streams.err.write("usagestat: " + std::string(sentence) + "\n");
}

}  // namespace usagestat::cli
