// SPDX-License-Identifier: MIT
// What `config init` writes.
#pragma once

#include <string>
#include <vector>

namespace usagestat::config {

// A config file in which every key stands with its help and its default, commented out, followed by
// a [[providers]] example (commented out, too) for each of `example_ids`, which may be empty.
// Uncommenting any of its lines gives a valid file.
std::string write_template(const std::vector<std::string>& example_ids);

}  // namespace usagestat::config
