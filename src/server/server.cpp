// SPDX-License-Identifier: MIT
#include "server/server.hpp"

#include "base/url.hpp"
#include "server/http_server.hpp"

namespace usagestat::server {
namespace {

using base::Error;
using base::ErrorKind;
using base::Result;

ServerSettings settings_of(const ServeOptions& options, const model::Config& config,
                           const std::string& host) {
  ServerSettings settings;
  settings.rules = {host, config.serve.cors, options.token};
  settings.refresh = options.refresh.value_or(config.refresh);
  settings.is_polling = options.is_polling;
  settings.idle_exit = options.idle_exit.value_or(config.serve.idle_exit);
  return settings;
}

// Figures do not leave this machine by accident.
Result<void> check_address(const std::string& host, const ServeOptions& options) {
  if (base::is_loopback_host(host)) return {};
  if (!options.token.empty() && options.allows_plain_http) return {};
  return Error{options.host ? ErrorKind::usage : ErrorKind::config,
               "Other machines can reach the address " + host + ".",
               "Listen on 127.0.0.1, or give both --token-file and --allow-plain-http."};
}

std::string url_of(const std::string& host, unsigned port) {
  const bool is_v6 = host.find(':') != std::string::npos;
  return "http://" + (is_v6 ? "[" + host + "]" : host) + ":" + std::to_string(port) + "/";
}

}  // namespace

Result<void> serve(const ServeOptions& options, Keeper::LoadWorkspace load, base::LogSink& log,
                   const std::stop_token& stop,
                   const std::function<void(const std::string& url)>& on_ready) {
  std::shared_ptr<const Documents> first;
  std::unique_ptr<HttpServer> server;
  Keeper keeper(
      std::move(load), options.refresh,
      [&](std::shared_ptr<const Documents> documents) {
        if (server) return server->publish(std::move(documents));
        first = std::move(documents);
      },
      log);
  USAGESTAT_TRY(const model::Config config, keeper.load());
  ListenAddress address{options.host.value_or(config.serve.host),
                        options.port.value_or(config.serve.port), options.inherited};
  if (address.inherited.empty()) USAGESTAT_CHECK(check_address(address.host, options));
  USAGESTAT_TRY(server, HttpServer::listen(address));
  for (const std::string& host : server->hosts()) USAGESTAT_CHECK(check_address(host, options));
  const std::string host = address.inherited.empty() ? address.host : server->hosts().front();
  server->publish(std::move(first));
  server->apply(settings_of(options, config, host));
  on_ready(url_of(host, server->port()));
  server->run(keeper, stop, [&] {
    keeper.reload(
        [&](const model::Config& changed) { server->apply(settings_of(options, changed, host)); });
  });
  keeper.finish(system::Deadline::after(ServerLimits().stop_time));
  return {};
}

}  // namespace usagestat::server
