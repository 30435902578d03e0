// SPDX-License-Identifier: MIT
#include <algorithm>

#include <boost/asio/post.hpp>

#include "server/connection_internal.hpp"
#include "server/hub_internal.hpp"

namespace usagestat::server {
namespace {

constexpr std::size_t k_most_refused = 64;

std::string event_text(std::string_view name, std::string_view data) {
  return "event: " + std::string(name) + "\ndata: " + std::string(data) + "\n\n";
}

// What an event stream is told of one instance.
std::string instance_events(const InstanceDocuments& now, const InstanceDocuments* before) {
  std::string text;
  if (now.usage.body && (before == nullptr || before->usage.etag != now.usage.etag))
    text += event_text("snapshot", *now.usage.body);
  if (now.error.body && (before == nullptr || before->error.etag != now.error.etag))
    text += event_text("error", *now.error.body);
  return text;
}

}  // namespace

Hub::Hub(asio::io_context& context, const ServerLimits& limits)
    : context_(context),
      limits_(limits),
      deadline_timer_(context),
      heartbeat_timer_(context),
      look_timer_(context),
      idle_timer_(context),
      stop_timer_(context) {}

Hub::~Hub() = default;

void Hub::start(Figures& figures) {
  figures_ = &figures;
  last_request_ = steady_now();
  schedule_look();
  schedule_idle_end();
}

void Hub::set_settings(const ServerSettings& settings) {
  settings_ = settings;
  if (figures_ == nullptr) return;
  schedule_look();
  schedule_idle_end();
}

void Hub::set_documents(std::shared_ptr<const Documents> documents) {
  const auto before = std::exchange(documents_, std::move(documents));
  if (streams_.empty()) return;
  std::string text;
  for (const std::string& key : documents_->keys_on) {
    const InstanceDocuments* now = documents_->find(key);
    if (now != nullptr) text += instance_events(*now, before->find(key));
  }
  if (!text.empty()) send_to_streams(text);
}

void Hub::take(Stream stream) {
  const auto connection = std::make_shared<Connection>(std::move(stream), *this);
  if (connections_.size() < limits_.connections || make_room()) {
    connections_.insert(connection);
    return connection->start();
  }
  if (refused_.size() >= k_most_refused) return;
  refused_.insert(connection);
  connection->refuse_busy();
}

// Those who began a request and do not go on with it make room for those who ask.
bool Hub::make_room() {
  const SteadyTime now = steady_now();
  ConnectionPtr oldest;
  for (const ConnectionPtr& connection : connections_) {
    if (!connection->is_idler(now)) continue;
    if (!oldest || connection->since() < oldest->since()) oldest = connection;
  }
  if (oldest) oldest->close();
  return oldest != nullptr;
}

void Hub::forget(const ConnectionPtr& connection) {
  connections_.erase(connection);
  refused_.erase(connection);
  if (streams_.erase(connection) > 0 && streams_.empty()) {
    heartbeat_timer_.cancel();
    if (!settings_.is_polling) look_timer_.cancel();
    note_request();
  }
  // Nobody is there: nothing to wake up for.
  if (connections_.empty() && refused_.empty()) {
    deadline_timer_.cancel();
    deadline_armed_ = SteadyTime::max();
  }
  end_if_done();
}

// One timer for all, set anew only for an earlier deadline: a busy connection costs no system call.
void Hub::watch_deadline(SteadyTime at) {
  if (at >= deadline_armed_) return;
  deadline_armed_ = at;
  deadline_timer_.expires_at(at);
  deadline_timer_.async_wait([this](const ErrorCode& error) {
    if (!error) check_deadlines();
  });
}

void Hub::check_deadlines() {
  deadline_armed_ = SteadyTime::max();
  const SteadyTime now = steady_now();
  std::vector<ConnectionPtr> all(connections_.begin(), connections_.end());
  all.insert(all.end(), refused_.begin(), refused_.end());
  SteadyTime next = SteadyTime::max();
  for (const ConnectionPtr& connection : all) {
    if (connection->deadline() <= now) connection->expire();
    if (connection->phase() != Connection::Phase::closed)
      next = std::min(next, connection->deadline());
  }
  if (next != SteadyTime::max()) watch_deadline(next);
}

void Hub::when_looked(const std::string& id, std::function<void()> then) {
  std::vector<std::string> keys;
  if (!id.empty()) {
    const InstanceDocuments* found = documents_->find(id);
    if (found == nullptr) return then();
    keys.push_back(found->key);
  }
  const SteadyTime now = steady_now();
  SteadyTime& last = looked_[keys.empty() ? "" : keys.front()];
  if (last != SteadyTime() && now - last < limits_.look_interval) return then();
  last = now;
  figures_->look(std::move(keys), [this, then = std::move(then)]() mutable {
    asio::post(context_, std::move(then));
  });
}

void Hub::defer(Deferred work, std::function<void(Response)> then) {
  if (!reader_) reader_ = std::make_unique<TaskThread>();
  reader_->add([this, work = std::move(work), then = std::move(then)]() mutable {
    asio::post(context_, [then = std::move(then), response = work()]() mutable {
      then(std::move(response));
    });
  });
}

void Hub::add_stream(const ConnectionPtr& connection) {
  streams_.insert(connection);
  std::string text;
  for (const std::string& key : documents_->keys_on)
    if (const InstanceDocuments* now = documents_->find(key))
      text += instance_events(*now, nullptr);
  connection->send_event(std::move(text));
  if (streams_.size() > 1) return;
  beat();
  schedule_look();
}

void Hub::send_to_streams(const std::string& text) {
  const std::vector<ConnectionPtr> all(streams_.begin(), streams_.end());
  for (const ConnectionPtr& connection : all) connection->send_event(text);
}

void Hub::beat() {
  heartbeat_timer_.expires_after(limits_.heartbeat);
  heartbeat_timer_.async_wait([this](const ErrorCode& error) {
    if (error || streams_.empty()) return;
    send_to_streams(
        event_text("heartbeat", "{\"at\":\"" + base::format_utc(figures_->now()) + "\"}"));
    if (!streams_.empty()) beat();
  });
}

// While somebody watches, or with --poll, old figures are asked for without a request.
void Hub::schedule_look() {
  if (is_stopping_ || (streams_.empty() && !settings_.is_polling)) return;
  look_timer_.expires_after(settings_.refresh);
  look_timer_.async_wait([this](const ErrorCode& error) {
    if (error) return;
    figures_->look({}, [] {});
    schedule_look();
  });
}

void Hub::schedule_idle_end() {
  idle_timer_.cancel();
  if (settings_.idle_exit <= std::chrono::milliseconds(0) || is_stopping_) return;
  idle_timer_.expires_at(last_request_ + settings_.idle_exit);
  idle_timer_.async_wait([this](const ErrorCode& error) {
    if (!error) end_if_idle();
  });
}

void Hub::end_if_idle() {
  if (!streams_.empty()) note_request();
  if (steady_now() - last_request_ >= settings_.idle_exit) return stop();
  schedule_idle_end();
}

void Hub::stop() {
  if (is_stopping_) return;
  is_stopping_ = true;
  for (asio::steady_timer* timer : {&heartbeat_timer_, &look_timer_, &idle_timer_}) timer->cancel();
  std::vector<ConnectionPtr> all(connections_.begin(), connections_.end());
  for (const ConnectionPtr& connection : all) connection->finish();
  stop_timer_.expires_after(limits_.stop_time);
  stop_timer_.async_wait([this](const ErrorCode& error) {
    if (!error && on_end) on_end();
  });
  end_if_done();
}

void Hub::end_if_done() {
  if (is_stopping_ && connections_.empty() && on_end) on_end();
}

}  // namespace usagestat::server
