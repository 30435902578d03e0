// SPDX-License-Identifier: MIT
// usagestat serve: the options become a server.
#include <charconv>

#include "base/text.hpp"
#include "cli/arguments.hpp"
#include "cli/commands/commands.hpp"
#include "cli/invocation.hpp"
#include "server/server.hpp"
#include "system/inherited_listeners.hpp"

namespace usagestat::cli {
namespace {

using base::Error;
using base::ErrorKind;
using base::Result;

Result<unsigned> read_port(const std::string& text) {
  constexpr unsigned k_largest = 65535;
  unsigned port = 0;
  const char* const end = text.data() + text.size();
  const auto result = std::from_chars(text.data(), end, port);
  if (result.ec != std::errc() || result.ptr != end || port > k_largest)
    return Error{ErrorKind::usage, "'" + text + "' is not a port.",
                 "Give a whole number from 0 to 65535."};
  return port;
}

Result<std::string> read_token(const std::string& path, Invocation& invocation) {
  constexpr std::size_t k_largest = 4096;
  constexpr std::uint32_t k_others = 077;
  USAGESTAT_TRY(const std::string text, invocation.system.filesystem.read_file(path, k_largest));
  std::string token(base::trim(text));
  if (token.empty())
    return Error{ErrorKind::config, "The token file " + path + " is empty.",
                 "Write a long random word into it: openssl rand -hex 32."};
  const auto info = invocation.system.filesystem.info(path);
  if (info && (info->mode & k_others) != 0)
    invocation.note("warning: other users can read the token file " + path +
                    "; chmod 600 prevents that.");
  return token;
}

Result<server::ServeOptions> read_options(const Arguments& arguments, Invocation& invocation) {
  server::ServeOptions options;
  options.host = arguments.text("host");
  if (const auto port = arguments.text("port")) {
    USAGESTAT_TRY(options.port, read_port(*port));
  }
  options.refresh = arguments.duration("refresh-sec");
  options.idle_exit = arguments.duration("idle-exit");
  options.is_polling = arguments.has("poll");
  options.allows_plain_http = arguments.has("allow-plain-http");
  if (const auto file = arguments.text("token-file")) {
    USAGESTAT_TRY(options.token, read_token(*file, invocation));
  }
  USAGESTAT_TRY(options.inherited, system::inherited_listeners(invocation.system.environment));
  return options;
}

}  // namespace

Result<ExitCode> run_serve(const Arguments& arguments, Invocation& invocation) {
  if (invocation.options.timeout)
    return Error{ErrorKind::usage, "serve takes no --timeout.",
                 "--idle-exit ends it when nobody asks; defaults.timeout of the config bounds each "
                 "probe."};
  USAGESTAT_TRY(const server::ServeOptions options, read_options(arguments, invocation));
  const usage::WorkspaceOptions workspace_options{
      arguments.text("config"), arguments.all("plugin-dir"), invocation.options.demo};
  USAGESTAT_CHECK(server::serve(
      options,
      [&] {
        return std::make_unique<usage::Workspace>(invocation.system, invocation.log,
                                                  workspace_options);
      },
      invocation.log, invocation.deadline.stop_token(),
      [&](const std::string& url) {
        if (invocation.options.json) {
          invocation.print_json(base::json::object{{"url", url}});
        } else {
          invocation.print("usagestat serves " + url + " (Ctrl-C ends it)\n");
        }
        invocation.streams.out.flush();
      }));
  return ExitCode::ok;
}

}  // namespace usagestat::cli
