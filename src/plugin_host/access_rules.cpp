// SPDX-License-Identifier: MIT
#include "plugin_host/access_rules.hpp"

#include <algorithm>

#include "base/glob.hpp"
#include "base/text.hpp"
#include "base/url.hpp"
#include "plugin_host/legacy_permissions.hpp"

namespace usagestat::plugin_host {
namespace {

using base::Error;
using base::ErrorKind;
using std::filesystem::path;

Error refused(std::string what, std::string entry) {
  return {ErrorKind::permission, "The plugin may not " + std::move(what) + ".",
          "Its plugin.json must declare it: " + std::move(entry)};
}

bool host_matches(const std::vector<std::string>& declared, std::string_view host) {
  return std::ranges::any_of(declared, [host](const std::string& entry) {
    if (entry == "*") return true;
    if (entry.starts_with("*."))
      return host.size() > entry.size() - 1 && host.ends_with(base::to_lower(entry.substr(1)));
    return base::equals_ignoring_case(entry, host);
  });
}

// A name that every piece of software takes for the same host: no escapes, no letters beyond ASCII.
bool is_plain_host(std::string_view host) {
  return std::ranges::all_of(host, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_' ||
           c == ':';
  });
}

// The part of a pattern before its first component with a wildcard.
std::string_view literal_part(std::string_view pattern) {
  const auto wild = pattern.find_first_of("*?");
  if (wild == std::string_view::npos) return pattern;
  const auto slash = pattern.rfind('/', wild);
  if (slash == std::string_view::npos) return {};
  return pattern.substr(0, slash == 0 ? 1 : slash);
}

// "C:/…"
bool has_drive(std::string_view text) {
  return text.size() >= 3 && text[1] == ':' && text[2] == '/' &&
         std::string_view("abcdefghijklmnopqrstuvwxyz").find(base::to_lower(text)[0]) !=
             std::string_view::npos;
}

std::string quoted_text(std::string_view text) { return "\"" + std::string(text) + "\""; }

}  // namespace

AccessRules::AccessRules(const ProbeRequest& request, const system::System& system)
    : request_(request), system_(system) {
  const auto& declared = request.plugin->manifest.permissions;
  permissions_ = declared ? *declared : legacy_permissions();
}

path AccessRules::home() const {
  return request_.home ? *request_.home : system_.environment.home_directory();
}

std::optional<std::string> AccessRules::variable(std::string_view name) const {
  if (const auto own = request_.env.find(std::string(name)); own != request_.env.end())
    return own->second.empty() ? std::nullopt : std::optional<std::string>(own->second);
  return system_.environment.get(name);
}

bool AccessRules::may_read_variable(std::string_view name) const {
  return std::ranges::find(permissions_.env, name) != permissions_.env.end();
}

base::Result<path> AccessRules::absolute(std::string_view text) const {
  if (text.find('\0') != std::string_view::npos)
    return Error{ErrorKind::permission, "A path holds a zero byte.", ""};
  // A story of Windows must also play on a machine where std::filesystem knows no drive letters.
  const bool is_windows = system_.environment.platform() == system::Platform::windows;
  path result(is_windows ? base::replace_all(text, "\\", "/") : std::string(text));
  if (text == "~") result = home();
  if (text.starts_with("~/")) result = home() / text.substr(2);
  if (!result.is_absolute() && !(is_windows && has_drive(result.generic_string())))
    return Error{ErrorKind::permission, "The path " + quoted_text(text) + " is not absolute.",
                 "Begin it with / or ~/."};
  return result.lexically_normal();
}

std::vector<std::string> AccessRules::expand(const std::string& pattern) const {
  if (pattern == "~" || pattern.starts_with("~/")) {
    if (home().empty()) return {};
    return {(home() / std::string_view(pattern).substr(std::min<std::size_t>(2, pattern.size())))
                .string()};
  }
  if (!pattern.starts_with('$')) return {pattern};
  const auto slash = pattern.find('/');
  const std::string name = pattern.substr(1, slash == std::string::npos ? slash : slash - 1);
  const auto value = may_read_variable(name) ? variable(name) : std::nullopt;
  if (!value) return {};
  std::vector<std::string> result;
  for (const std::string& part : base::split(*value, ',')) {
    const auto root = absolute(base::trim(part));
    if (!root || *root == root->root_path()) continue;
    std::string whole = root->string();
    while (whole.ends_with('/')) whole.pop_back();
    result.push_back(whole + (slash == std::string::npos ? "" : pattern.substr(slash)));
  }
  return result;
}

bool AccessRules::matches(const std::vector<std::string>& patterns, const path& real) const {
  for (const std::string& pattern : patterns) {
    for (const std::string& expanded : expand(pattern)) {
      // A link that the user made himself in a literal place (~/.tool as a link to elsewhere) is
      // what the pattern means; links below a wildcard are not followed out of it.
      const std::string_view literal = literal_part(expanded);
      const auto resolved = system_.filesystem.real_path(path(literal));
      if (!resolved) continue;
      const std::string whole = resolved->generic_string() +
                                std::string(std::string_view(expanded).substr(literal.size()));
      if (base::glob_matches(whole, real.generic_string())) return true;
    }
  }
  return false;
}

