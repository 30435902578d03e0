// SPDX-License-Identifier: MIT
#include "usage/examine.hpp"

#include <array>

#include "base/text.hpp"
#include "base/url.hpp"
#include "system/proxy_rules.hpp"
#include "system/trusted_certificates.hpp"
#include "usage/version.hpp"

namespace usagestat::usage {
namespace {

using Level = Finding::Level;

class Examination {
 public:
  explicit Examination(Workspace& workspace) : workspace_(workspace), system_(workspace.system()) {}

  std::vector<Finding> run() {
    about_program();
    const bool has_config = about_config();
    about_data();
    if (has_config) {
      about_plugins();
      about_providers();
      about_network();
      about_store();
    }
    about_clock();
    return std::move(findings_);
  }

 private:
  void add(std::string section, Level level, std::string text, std::string hint = {}) {
    findings_.push_back({std::move(section), level, std::move(text), std::move(hint)});
  }

  void about_program() {
    add("program", Level::fine,
        "usagestat " + std::string(k_version) + " on " +
            std::string(system::to_string(system_.environment.platform())));
  }

  bool about_config() {
    const auto location = workspace_.config_location();
    const auto read = workspace_.read_config();
    if (!read) {
      add("config", Level::problem, read.error().message, read.error().hint);
      return false;
    }
    if ((*read)->config.exists)
      add("config", Level::fine, location.path.string());
    else
      add("config", Level::note, location.path.string() + " does not exist.",
          "None is needed; `usagestat config init` writes one.");
    for (const config::ConfigIssue& issue : (*read)->issues)
      add("config",
          issue.level == config::ConfigIssue::Level::error ? Level::problem : Level::warning,
          config::format_issue(issue));
    return !config::first_error(**read) && workspace_.config();
  }

  void about_data() {
    const std::filesystem::path directory = workspace_.data_directory();
    const auto info = system_.filesystem.info(directory);
    if (!info) {
      const bool can_be_made = system_.filesystem.can_write(directory);
      add("data", can_be_made ? Level::note : Level::warning,
          directory.string() +
              (can_be_made ? " does not exist yet."
                           : " does not exist and cannot be made, so figures are not kept."));
      return;
    }
    if (info->type != system::FileInfo::Type::directory) {
      add("data", Level::problem, directory.string() + " is not a directory.",
          "Move it away; figures cannot be kept.");
      return;
    }
    if (!system_.filesystem.can_write(directory / "snapshots.json"))
      add("data", Level::problem, directory.string() + " cannot be written.",
          "Figures are not kept, and processes ask services independently.");
    else if ((info->mode & 077U) != 0)
      add("data", Level::warning, directory.string() + " is open to other users.",
          "chmod 700 " + directory.string());
    else
      add("data", Level::fine, directory.string());
  }

  void about_plugins() {
    const auto catalog = workspace_.catalog();
    if (!catalog) {
      add("plugins", Level::problem, catalog.error().message, catalog.error().hint);
      return;
    }
    std::size_t bundled = 0;
    for (const auto& plugin : (*catalog)->plugins) {
      if (plugin->directory.empty())
        ++bundled;
      else
        add("plugins", plugin->may_run ? Level::fine : Level::note,
            plugin->manifest.id + " from " + plugin->directory.string() +
                (plugin->may_run ? ""
                                 : " (listed, not trusted: name the folder with --plugin-dir)"));
    }
    add("plugins", Level::fine, std::to_string(bundled) + " in the program");
    for (const plugin_host::PluginProblem& problem : (*catalog)->problems)
      add("plugins", Level::warning, problem.where + ": " + problem.error.message,
          "`usagestat plugin validate` tells more.");
  }

