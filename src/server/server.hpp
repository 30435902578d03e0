// SPDX-License-Identifier: MIT
// `usagestat serve`: the API on loopback, answered from memory.
#pragma once

#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "base/log.hpp"
#include "base/result.hpp"
#include "server/keeper.hpp"

namespace usagestat::server {

// What the command line says; what it leaves out comes from the config.
struct ServeOptions {
  std::optional<std::string> host;
  std::optional<unsigned> port;
  std::optional<base::Milliseconds> refresh;
  std::optional<base::Milliseconds> idle_exit;
  bool is_polling = false;
  std::string token;               // empty: none
  bool allows_plain_http = false;  // on another address than loopback
  std::vector<int> inherited;      // listening sockets of a supervisor
};

// Serves until the token fires or nobody has asked for idle_exit. `on_ready` gets the URL once
// requests are accepted. Errors: io for a port that is taken, usage or config for an address that
// needs --token-file and --allow-plain-http, and those of the config.
base::Result<void> serve(const ServeOptions& options, Keeper::LoadWorkspace load,
                         base::LogSink& log, const std::stop_token& stop,
                         const std::function<void(const std::string& url)>& on_ready);

}  // namespace usagestat::server
