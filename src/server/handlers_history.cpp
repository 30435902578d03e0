// SPDX-License-Identifier: MIT
// GET /v1/history: recorded samples out of the history file.
#include <charconv>

#include "server/handlers.hpp"

namespace usagestat::server {
namespace {

constexpr std::size_t k_largest_limit = 100000;

// "2026-03-26T11:16:29Z", or how long ago: "7d".
std::optional<base::TimePoint> read_time(const std::string& text, base::TimePoint now) {
  if (const auto time = base::parse_rfc3339(text)) return time;
  // A bare number could as well be meant as a Unix time.
  const bool has_unit = text.find_first_not_of("0123456789") != std::string::npos;
  if (const auto age = base::parse_duration(text); age && has_unit) return now - *age;
  return std::nullopt;
}

bool read_limit(const std::string& text, std::size_t& limit) {
  const char* const end = text.data() + text.size();
  const auto result = std::from_chars(text.data(), end, limit);
  return result.ec == std::errc() && result.ptr == end && limit >= 1 && limit <= k_largest_limit;
}

base::Result<HistoryQuery> read_query(const Request& request, base::TimePoint now) {
  HistoryQuery query;
  const auto wrong = [](std::string message) {
    return base::Error{base::ErrorKind::input, std::move(message), ""};
  };
  for (auto [name, time] : {std::pair("since", &query.since), std::pair("until", &query.until)}) {
    const auto text = request.parameter(name);
    if (!text) continue;
    *time = read_time(*text, now);
    if (!*time)
      return wrong(std::string(name) + " is neither an RFC 3339 time nor a duration such as 7d.");
  }
  if (const auto text = request.parameter("limit"); text && !read_limit(*text, query.limit))
    return wrong("limit is not a whole number from 1 to " + std::to_string(k_largest_limit) + ".");
  return query;
}

Response read_samples(Figures& figures, const HistoryQuery& query) {
  const auto samples = figures.history(query);
  if (!samples) return error_response(500, "history_unreadable", samples.error().message);
  base::json::array array;
  for (const model::HistorySample& sample : *samples)
    array.push_back(model::sample_to_json(sample));
  return json_response(200, array);
}

Answer answer_samples(const Request& request, const View& view,
                      std::optional<std::string> instance_key) {
  auto query = read_query(request, view.figures.now());
  if (!query) return error_response(400, "bad_parameter", query.error().message);
  query->instance_key = std::move(instance_key);
  return Deferred([&figures = view.figures, wanted = *std::move(query)] {
    return read_samples(figures, wanted);
  });
}

}  // namespace

Answer answer_history(const Request& request, const View& view) {
  return answer_samples(request, view, std::nullopt);
}

Answer answer_history_of(const Request& request, const View& view) {
  const InstanceDocuments* found = view.documents.find(request.id);
  if (found == nullptr) return error_response(404, "provider_not_found");
  return answer_samples(request, view, found->key);
}

}  // namespace usagestat::server