  void about_providers() {
    const auto instances = workspace_.instances();
    if (!instances) {
      add("providers", Level::problem, instances.error().message, instances.error().hint);
      return;
    }
    std::size_t off = 0;
    for (const Instance& instance : *instances) {
      if (instance.activation == model::Activation::off) {
        ++off;
        continue;
      }
      std::string text = instance.key() + ": " + instance.reason;
      if (instance.config.api_key || instance.config.cookie_header)
        text += ", with a credential in the config";
      add("providers", Level::fine, text);
    }
    if (off == instances->size())
      add("providers", Level::warning, "No provider is enabled, and no credential was found.",
          "`usagestat list` shows what is looked for.");
    else
      add("providers", Level::fine, std::to_string(off) + " others are off (`usagestat list`)");
  }

  void about_network() {
    const model::Config& config = **workspace_.config();
    const auto trust = system::TrustedCertificates::load(
        system_.environment, system_.filesystem,
        config.network.ca_bundle ? std::optional<std::filesystem::path>(*config.network.ca_bundle)
                                 : std::nullopt);
    if (!trust)
      add("network", Level::problem, trust.error().message, trust.error().hint);
    else
      add("network", Level::fine,
          std::to_string((*trust)->count()) + " certificate authorities, " + (*trust)->source());
    const system::ProxyRules rules(system_.environment, config.network.proxy);
    const auto url = base::parse_url("https://example.com/");
    const auto proxy = rules.proxy_for(*url);
    if (!proxy)
      add("network", Level::problem, proxy.error().message, proxy.error().hint);
    else if (*proxy)
      add("network", Level::fine, "proxy " + (*proxy)->host + ", from " + (*proxy)->source);
    else
      add("network", Level::fine, "no proxy");
    if (!config.defaults.refresh_tokens)
      add("network", Level::note, "Tokens are never refreshed (refreshTokens = \"never\").");
  }

  void about_store() {
    const base::TimePoint now = system_.clock.now();
    std::size_t kept = 0;
    for (const auto& [key, stored] : workspace_.store().read()) {
      if (stored.snapshot) ++kept;
      if (stored.attempt && stored.attempt->retry_at && *stored.attempt->retry_at > now)
        add("cache", Level::note,
            key + " is left alone for " + base::format_duration(*stored.attempt->retry_at - now) +
                ".",
            "Its service asked for it; --force asks anyway.");
      if (stored.snapshot && stored.snapshot->error)
        add("cache", Level::warning, key + ": " + stored.snapshot->error->message,
            stored.snapshot->error->hint);
    }
    add("cache", Level::fine, std::to_string(kept) + " snapshots");
    about_locks();
  }

  void about_locks() {
    const auto directory = workspace_.data_directory() / "state" / "locks";
    const auto names = system_.filesystem.list_directory(directory);
    if (!names) return;
    for (const std::string& name : *names) {
      const auto lock = system_.filesystem.lock(
          directory / name, system::Deadline::after(std::chrono::milliseconds(0)));
      if (!lock && lock.error().kind == base::ErrorKind::timeout)
        add("cache", Level::note, name + " is held by another process.");
    }
  }

  void about_clock() {
    const base::TimePoint now = system_.clock.now();
    add("clock", Level::fine,
        base::format_utc(std::chrono::floor<std::chrono::seconds>(now)) + ", time zone " +
            system_.time_zone->name());
    constexpr int k_first_year = 2026;  // of this program
    if (base::civil_time(now, std::chrono::seconds(0)).year < k_first_year)
      add("clock", Level::problem, "The clock is wrong: this program is younger than that.",
          "Certificates and reset times depend on it; set it.");
  }

  Workspace& workspace_;
  const system::System& system_;
  std::vector<Finding> findings_;
};

}  // namespace

std::string_view to_string(Finding::Level level) {
  constexpr std::array<std::string_view, 4> k_words{"fine", "note", "warning", "problem"};
  return k_words.at(static_cast<std::size_t>(level));
}

std::vector<Finding> examine(Workspace& workspace) { return Examination(workspace).run(); }

}  // namespace usagestat::usage
