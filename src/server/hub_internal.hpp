// SPDX-License-Identifier: MIT
// What all connections share: the documents, the settings, the clock of their deadlines. Belongs to
// the server's one thread; only publish(), apply() and the callbacks it hands out come from others.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <stop_token>
#include <string>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include "server/http_server.hpp"
#include "server/route_table.hpp"
#include "server/task_thread.hpp"
#include "system/deadline.hpp"

namespace usagestat::server {

namespace asio = boost::asio;
using Tcp = asio::ip::tcp;
using Stream = asio::basic_stream_socket<Tcp>;
using ErrorCode = boost::system::error_code;
using SteadyTime = system::Deadline::Clock::time_point;

inline SteadyTime steady_now() { return system::Deadline::Clock::now(); }

class Connection;
using ConnectionPtr = std::shared_ptr<Connection>;

class Hub {
 public:
  Hub(asio::io_context& context, const ServerLimits& limits);
  ~Hub();
  Hub(const Hub&) = delete;
  Hub& operator=(const Hub&) = delete;

  void start(Figures& figures);
  void set_documents(std::shared_ptr<const Documents> documents);
  void set_settings(const ServerSettings& settings);
  void take(Stream stream);  // a new connection
  void stop();               // closes what waits; what is in flight may end
  bool is_stopping() const { return is_stopping_; }
  // Called once nothing is in flight after stop(), or when it was idle for too long.
  std::function<void()> on_end;

  // For connections.
  const ServerLimits& limits() const { return limits_; }
  const GuardRules& rules() const { return settings_.rules; }
  View view() const { return {*documents_, *figures_}; }
  void watch_deadline(SteadyTime at);
  void note_request() { last_request_ = steady_now(); }
  void when_looked(const std::string& id, std::function<void()> then);
  void defer(Deferred work, std::function<void(Response)> then);
  void add_stream(const ConnectionPtr& connection);
  void forget(const ConnectionPtr& connection);

 private:
  bool make_room();
  void check_deadlines();
  void send_to_streams(const std::string& text);
  void beat();
  void schedule_look();
  void schedule_idle_end();
  void end_if_idle();
  void end_if_done();

  asio::io_context& context_;
  ServerLimits limits_;
  ServerSettings settings_;
  Figures* figures_ = nullptr;
  std::shared_ptr<const Documents> documents_ = std::make_shared<Documents>();
  std::set<ConnectionPtr> connections_;
  std::set<ConnectionPtr> refused_;  // being told that the server is busy
  std::set<ConnectionPtr> streams_;
  std::map<std::string, SteadyTime> looked_;  // by instance; "" for all
  SteadyTime last_request_ = steady_now();
  SteadyTime deadline_armed_ = SteadyTime::max();
  asio::steady_timer deadline_timer_;
  asio::steady_timer heartbeat_timer_;
  asio::steady_timer look_timer_;
  asio::steady_timer idle_timer_;
  asio::steady_timer stop_timer_;
  bool is_stopping_ = false;
  std::unique_ptr<TaskThread> reader_;  // of files, started when first needed
};

}  // namespace usagestat::server
