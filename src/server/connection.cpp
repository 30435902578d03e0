// SPDX-License-Identifier: MIT
#include <boost/asio/write.hpp>
#include <boost/beast/http/error.hpp>

#include "server/connection_internal.hpp"

namespace usagestat::server {
namespace {

namespace http = boost::beast::http;

constexpr std::size_t k_read_size = 4096;
// What a client may still send after it was told that it is too much.
constexpr std::size_t k_drain_bytes = 32U << 20U;
constexpr auto k_drain_time = 2s;
constexpr std::size_t k_event_backlog = 1U << 20U;
// A new connection that says nothing for this long has nothing to ask.
constexpr auto k_silence = 1s;

std::optional<std::string> field(const http::fields& fields, http::field name) {
  const auto found = fields.find(name);
  if (found == fields.end()) return std::nullopt;
  return std::string(found->value());
}

}  // namespace

Connection::Connection(Stream stream, Hub& hub)
    : stream_(std::move(stream)), hub_(hub), since_(steady_now()) {}

void Connection::start() {
  begin_request();
  read();
}

void Connection::refuse_busy() {
  closes_ = true;
  write(error_response(503, "server_busy"));
}

bool Connection::is_idler(SteadyTime now) const {
  return phase_ == Phase::reading ||
         (phase_ == Phase::waiting && !has_asked_ && now - since_ > k_silence);
}

void Connection::close() {
  if (phase_ == Phase::closed) return;
  phase_ = Phase::closed;
  ErrorCode ignored;
  stream_.close(ignored);
  hub_.forget(shared_from_this());
}

void Connection::finish() {
  closes_ = true;
  if (phase_ != Phase::answering && phase_ != Phase::draining) close();
}

void Connection::expire() {
  if (phase_ != Phase::reading) return close();
  closes_ = true;
  ErrorCode ignored;
  stream_.cancel(ignored);
  write(error_response(408, "request_timeout", "The request did not arrive in time."));
}

void Connection::set_deadline(SteadyTime at) {
  deadline_ = at;
  hub_.watch_deadline(at);
}

void Connection::begin_request() {
  parser_.emplace();
  parser_->header_limit(hub_.limits().header_bytes);
  parser_->body_limit(hub_.limits().body_bytes);
  parser_->eager(true);
  phase_ = Phase::waiting;
  since_ = steady_now();
  set_deadline(since_ + (has_asked_ ? hub_.limits().idle_time : hub_.limits().request_time));
}

void Connection::read() {
  stream_.async_read_some(buffer_.prepare(k_read_size),
                          [self = shared_from_this()](const ErrorCode& error, std::size_t size) {
                            self->on_read(error, size);
                          });
}

void Connection::on_read(const ErrorCode& error, std::size_t size) {
  if (phase_ != Phase::waiting && phase_ != Phase::reading) return;
  if (error) return close();
  buffer_.commit(size);
  advance();
}

void Connection::advance() {
  if (buffer_.size() == 0) return read();
  ErrorCode error;
  buffer_.consume(parser_->put(buffer_.data(), error));
  if (error && error != http::error::need_more) return reject(error);
  if (parser_->is_done()) return answer();
  if (phase_ == Phase::waiting) {
    phase_ = Phase::reading;
    since_ = steady_now();
    set_deadline(since_ + hub_.limits().request_time);
  }
  read();
}

void Connection::reject(const ErrorCode& error) {
  closes_ = true;
  request_ = Request();
  if (error == http::error::header_limit)
    return write(error_response(431, "header_too_large", "The header is larger than allowed."));
  if (error == http::error::body_limit)
    return write(error_response(413, "body_too_large", "The body is larger than allowed."));
  write(error_response(400, "bad_request", "This is not a valid HTTP/1.1 request."));
}

void Connection::read_request() {
  const auto& message = parser_->get();
  request_ = Request();
  request_.method = std::string(message.method_string());
  request_.host = field(message, http::field::host);
  request_.has_several_hosts = message.count(http::field::host) > 1;
  request_.origin = field(message, http::field::origin);
  request_.authorization = field(message, http::field::authorization);
  request_.if_none_match = field(message, http::field::if_none_match);
  is_http_1_0_ = message.version() < 11;
  closes_ = closes_ || hub_.is_stopping() || !message.keep_alive();
}

void Connection::answer() {
  phase_ = Phase::answering;
  deadline_ = SteadyTime::max();
  hub_.note_request();
  read_request();
  if (!read_target(parser_->get().target(), request_)) {
    closes_ = true;
    return write(error_response(400, "bad_request", "The request target is not a path."));
  }
  Match match;
  if (auto response = answer_without_handler(request_, hub_.rules(), match))
    return write(*std::move(response));
  if (!match.route->asks) return call(*match.route);
  hub_.when_looked(request_.id, [self = shared_from_this(), route = match.route] {
    if (self->phase_ == Phase::answering) self->call(*route);
  });
}

void Connection::call(const Route& route) {
  Answer answer = route.handler(request_, hub_.view());
  if (auto* response = std::get_if<Response>(&answer)) return write(std::move(*response));
  if (std::holds_alternative<EventStream>(answer)) return open_stream();
  hub_.defer(std::get<Deferred>(std::move(answer)),
             [self = shared_from_this()](Response response) { self->write(std::move(response)); });
}

std::string Connection::head_of(const Response& response, bool has_body) const {
  std::string head = "HTTP/1.1 " + std::to_string(response.status) + " ";
  head += reason_phrase(response.status);
  head += "\r\n";
  if (has_body) {
    head += "Content-Type: ";
    head += response.content_type;
    head += "\r\nContent-Length: " + std::to_string(response.document.body->size()) + "\r\n";
  }
  if (!response.document.etag.empty()) head += "ETag: " + response.document.etag + "\r\n";
  head += "Cache-Control: no-cache\r\nX-Content-Type-Options: nosniff\r\n";
  head += cors_lines(request_, hub_.rules());
  for (const auto& [name, value] : response.headers) {
    head += name;
    head += ": " + value + "\r\n";
  }
  if (closes_) {
    head += "Connection: close\r\n";
  } else if (is_http_1_0_) {
    head += "Connection: keep-alive\r\n";
  }
  return head + "\r\n";
}

void Connection::write(Response response) {
  if (phase_ == Phase::closed) return;
  phase_ = Phase::answering;
  set_deadline(steady_now() + hub_.limits().request_time);
  response_ = std::move(response);
  if (response_.status == 200 && request_.if_none_match &&
      matches_etag(*request_.if_none_match, response_.document.etag)) {
    response_.status = 304;
    response_.document.body.reset();
  }
  const bool has_body = response_.document.body != nullptr;
  head_ = head_of(response_, has_body);
  std::array<asio::const_buffer, 2> parts{asio::buffer(head_), asio::const_buffer()};
  if (has_body && request_.method != "HEAD") parts[1] = asio::buffer(*response_.document.body);
  asio::async_write(stream_, parts,
                    [self = shared_from_this()](const ErrorCode& error, std::size_t) {
                      self->on_written(error);
                    });
}

void Connection::on_written(const ErrorCode& error) {
  if (phase_ != Phase::answering) return;
  if (error) return close();
  if (!closes_) {
    has_asked_ = true;
    begin_request();
    return advance();
  }
  // Closing with unread bytes would take the answer away from the client again.
  ErrorCode ignored;
  stream_.shutdown(Stream::shutdown_send, ignored);
  phase_ = Phase::draining;
  set_deadline(steady_now() + k_drain_time);
  drain();
}

void Connection::drain() {
  buffer_.clear();
  stream_.async_read_some(buffer_.prepare(k_read_size),
                          [self = shared_from_this()](const ErrorCode& error, std::size_t size) {
                            if (self->phase_ != Phase::draining) return;
                            self->drained_ += size;
                            if (error || self->drained_ > k_drain_bytes) return self->close();
                            self->drain();
                          });
}

void Connection::open_stream() {
  Response response;
  response.headers = {{"Content-Type", "text/event-stream"}};
  closes_ = true;
  if (request_.method == "HEAD") return write(std::move(response));
  phase_ = Phase::streaming;
  deadline_ = SteadyTime::max();
  events_ = head_of(response, false);
  hub_.add_stream(shared_from_this());
  flush_events();
  watch_stream();
}

void Connection::send_event(std::string event) {
  if (phase_ != Phase::streaming) return;
  // Who does not read does not get to keep everything in our memory.
  if (events_.size() + event.size() > k_event_backlog) return close();
  events_ += event;
  flush_events();
}

void Connection::flush_events() {
  if (!events_written_.empty() || events_.empty()) return;
  events_written_.swap(events_);
  asio::async_write(stream_, asio::buffer(events_written_),
                    [self = shared_from_this()](const ErrorCode& error, std::size_t) {
                      if (self->phase_ != Phase::streaming) return;
                      if (error) return self->close();
                      self->events_written_.clear();
                      self->flush_events();
                    });
}

// Notices when the reader of a stream has gone.
void Connection::watch_stream() {
  stream_.async_read_some(asio::buffer(scratch_),
                          [self = shared_from_this()](const ErrorCode& error, std::size_t) {
                            if (self->phase_ != Phase::streaming) return;
                            if (error) return self->close();
                            self->watch_stream();
                          });
}

}  // namespace usagestat::server
