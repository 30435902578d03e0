// SPDX-License-Identifier: MIT
#include "base/glob.hpp"

#include <cstddef>

namespace usagestat::base {
namespace {

constexpr auto k_none = std::string_view::npos;

// Where matching goes on when a literal fails: behind the last star seen, one character later. Only
// the last star of each kind needs remembering, so the time is pattern × path at most.
struct Star {
  std::size_t pattern = k_none;  // first position behind the star
  std::size_t path = 0;
};

}  // namespace

bool glob_matches(std::string_view pattern, std::string_view path) {
  std::size_t p = 0;
  std::size_t i = 0;
  Star one;   // "*", within a component
  Star many;  // "**", across components
  // "**" is a component of its own; beside other characters it means the same as "*".
  const auto is_component_start = [&] { return p == 0 || pattern[p - 1] == '/'; };
  while (i < path.size() || p < pattern.size()) {
    const bool has_more = i < path.size();
    if (is_component_start() && pattern.substr(p).starts_with("**/")) {
      // Zero components, to begin with.
      p += 3;
      many = {p, i};
      one = {};
      continue;
    }
    if (is_component_start() && pattern.substr(p) == "**") return has_more;
    if (p < pattern.size() && pattern[p] == '*') {
      one = {++p, i};
      continue;
    }
    const bool fits = has_more && p < pattern.size() &&
                      (pattern[p] == path[i] || (pattern[p] == '?' && path[i] != '/'));
    if (fits) {
      ++p;
      ++i;
      continue;
    }
    if (one.pattern != k_none && one.path < path.size() && path[one.path] != '/') {
      p = one.pattern;
      i = ++one.path;
      continue;
    }
    if (many.pattern == k_none) return false;
    const std::size_t slash = path.find('/', many.path);
    if (slash == k_none) return false;
    many.path = slash + 1;
    p = many.pattern;
    i = many.path;
    one = {};
  }
  return true;
}

}  // namespace usagestat::base
