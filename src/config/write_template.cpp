// SPDX-License-Identifier: MIT
#include "config/write_template.hpp"

#include "config/config_schema.hpp"

namespace usagestat::config {
namespace {

constexpr std::string_view k_head =
    R"(# The configuration of usagestat. Nothing in it is needed: what is commented out holds by default
# or is an example. Remove the # directly before a key to set it.
# `usagestat config validate` checks this file, `usagestat config dump` shows what holds.
)";

constexpr std::string_view k_entries = R"(
# One entry for each use of a provider. An entry without more than an id switches the provider on.
# Keys belong to the [[providers]] line above them.
)";

std::string row(const ConfigKey& key, std::string_view sample) {
  std::string text = "\n# ";
  text += key.help;
  text += "\n#";
  text += key.name;
  text += " = ";
  text += sample;
  return text += '\n';
}

// A TOML string. Ids hold nothing that would need an escape.
std::string in_quotes(const std::string& text) { return '"' + text + '"'; }

}  // namespace

std::string write_template(const std::vector<std::string>& example_ids) {
  const std::string first = example_ids.empty() ? "my-provider" : example_ids.front();
  std::string text(k_head);
  std::string_view section;
  for (const ConfigKey& key : config_schema()) {
    if (key.section != section) {
      section = key.section;
      text += key.is_of_entry() ? std::string(k_entries).append("\n#[[providers]]\n")
                                : "\n[" + std::string(section) + "]\n";
    }
    text += row(key, key.name == "id" ? in_quotes(first) : std::string(key.sample));
  }
  for (std::size_t i = 1; i < example_ids.size(); ++i)
    text += "\n#[[providers]]\n#id = " + in_quotes(example_ids[i]) + "\n";
  return text;
}

}  // namespace usagestat::config
