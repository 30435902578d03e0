// SPDX-License-Identifier: MIT
#include "story/compare_story.hpp"

#include "base/text.hpp"
#include "model/snapshot_json.hpp"
#include "story/json_difference.hpp"
#include "story/read_object.hpp"

namespace usagestat::story {
namespace {

using base::Result;
namespace json = base::json;

using Differences = std::vector<std::string>;

void append(Differences& all, Differences more) {
  for (std::string& one : more) all.push_back(std::move(one));
}

std::string describe(const base::Error& error) {
  std::string text = "error " + std::string(base::to_string(error.kind)) + ": " + error.message;
  if (!error.hint.empty()) text += " (" + error.hint + ")";
  return text;
}

std::string labels_of(const std::vector<model::MetricLine>& lines) {
  std::vector<std::string> labels;
  for (const model::MetricLine& line : lines) labels.push_back(model::label_of(line));
  return std::to_string(lines.size()) + " lines (" + base::join(labels, ", ") + ")";
}

void compare_error(const json::value& expected, const Result<StoryOutcome>& outcome,
                   Differences& out) {
  if (outcome) {
    out.push_back("error: expected " + brief(expected) + ", got " + labels_of(outcome->lines));
    return;
  }
  const base::Error& error = outcome.error();
  const auto kind = base::string_member(expected, "kind");
  if (kind && *kind != base::to_string(error.kind))
    out.push_back("error.kind: expected " + *kind + ", got " + describe(error));
  const auto part = base::string_member(expected, "messageContains");
  const std::string text = error.message + "\n" + error.hint;
  if (part && !base::contains_ignoring_case(text, *part) &&
      !base::contains_ignoring_case(error.message + " " + error.hint, *part))
    out.push_back("error.message: expected to contain " + brief_text(*part) + ", got " +
                  describe(error));
}

void compare_text(const json::object& expect, std::string_view key,
                  const std::optional<std::string>& actual, Differences& out) {
  if (const json::value* expected = expect.if_contains(key))
    append(out, json_differences(*expected, base::json_or_null(actual), key));
}

// Both sides in the published form: times as UTC, absent colours and subtitles as null.
void compare_lines(const json::array& expected, const std::vector<model::MetricLine>& actual,
                   Differences& out) {
  std::vector<model::MetricLine> lines;
  for (const json::value& value : expected) {
    auto line = model::line_from_json(value, "expect.lines[" + std::to_string(lines.size()) + "]");
    if (!line) return out.push_back(line.error().message);
    lines.push_back(*std::move(line));
  }
  if (lines.size() != actual.size())
    out.push_back("lines: expected " + labels_of(lines) + ", got " + labels_of(actual));
  json::array wanted;
  json::array got;
  for (const model::MetricLine& line : lines) wanted.push_back(model::line_to_json(line));
  for (const model::MetricLine& line : actual) got.push_back(model::line_to_json(line));
  append(out, json_differences(wanted, got, "lines"));
}

void compare_success(const json::object& expect, const Result<StoryOutcome>& outcome,
                     Differences& out) {
  if (!outcome) return out.push_back("expected no error, got " + describe(outcome.error()));
  compare_text(expect, "plan", outcome->plan, out);
  compare_text(expect, "account", outcome->account, out);
  compare_text(expect, "source", outcome->source, out);
  compare_text(expect, "displayName", outcome->display_name, out);
  const json::value* lines = expect.if_contains("lines");
  if (lines != nullptr && lines->is_array()) compare_lines(lines->get_array(), outcome->lines, out);
}

// Text, or a JSON document by its meaning.
void compare_content(const json::value& expected, const std::string& actual,
                     const std::string& place, Differences& out) {
  if (const json::value* document = base::find_member(expected, "json")) {
    const auto parsed = base::parse_json(actual, place);
    if (!parsed) return out.push_back(place + ": expected JSON, got " + brief_text(actual));
    return append(out, json_differences(*document, *parsed, place));
  }
  auto reader = ObjectReader::open(expected, place);
  if (!reader) return out.push_back(reader.error().message);
  const auto content = read_content(*reader);
  if (!content) return out.push_back(content.error().message);
  if (*content && **content != actual)
    out.push_back(place + ": expected " + brief_text(**content) + ", got " + brief_text(actual));
}

void compare_rows(const json::value& expected, const std::string& path, const std::string& place,
                  const StoryWorld& world, Differences& out) {
  const auto rows =
      world.query(path, base::string_member(expected, "query").value_or(std::string()));
  if (!rows) return out.push_back(place + ": " + rows.error().message);
  json::array got;
  for (const json::value& row : *rows) {
    json::array columns;
    if (row.is_object())
      for (const auto& column : row.get_object()) columns.push_back(column.value());
    got.push_back(std::move(columns));
  }
  if (const json::value* wanted = base::find_member(expected, "rows"))
    append(out, json_differences(*wanted, got, place + ".rows"));
}

void compare_files(const json::object& files, const StoryWorld& world, Differences& out) {
  for (const auto& member : files) {
    const std::string path(member.key());
    const std::string place = "files[\"" + path + "\"]";
    if (const json::value* database = base::find_member(member.value(), "sqlite")) {
      compare_rows(*database, path, place, world, out);
      continue;
    }
    const auto content = world.file_content(path);
    if (member.value().is_null()) {
      if (content) out.push_back(place + ": expected no file, got " + brief_text(*content));
    } else if (!content) {
      out.push_back(place + ": expected a file, got none");
    } else {
      compare_content(member.value(), *content, place, out);
    }
  }
}

void compare_keychain(const json::object& items, const StoryWorld& world, Differences& out) {
  for (const auto& member : items) {
    const std::string service(member.key());
    const std::string place = "keychain[\"" + service + "\"]";
    const auto actual = world.keychain_value(service);
    if (member.value().is_object() && actual)
      compare_content(member.value(), *actual, place, out);
    else
      append(out, json_differences(member.value(), base::json_or_null(actual), place));
  }
}

}  // namespace

std::vector<std::string> compare_story(const Story& story, const Result<StoryOutcome>& outcome,
                                       const StoryWorld& world) {
  Differences out;
  if (const json::value* error = story.expect.if_contains("error"))
    compare_error(*error, outcome, out);
  else
    compare_success(story.expect, outcome, out);
  if (const json::value* files = story.expect.if_contains("files"))
    if (files->is_object()) compare_files(files->get_object(), world, out);
  if (const json::value* items = story.expect.if_contains("keychain"))
    if (items->is_object()) compare_keychain(items->get_object(), world, out);
  append(out, world.problems());
  return out;
}

}  // namespace usagestat::story
