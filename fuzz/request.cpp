// SPDX-License-Identifier: MIT
// Answers arbitrary bytes as a request: target, headers and the route they lead to.
#include "server/request.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/text.hpp"
#include "server/request_guard.hpp"
#include "server/route_table.hpp"

namespace {

using namespace usagestat;

class NoFigures final : public server::Figures {
 public:
  void look(std::vector<std::string>, std::function<void()> done) override { done(); }
  void refresh(std::vector<std::string>) override {}
  base::Result<std::vector<model::HistorySample>> history(const server::HistoryQuery&) override {
    return std::vector<model::HistorySample>();
  }
  base::TimePoint now() const override { return {}; }
};

void answer(server::Request& request) {
  static const server::Documents documents;
  NoFigures figures;
  server::GuardRules rules;
  rules.cors = {"https://dash.example"};
  rules.token = request.authorization ? "made-up" : "";
  server::Match match;
  (void)server::cors_lines(request, rules);
  if (server::answer_without_handler(request, rules, match)) return;
  server::Answer result = match.route->handler(request, {documents, figures});
  if (auto* deferred = std::get_if<server::Deferred>(&result)) (void)(*deferred)();
}

}  // namespace

// One line each: method, target, host, origin, authorization, entity tags.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  std::vector<std::string> lines = base::split(text, '\n');
  lines.resize(6);
  server::Request request;
  request.method = lines[0];
  if (!server::read_target(lines[1], request)) return 0;
  request.host = lines[2];
  if (!lines[3].empty()) request.origin = lines[3];
  if (!lines[4].empty()) request.authorization = lines[4];
  (void)server::matches_etag(lines[5], "\"tag\"");
  answer(request);
  return 0;
}
