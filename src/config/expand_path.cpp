// SPDX-License-Identifier: MIT
#include "config/expand_path.hpp"

#include <optional>

namespace usagestat::config {
namespace {

bool is_name_start(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool is_name_part(char c) { return is_name_start(c) || (c >= '0' && c <= '9'); }

struct Reference {
  std::string_view name;
  std::size_t length;  // of the whole reference
};

// At a "$": the variable that follows, if it is one.
std::optional<Reference> reference_at(std::string_view text) {
  const bool braced = text.size() > 1 && text[1] == '{';
  const std::size_t begin = braced ? 2 : 1;
  if (begin >= text.size() || !is_name_start(text[begin])) return std::nullopt;
  std::size_t end = begin;
  while (end < text.size() && is_name_part(text[end])) ++end;
  if (!braced) return Reference{text.substr(begin, end - begin), end};
  if (end >= text.size() || text[end] != '}') return std::nullopt;
  return Reference{text.substr(begin, end - begin), end + 1};
}

}  // namespace

std::string expand_home(std::string_view text, const system::Environment& environment) {
  const bool is_home = text == "~" || text.starts_with("~/") || text.starts_with("~\\");
  const std::string home = environment.home_directory().string();
  if (!is_home || home.empty()) return std::string(text);
  return home + std::string(text.substr(1));
}

ExpandedPath expand_path(std::string_view text, const std::filesystem::path& directory,
                         const system::Environment& environment) {
  ExpandedPath result;
  std::string path;
  for (std::size_t at = 0; at < text.size();) {
    const std::string_view rest = text.substr(at);
    const auto reference = rest[0] == '$' ? reference_at(rest) : std::nullopt;
    if (reference) {
      const auto value = environment.get(reference->name);
      if (!value) result.unset.emplace_back(reference->name);
      path += value ? *value : std::string(rest.substr(0, reference->length));
      at += reference->length;
    } else {
      path += rest[0];
      at += rest.starts_with("$$") ? 2U : 1U;
    }
  }
  // The tilde of the text, not one that a variable brought along.
  if (text.starts_with('~')) path = expand_home(path, environment);
  const std::filesystem::path absolute = directory / path;
  result.text = absolute.lexically_normal().string();
  return result;
}

}  // namespace usagestat::config
