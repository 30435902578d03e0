// SPDX-License-Identifier: MIT
// The rules of the house that a compiler does not check. Each returns its findings, "path:line:
// what".
#pragma once

#include <string>
#include <vector>

#include "repository/source_tree.hpp"

namespace usagestat::repository {

using Findings = std::vector<std::string>;

// Lines: 400 in src/, 350 in a plugin's script, 600 in tests/.
Findings find_long_files(const SourceTree& tree);

// Environment, clock, files, processes and sockets are touched in src/system/ only.
Findings find_outside_world(const SourceTree& tree);

// Only src/cli/ prints, and only main.cpp ends the program.
Findings find_printing(const SourceTree& tree);
Findings find_exits(const SourceTree& tree);

// A library's names stay in the .cpp files of the folder that wraps it.
Findings find_library_names(const SourceTree& tree);

// Ids of providers (folders of plugins/ and tests/repository/provider_ids.txt) in src/. Ids that
// are ordinary words count only as a string of their own or as part of a path or host in a string.
Findings find_provider_ids(const SourceTree& tree);

// Sources without the SPDX line at their top.
Findings find_missing_licenses(const SourceTree& tree);

// Sources that no CMakeLists.txt of their folder or the one above names.
Findings find_unlisted_sources(const SourceTree& tree);

// src/ folders with a name that says nothing.
Findings find_vague_folders(const SourceTree& tree);

// Plugin folders that lack a file or a story, and stories without a plugin.
Findings find_incomplete_plugins(const SourceTree& tree);

// In stories, plugins and documents: what could be a real credential or somebody's address.
Findings find_secrets(const SourceTree& tree);
Findings find_addresses(const SourceTree& tree);

// Paths of the machine somebody works on.
Findings find_workplaces(const SourceTree& tree);

}  // namespace usagestat::repository
