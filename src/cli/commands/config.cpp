// SPDX-License-Identifier: MIT
// usagestat config validate, dump, init, path.
#include "cli/arguments.hpp"
#include "cli/commands/commands.hpp"
#include "cli/invocation.hpp"
#include "config/dump_config.hpp"
#include "config/validate_config.hpp"
#include "config/write_template.hpp"

namespace usagestat::cli {
namespace {

namespace json = base::json;
using base::Error;
using base::ErrorKind;

std::vector<config::KnownProvider> known_providers(const plugin_host::PluginCatalog& catalog) {
  std::vector<config::KnownProvider> result;
  for (const auto& plugin : catalog.plugins) {
    config::KnownProvider provider{plugin->manifest.id, plugin->manifest.aliases, {}};
    for (const std::string& word : plugin->manifest.supported_modes) {
      if (const auto mode = model::source_mode_from(word)) provider.modes.push_back(*mode);
    }
    result.push_back(std::move(provider));
  }
  return result;
}

json::value place_or_null(int number) { return number > 0 ? json::value(number) : json::value(); }

json::object to_json(const config::ConfigIssue& issue) {
  const auto filled = [](const std::string& text) {
    return text.empty() ? json::value() : json::value(text);
  };
  return {{"level", config::to_string(issue.level)},
          {"message", issue.message},
          {"hint", filled(issue.hint)},
          {"file", issue.file},
          {"line", place_or_null(issue.line)},
          {"column", place_or_null(issue.column)},
          {"key", filled(issue.key)}};
}

void print_issues(const std::vector<config::ConfigIssue>& issues, Invocation& invocation) {
  for (const config::ConfigIssue& issue : issues) {
    invocation.print(config::format_issue(issue) + "\n");
    if (!issue.excerpt.empty()) invocation.print("    " + issue.excerpt + "\n");
  }
}

}  // namespace

base::Result<ExitCode> run_config_validate(const Arguments&, Invocation& invocation) {
  USAGESTAT_TRY(const auto* read, invocation.workspace.read_config());
  std::vector<config::ConfigIssue> issues = read->issues;
  // Plugins can only be looked up where the config that names their folders is sound.
  if (!config::has_error(issues)) {
    USAGESTAT_TRY(const auto* catalog, invocation.workspace.catalog());
    for (auto& issue : config::validate_config(*read, known_providers(*catalog)))
      issues.push_back(std::move(issue));
    config::sort_issues(issues);
  }
  const bool valid = !config::has_error(issues);
  const std::string path = invocation.workspace.config_location().path.string();
  if (invocation.options.json) {
    json::array rows;
    for (const config::ConfigIssue& issue : issues) rows.push_back(to_json(issue));
    invocation.print_json(
        json::object{{"path", path}, {"valid", valid}, {"issues", std::move(rows)}});
  } else {
    print_issues(issues, invocation);
    if (valid)
      invocation.print("Config: OK (" + path +
                       (read->config.exists ? ")\n" : ", which does not exist; defaults hold)\n"));
  }
  return valid ? ExitCode::ok : ExitCode::config;
}

base::Result<ExitCode> run_config_dump(const Arguments& arguments, Invocation& invocation) {
  USAGESTAT_TRY(const auto* config, invocation.workspace.config());
  const auto secrets = arguments.has("show-secrets") ? config::SecretDisplay::shown
                                                     : config::SecretDisplay::redacted;
  invocation.print_json(config::dump_config(*config, secrets));
  return ExitCode::ok;
}

base::Result<ExitCode> run_config_init(const Arguments& arguments, Invocation& invocation) {
  const system::Path path = invocation.workspace.config_location().path;
  system::Filesystem& files = invocation.system.filesystem;
  if (files.exists(path) && !arguments.has("force"))
    return Error{ErrorKind::io, path.string() + " exists already.",
                 "--force replaces it; `usagestat config validate` checks it."};
  plugin_host::PluginCatalog catalog;
  if (const auto found = invocation.workspace.catalog()) catalog = **found;
  std::vector<std::string> examples;
  for (const auto& plugin : catalog.plugins) {
    if (examples.size() < 3) examples.push_back(plugin->manifest.id);
  }
  USAGESTAT_CHECK(files.write_file(path, config::write_template(examples)));
  if (invocation.options.json) {
    invocation.print_json(json::object{{"path", path.string()}});
  } else {
    invocation.print("Wrote " + path.string() + ". Every key in it is commented out.\n");
  }
  return ExitCode::ok;
}

base::Result<ExitCode> run_config_path(const Arguments&, Invocation& invocation) {
  const std::string path = invocation.workspace.config_location().path.string();
  if (invocation.options.json) {
    invocation.print_json(
        json::object{{"path", path}, {"exists", invocation.system.filesystem.exists(path)}});
  } else {
    invocation.print(path + "\n");
  }
  return ExitCode::ok;
}

}  // namespace usagestat::cli
