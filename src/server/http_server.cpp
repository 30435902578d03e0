// SPDX-License-Identifier: MIT
#include "server/http_server.hpp"

#include <list>

#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>

#include "server/connection_internal.hpp"
#include "server/hub_internal.hpp"

namespace usagestat::server {
namespace {

using base::Error;
using base::ErrorKind;
using base::Result;
using Acceptor = asio::basic_socket_acceptor<Tcp>;

// SIGHUP has this number on every system that has it.
constexpr int k_hangup = 1;
// How long to leave the listening socket alone when no descriptor is left.
constexpr auto k_accept_pause = std::chrono::milliseconds(100);

Error cannot_listen(const std::string& where, const ErrorCode& error) {
  const bool is_taken = error == asio::error::address_in_use;
  return {ErrorKind::io, "Cannot listen on " + where + ": " + error.message() + ".",
          is_taken ? "Another server has this port; stop it, or choose another one with --port."
                   : "Choose another address or port with --host and --port."};
}

}  // namespace

class HttpServer::Impl {
 public:
  explicit Impl(const ServerLimits& limits)
      : hub(context, limits), hangup_signal(context), pause(context) {}

  Result<void> listen(const ListenAddress& address) {
    if (!address.inherited.empty()) return adopt(address.inherited);
    const std::string& host = address.host == "localhost" ? "127.0.0.1" : address.host;
    ErrorCode error;
    const auto ip = asio::ip::make_address(host, error);
    if (error)
      return Error{ErrorKind::config, "'" + address.host + "' is not an IP address.",
                   "Give --host an address, such as 127.0.0.1 or ::1."};
    const Tcp::endpoint endpoint(ip, static_cast<unsigned short>(address.port));
    Acceptor acceptor(context);
    acceptor.open(endpoint.protocol(), error);
    if (!error) acceptor.set_option(Acceptor::reuse_address(true), error);
    if (!error) acceptor.bind(endpoint, error);
    if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
    if (error) return cannot_listen(address.host + " port " + std::to_string(address.port), error);
    acceptors.push_back(std::move(acceptor));
    return {};
  }

  Result<void> adopt(const std::vector<int>& descriptors) {
    for (const int descriptor : descriptors) {
      ErrorCode error;
      Acceptor acceptor(context);
      acceptor.assign(Tcp::v4(), descriptor, error);
      if (error) return cannot_listen("the socket that was handed over", error);
      acceptors.push_back(std::move(acceptor));
    }
    return {};
  }

  void accept(Acceptor& acceptor) {
    acceptor.async_accept([this, &acceptor](const ErrorCode& error, Stream stream) {
      if (error == asio::error::operation_aborted || !acceptor.is_open()) return;
      if (error) return accept_later(acceptor);
      ErrorCode ignored;
      stream.set_option(Tcp::no_delay(true), ignored);
      hub.take(std::move(stream));
      accept(acceptor);
    });
  }

  void accept_later(Acceptor& acceptor) {
    pause.expires_after(k_accept_pause);
    pause.async_wait([this, &acceptor](const ErrorCode& error) {
      if (!error) accept(acceptor);
    });
  }

  void wait_for_hangup() {
    hangup_signal.async_wait([this](const ErrorCode& error, int) {
      if (error) return;
      hangup();
      wait_for_hangup();
    });
  }

  void stop() {
    for (Acceptor& acceptor : acceptors) {
      ErrorCode ignored;
      acceptor.close(ignored);
    }
    pause.cancel();
    hub.stop();
  }

  void run(Figures& figures, const std::stop_token& stop_token) {
    hub.on_end = [this] { context.stop(); };
    hub.start(figures);
    for (Acceptor& acceptor : acceptors) accept(acceptor);
    if (hangup) {
      ErrorCode ignored;
      hangup_signal.add(k_hangup, ignored);
      wait_for_hangup();
    }
    const std::stop_callback on_stop(stop_token,
                                     [this] { asio::post(context, [this] { stop(); }); });
    context.run();
  }

  asio::io_context context{1};
  std::list<Acceptor> acceptors;
  Hub hub;
  std::function<void()> hangup;
  asio::signal_set hangup_signal;
  asio::steady_timer pause;
};

HttpServer::HttpServer(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
HttpServer::~HttpServer() = default;

Result<std::unique_ptr<HttpServer>> HttpServer::listen(const ListenAddress& address,
                                                       const ServerLimits& limits) {
  auto impl = std::make_unique<Impl>(limits);
  USAGESTAT_CHECK(impl->listen(address));
  return std::unique_ptr<HttpServer>(new HttpServer(std::move(impl)));
}

unsigned HttpServer::port() const {
  ErrorCode ignored;
  return impl_->acceptors.front().local_endpoint(ignored).port();
}

std::vector<std::string> HttpServer::hosts() const {
  std::vector<std::string> hosts;
  for (const Acceptor& acceptor : impl_->acceptors) {
    ErrorCode ignored;
    hosts.push_back(acceptor.local_endpoint(ignored).address().to_string(ignored));
  }
  return hosts;
}

void HttpServer::publish(std::shared_ptr<const Documents> documents) {
  asio::post(impl_->context, [impl = impl_.get(), documents = std::move(documents)]() mutable {
    impl->hub.set_documents(std::move(documents));
  });
}

void HttpServer::apply(const ServerSettings& settings) {
  asio::post(impl_->context, [impl = impl_.get(), settings] { impl->hub.set_settings(settings); });
}

void HttpServer::run(Figures& figures, const std::stop_token& stop, std::function<void()> hangup) {
  impl_->hangup = std::move(hangup);
  impl_->run(figures, stop);
}

}  // namespace usagestat::server
