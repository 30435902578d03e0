// SPDX-License-Identifier: MIT
// The table of contents of the API: which path is answered by which handler.
#pragma once

#include <functional>
#include <span>
#include <string_view>
#include <variant>

#include "server/documents.hpp"
#include "server/figures.hpp"
#include "server/request.hpp"
#include "server/response.hpp"

namespace usagestat::server {

// What a handler may look at. It never probes and never touches a file.
struct View {
  const Documents& documents;
  Figures& figures;
};

// An answer that has to be fetched from a file: called on another thread than the server's.
using Deferred = std::function<Response()>;
// The answer is a stream of events.
struct EventStream {};

using Answer = std::variant<Response, Deferred, EventStream>;
using Handler = Answer (*)(const Request&, const View&);

struct Route {
  std::string_view pattern;  // "/v1/usage/:id"
  std::string_view method;   // "GET" (HEAD comes with it) or "POST"
  bool is_data;              // needs the token where there is one
  // Somebody wants figures: what other processes have learnt is looked at first, and instances with
  // old figures are asked in the background.
  bool asks;
  Handler handler;
};

std::span<const Route> route_table();

struct Match {
  bool is_known = false;         // some row has this path
  const Route* route = nullptr;  // and this method
  std::string allow;             // methods of the path, for the Allow header
  std::string id;
};

Match match_route(const Request& request);

// What the guard or the table says before any handler is asked: a refusal, 204 for OPTIONS, 404,
// 405. Empty with `match` set when the handler is to answer.
struct GuardRules;
std::optional<Response> answer_without_handler(Request& request, const GuardRules& rules,
                                               Match& match);

}  // namespace usagestat::server