bool AccessRules::is_own_data(const path& real) const {
  if (request_.plugin_data_directory.empty()) return false;
  const auto own = system_.filesystem.real_path(request_.plugin_data_directory);
  if (!own) return false;
  const path relative = real.lexically_relative(*own);
  return !relative.empty() && *relative.begin() != "..";
}

base::Result<path> AccessRules::readable(std::string_view text) const {
  USAGESTAT_TRY(const path wanted, absolute(text));
  USAGESTAT_TRY(path real, system_.filesystem.real_path(wanted));
  // What may be written may be read back.
  if (is_own_data(real) || matches(permissions_.read, real) || matches(permissions_.write, real))
    return real;
  return refused("read " + std::string(text), "permissions.read");
}

base::Result<path> AccessRules::writable(std::string_view text) const {
  USAGESTAT_TRY(const path wanted, absolute(text));
  USAGESTAT_TRY(path real, system_.filesystem.real_path(wanted));
  if (is_own_data(real) || matches(permissions_.write, real)) return real;
  return refused("write " + std::string(text), "permissions.write");
}

bool AccessRules::is_user_base(std::string_view text) const {
  const auto url = base::parse_url(text);
  const auto fits = [&](std::string_view candidate, bool may_be_bare_host) {
    const auto base_url = base::parse_url(candidate);
    if (base_url)
      return base_url->scheme == url->scheme && base_url->host == url->host &&
             base_url->port == url->port;
    // A setting may name a bare host ("corp.example"): that host and its subdomains, by https.
    if (!may_be_bare_host || url->scheme != "https" ||
        candidate.find('.') == std::string_view::npos ||
        candidate.find_first_of("/:@ ") != std::string_view::npos)
      return false;
    const std::string host = base::to_lower(candidate);
    return url->host == host || url->host.ends_with("." + host);
  };
  for (const auto& member : request_.settings) {
    if (member.value().is_string() && fits(std::string_view(member.value().get_string()), true))
      return true;
  }
  return std::ranges::any_of(permissions_.env, [&](const std::string& name) {
    const auto value = variable(name);
    return value && fits(base::trim(*value), false);
  });
}

base::Result<void> AccessRules::check_url(std::string_view text) const {
  const auto url = base::parse_url(text);
  if (!url || url->has_user_info || !is_plain_host(url->host))
    return Error{ErrorKind::permission,
                 "The plugin asked for something that is no http or https URL.",
                 "URLs must be absolute and hold no user name."};
  const bool is_loopback = base::is_loopback_host(url->host);
  if (url->scheme == "https" || is_loopback) {
    if (host_matches(permissions_.hosts, url->host)) return {};
    if (is_user_base(text)) return {};
    return refused("connect to " + url->host,
                   "permissions.hosts: [" + quoted_text(url->host) + "]");
  }
  if (base::is_private_host(url->host) && is_user_base(text)) return {};
  return Error{
      ErrorKind::permission, "Plain http to " + url->host + " is refused.",
      "Use https; plain http is for loopback, and for private networks that you configured."};
}

bool AccessRules::may_run(std::string_view program) const {
  return std::ranges::any_of(permissions_.commands,
                             [program](const auto& rule) { return rule.program == program; });
}

base::Result<void> AccessRules::check_command(const std::vector<std::string>& argv) const {
  for (const model::CommandPermission& rule : permissions_.commands) {
    if (argv.empty() || rule.program != argv.front()) continue;
    const bool fits = rule.arguments.size() <= argv.size() - 1 &&
                      std::equal(rule.arguments.begin(), rule.arguments.end(), argv.begin() + 1);
    if (fits) return {};
  }
  return refused("run " + quoted_text(base::join(argv, " ")), "permissions.commands");
}

base::Result<void> AccessRules::check_keychain(std::string_view service) const {
  const bool is_declared = std::ranges::any_of(
      permissions_.keychain,
      [service](const std::string& entry) { return base::glob_matches(entry, service); });
  if (is_declared) return {};
  return refused("use the keychain item " + quoted_text(service), "permissions.keychain");
}

// "$ACME_PATH" stands for the file name of the program that this variable names.
std::string AccessRules::process_name(const std::string& entry) const {
  if (!entry.starts_with('$')) return entry;
  const std::string name = entry.substr(1);
  const std::string value = may_read_variable(name) ? variable(name).value_or("") : "";
  return value.substr(value.find_last_of("/\\") + 1);
}

base::Result<void> AccessRules::check_process(std::string_view name) const {
  const bool is_declared =
      std::ranges::any_of(permissions_.processes,
                          [&](const std::string& entry) { return process_name(entry) == name; });
  if (is_declared) return {};
  return refused("look for the process " + quoted_text(name), "permissions.processes");
}

}  // namespace usagestat::plugin_host
