// SPDX-License-Identifier: MIT
// One connection: reads requests, writes answers, one after the other.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>

#include <boost/asio/buffer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include "server/hub_internal.hpp"

namespace usagestat::server {

class Connection : public std::enable_shared_from_this<Connection> {
 public:
  enum class Phase {
    waiting,    // no byte of a request yet
    reading,    // a part of a request is there
    answering,  // a handler or a write is at work
    streaming,  // events
    draining,   // answered for good; what still comes is thrown away
    closed,
  };

  Connection(Stream stream, Hub& hub);

  void start();
  void refuse_busy();  // 503 and the end
  void close();
  void expire();                       // its deadline has passed
  void send_event(std::string event);  // of a stream
  void finish();                       // the server stops: ends now, or after the answer

  Phase phase() const { return phase_; }
  SteadyTime deadline() const { return deadline_; }
  // May be closed in favour of somebody who really asks.
  bool is_idler(SteadyTime now) const;
  SteadyTime since() const { return since_; }

 private:
  void begin_request();
  void set_deadline(SteadyTime at);
  void read();
  void on_read(const ErrorCode& error, std::size_t size);
  void advance();
  void reject(const ErrorCode& error);
  void read_request();
  void answer();
  void call(const Route& route);
  void write(Response response);
  void on_written(const ErrorCode& error);
  std::string head_of(const Response& response, bool has_body) const;
  void open_stream();
  void flush_events();
  void watch_stream();
  void drain();

  Stream stream_;
  Hub& hub_;
  boost::beast::flat_buffer buffer_;
  std::optional<boost::beast::http::request_parser<boost::beast::http::string_body>> parser_;
  Request request_;
  Response response_;
  std::string head_;
  std::string events_;          // to be written
  std::string events_written_;  // being written
  std::array<char, 512> scratch_{};
  std::size_t drained_ = 0;
  SteadyTime since_;  // of its phase
  SteadyTime deadline_ = SteadyTime::max();
  Phase phase_ = Phase::waiting;
  bool has_asked_ = false;  // an answer was given before
  bool is_http_1_0_ = false;
  bool closes_ = false;
};

}  // namespace usagestat::server
