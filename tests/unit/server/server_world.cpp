// SPDX-License-Identifier: MIT
#include "server_world.hpp"

#include <array>

#include <catch2/catch_test_macros.hpp>

#include "base/text.hpp"

namespace usagestat::server {

InstanceState state_without_figures(const std::string& id) {
  auto plugin = std::make_shared<plugin_host::Plugin>();
  plugin->manifest.id = id;
  plugin->manifest.name = "Plugin " + id;
  plugin->manifest.aliases = {id + "-alias"};
  plugin->icon_svg = "<svg id=\"" + id + "\"/>";
  InstanceState state;
  state.instance.plugin = std::move(plugin);
  state.instance.config.id = id;
  state.instance.activation = model::Activation::enabled;
  state.instance.reason = "config";
  return state;
}

InstanceState state_of(const std::string& id, double percent) {
  InstanceState state = state_without_figures(id);
  model::UsageSnapshot snapshot;
  snapshot.provider_id = snapshot.instance_id = id;
  snapshot.display_name = "Plugin " + id;
  snapshot.fetched_at = base::parse_rfc3339("2026-03-26T11:16:29Z");
  model::ProgressLine line;
  line.label = "Weekly";
  line.used = percent;
  line.period_ms = 604800000;
  line.resets_at = base::parse_rfc3339("2026-03-28T00:00:00Z");
  snapshot.lines.emplace_back(line);
  state.snapshot = std::move(snapshot);
  state.attempt = usage::Attempt{*state.snapshot->fetched_at, base::Milliseconds(250), "", 0, {}};
  return state;
}

void FakeFigures::note(const std::string& what, const std::vector<std::string>& keys) {
  const std::lock_guard lock(mutex_);
  calls_.push_back(what + (keys.empty() ? "" : " ") + base::join(keys, " "));
}

void FakeFigures::look(std::vector<std::string> keys, std::function<void()> done) {
  note("look", keys);
  done();
}

void FakeFigures::refresh(std::vector<std::string> keys) { note("refresh", keys); }

base::Result<std::vector<model::HistorySample>> FakeFigures::history(const HistoryQuery& query) {
  std::vector<std::string> words{query.instance_key.value_or("*"), std::to_string(query.limit)};
  if (query.since) words.push_back("since " + base::format_utc(*query.since));
  if (query.until) words.push_back("until " + base::format_utc(*query.until));
  note("history", words);
  return samples;
}

std::vector<std::string> FakeFigures::calls() const {
  const std::lock_guard lock(mutex_);
  return calls_;
}

std::string HttpAnswer::header(const std::string& name) const {
  const auto found = headers.find(name);
  return found == headers.end() ? "" : found->second;
}

HttpAnswer take_answer(std::string& bytes, bool is_head) {
  const auto head_end = bytes.find("\r\n\r\n");
  REQUIRE(head_end != std::string::npos);
  REQUIRE(bytes.starts_with("HTTP/1.1 "));
  HttpAnswer answer;
  answer.status = static_cast<unsigned>(std::stoul(bytes.substr(9, 3)));
  for (const std::string& line : base::split(bytes.substr(0, head_end), '\n')) {
    const auto colon = line.find(": ");
    if (colon == std::string::npos) continue;
    answer.headers[base::to_lower(line.substr(0, colon))] = base::trim(line.substr(colon + 2));
  }
  const std::string length = answer.header("content-length");
  const std::size_t size =
      length.empty() || is_head || answer.status == 304 ? 0 : std::stoul(length);
  answer.body = bytes.substr(head_end + 4, size);
  bytes.erase(0, head_end + 4 + size);
  return answer;
}

bool Client::read_more() {
  std::array<char, 4096> buffer{};
  const std::size_t size = connection_.read(buffer.data(), buffer.size());
  bytes_.append(buffer.data(), size);
  return size > 0;
}

HttpAnswer Client::answer(bool is_head) {
  while (bytes_.find("\r\n\r\n") == std::string::npos) REQUIRE(read_more());
  std::string copy = bytes_;
  HttpAnswer head = take_answer(copy, true);
  const std::string length = head.header("content-length");
  const std::size_t size = length.empty() || is_head || head.status == 304 ? 0 : std::stoul(length);
  while (bytes_.size() < bytes_.find("\r\n\r\n") + 4 + size) REQUIRE(read_more());
  return take_answer(bytes_, is_head);
}

std::string Client::read_until(const std::string& text) {
  while (bytes_.find(text) == std::string::npos) REQUIRE(read_more());
  const auto end = bytes_.find(text) + text.size();
  std::string result = bytes_.substr(0, end);
  bytes_.erase(0, end);
  return result;
}

std::string Client::rest() {
  while (read_more()) {
  }
  return bytes_;
}

bool Client::is_ended() { return bytes_.empty() && !read_more(); }

RunningServer::RunningServer(const ServerSettings& settings, const ServerLimits& limits) {
  ListenAddress address;
  address.port = 0;
  auto server = HttpServer::listen(address, limits);
  REQUIRE(server.has_value());
  server_ = *std::move(server);
  server_->apply(settings);
  publish({state_of("acme", 42), state_of("zeta", 7)});
  thread_ = std::thread([this] { server_->run(figures, stop_.get_token()); });
}

RunningServer::~RunningServer() { stop(); }

void RunningServer::stop() {
  stop_.request_stop();
  if (thread_.joinable()) thread_.join();
}

void RunningServer::publish(const std::vector<InstanceState>& states) {
  server_->publish(std::make_shared<const Documents>(
      make_documents(states, *base::parse_rfc3339("2026-03-26T11:16:30Z"))));
}

std::string request_text(const std::string& method, const std::string& target,
                         const std::string& headers) {
  return method + " " + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\n" + headers + "\r\n";
}

HttpAnswer RunningServer::ask(const std::string& method, const std::string& target,
                              const std::string& headers) const {
  Client client(port());
  REQUIRE(client.send(request_text(method, target, headers + "Connection: close\r\n")));
  return client.answer(method == "HEAD");
}

}  // namespace usagestat::server
