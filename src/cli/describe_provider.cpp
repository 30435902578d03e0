// SPDX-License-Identifier: MIT
#include "cli/describe_provider.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace usagestat::cli {
namespace {

using Texts = std::vector<std::string>;

std::string code(const std::string& text) { return "`" + text + "`"; }

std::string codes(const Texts& texts) {
  Texts quoted;
  std::ranges::transform(texts, std::back_inserter(quoted), code);
  return base::join(quoted, ", ");
}

// One entry of the list; nothing for nothing.
std::string entry(const std::string& title, const std::string& value) {
  return value.empty() ? "" : "- " + title + ": " + value + "\n";
}

std::string heading(const model::ProviderManifest& manifest) {
  std::string text = "## " + manifest.name + "\n\n" + code(manifest.id);
  if (!manifest.aliases.empty()) text += ", also called " + codes(manifest.aliases);
  text += ".";
  if (!manifest.summary.empty()) text += " " + manifest.summary;
  return text + "\n\n";
}

// Each label once: some lines are a bar or a text, whichever the service tells.
std::string shown_lines(const model::ProviderManifest& manifest) {
  Texts labels;
  for (const model::LineDeclaration& line : manifest.lines)
    if (line.type != "badge" && std::ranges::find(labels, line.label) == labels.end())
      labels.push_back(line.label);
  return base::join(labels, ", ");
}

std::string modes(const model::ProviderManifest& manifest) {
  if (manifest.supported_modes.empty()) return "";
  std::string text = codes(manifest.supported_modes);
  if (manifest.supported_modes.size() > 1 && !manifest.auto_mode.empty())
    text += "; `auto` begins with " + code(manifest.auto_mode);
  return text;
}

std::string credentials(const model::ProviderManifest& manifest) {
  std::string text;
  for (std::size_t i = 0; i < manifest.credentials.size(); ++i)
    text += "  " + std::to_string(i + 1) + ". " + manifest.credentials[i] + "\n";
  return text.empty() ? "" : "- Credentials, in this order:\n" + text;
}

std::string commands(const model::Permissions& permissions) {
  Texts programs;
  for (const model::CommandPermission& command : permissions.commands) {
    Texts words{command.program};
    words.insert(words.end(), command.arguments.begin(), command.arguments.end());
    programs.push_back(base::join(words, " "));
  }
  return codes(programs);
}

std::string reach(const model::ProviderManifest& manifest) {
  if (!manifest.permissions)
    return "- May reach: any https host, every file of your home directory (an old plugin without "
           "a "
           "permissions block)\n";
  const model::Permissions& permissions = *manifest.permissions;
  return entry("Connects to", codes(permissions.hosts)) +
         entry("Reads the variables", codes(permissions.env)) +
         entry("Reads the files", codes(permissions.read)) +
         entry("Writes the files", codes(permissions.write)) +
         entry("Keychain items", codes(permissions.keychain)) +
         entry("Cookies of", codes(permissions.cookies)) + entry("Runs", commands(permissions)) +
         entry("Looks for the running programs", codes(permissions.processes));
}

std::string interval(const model::ProviderManifest& manifest) {
  const auto seconds = manifest.min_interval.count();
  return seconds == 0 ? "" : std::to_string(seconds) + " seconds";
}

std::string links(const model::ProviderManifest& manifest) {
  Texts all;
  for (const model::Link& link : manifest.links)
    all.push_back("[" + link.label + "](" + link.url + ")");
  return base::join(all, ", ");
}

}  // namespace

std::string describe_provider(const model::ProviderManifest& manifest) {
  return heading(manifest) + entry("Shows", shown_lines(manifest)) +
         entry("Modes", modes(manifest)) + credentials(manifest) + reach(manifest) +
         entry("An answer is good for", interval(manifest)) + entry("Links", links(manifest));
}

}  // namespace usagestat::cli
