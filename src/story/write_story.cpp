// SPDX-License-Identifier: MIT
#include "story/write_story.hpp"

#include <algorithm>

#include "base/encoding.hpp"
#include "base/redact.hpp"
#include "base/text.hpp"
#include "model/snapshot_json.hpp"
#include "story/story.hpp"

namespace usagestat::story {
namespace {

namespace json = base::json;

constexpr std::string_view k_plugin_data = "/usagestat/state/plugins/";

// "~/x" below the home directory, else the path as it is; what is private in names is replaced.
std::string story_key(const std::string& file, const std::string& home,
                      const SecretStandIns& stand_ins) {
  if (!home.empty() && file == home) return "~";
  // Wherever the data directory lies, in a story it is the default one.
  if (const std::size_t own = file.find(k_plugin_data); own != std::string::npos)
    return stand_ins.replace("~/.local/share" + file.substr(own));
  const bool is_below = !home.empty() && file.starts_with(home + "/");
  return stand_ins.replace(is_below ? "~" + file.substr(home.size()) : file);
}

std::optional<json::object> write_file(const RecordedFile& file, const SecretStandIns& stand_ins) {
  if (!file.existed) return std::nullopt;
  json::object out;
  switch (file.kind) {
    case RecordedFile::Kind::directory:
      out["directory"] = true;
      return out;
    case RecordedFile::Kind::content:
      out = write_content(file.content, stand_ins);
      break;
    case RecordedFile::Kind::seen:
      out["text"] = "";
      break;
    case RecordedFile::Kind::database: {
      json::array statements;
      for (const std::string& statement : file.statements)
        statements.emplace_back(stand_ins.replace(statement));
      out["sqlite"] = std::move(statements);
      break;
    }
  }
  if (file.read_only) out["readOnly"] = true;
  if (file.modified) out["modified"] = base::format_utc(*file.modified);
  return out;
}

json::object write_files(const RecordedWorld& world, const std::string& home,
                         const SecretStandIns& stand_ins) {
  json::object files;
  for (const auto& [path, file] : world.files) {
    // A directory that holds a noted file need not be said.
    const std::string inside = path == "/" ? path : path + "/";
    const bool has_entries =
        std::any_of(world.files.begin(), world.files.end(), [&](const auto& other) {
          return other.second.existed && other.first.size() > inside.size() &&
                 other.first.starts_with(inside);
        });
    if (file.kind == RecordedFile::Kind::directory && (has_entries || path == home || path == "/"))
      continue;
    if (auto written = write_file(file, stand_ins))
      files[story_key(path, home, stand_ins)] = *std::move(written);
  }
  return files;
}

json::value line_value(const std::string& line, const SecretStandIns& stand_ins) {
  auto parsed = base::parse_json(line, "line");
  if (parsed && (parsed->is_object() || parsed->is_array())) return stand_ins.replace_in(*parsed);
  return json::string(stand_ins.replace(base::to_valid_utf8(line)));
}

json::object write_command(const RecordedCommand& command, const SecretStandIns& stand_ins) {
  json::object out;
  json::array run;
  for (const std::string& word : command.argv) run.emplace_back(stand_ins.replace(word));
  out["run"] = std::move(run);
  if (command.times_out) out["error"] = "timeout";
  if (command.exit_code != 0) out["exit"] = command.exit_code;
  if (!command.input.empty()) out["stdin"] = stand_ins.replace(base::to_valid_utf8(command.input));
  if (!command.output.empty())
    out["stdout"] = stand_ins.replace(base::to_valid_utf8(command.output));
  if (!command.errors.empty())
    out["stderr"] = stand_ins.replace(base::to_valid_utf8(command.errors));
  json::array dialogue;
  for (const auto& line : command.dialogue)
    dialogue.push_back(
        json::object{{line.is_sent ? "send" : "receive", line_value(line.text, stand_ins)}});
  if (!dialogue.empty()) out["dialogue"] = std::move(dialogue);
  return out;
}

json::array write_commands(const RecordedWorld& world, const SecretStandIns& stand_ins) {
  json::array commands;
  for (const auto& command : world.commands) commands.push_back(write_command(*command, stand_ins));
  for (const std::string& program : world.installed) {
    const auto is_run = [&](const auto& command) {
      return !command->argv.empty() && command->argv.front() == program;
    };
    if (std::none_of(world.commands.begin(), world.commands.end(), is_run))
      commands.push_back(json::object{{"run", json::array{stand_ins.replace(program)}}});
  }
  return commands;
}

json::array write_processes(const RecordedWorld& world, const SecretStandIns& stand_ins) {
  json::array processes;
  for (const auto& [pid, process] : world.processes) {
    if (process.argv.empty()) continue;
    const std::vector<std::string> rest(process.argv.begin() + 1, process.argv.end());
    json::object out{{"pid", pid},
                     {"name", stand_ins.replace(process.argv.front())},
                     {"args", stand_ins.replace(base::join(rest, " "))}};
    if (!process.ports.empty()) out["ports"] = json::value_from(process.ports);
    processes.push_back(std::move(out));
  }
  return processes;
}

json::object write_outcome(const RecordedWorld& world, const SecretStandIns& stand_ins,
                           const base::Result<StoryOutcome>& outcome) {
  json::object expect;
  if (outcome) {
    expect["plan"] = stand_ins.replace_in(base::json_or_null(outcome->plan));
    expect["account"] = stand_ins.replace_in(base::json_or_null(outcome->account));
    expect["source"] = stand_ins.replace_in(base::json_or_null(outcome->source));
    json::array lines;
    for (const model::MetricLine& line : outcome->lines)
      lines.push_back(stand_ins.replace_in(json::value(model::line_to_json(line))));
    expect["lines"] = std::move(lines);
    return expect;
  }
  json::object error{{"kind", base::to_string(outcome.error().kind)}};
  // The sentence of a failed connection is the client's and may name a reason that stories lack.
  const bool has_failure =
      std::any_of(world.exchanges.begin(), world.exchanges.end(),
                  [](const RecordedExchange& exchange) { return exchange.response.has_error(); });
  if (!has_failure) error["messageContains"] = stand_ins.replace(outcome.error().message);
  expect["error"] = std::move(error);
  return expect;
}

// Every text that the probe was given.
std::vector<std::string> inputs_of(const RecordedWorld& world, const json::object& config) {
  std::vector<std::string> inputs{base::write_json(config, base::JsonStyle::compact)};
  for (const auto& [path, file] : world.files) {
    inputs.push_back(file.content);
    inputs.insert(inputs.end(), file.database_values.begin(), file.database_values.end());
  }
  for (const auto& command : world.commands) {
    inputs.push_back(command->output);
    inputs.push_back(command->errors);
    for (const auto& line : command->dialogue)
      if (!line.is_sent) inputs.push_back(line.text);
  }
  for (const auto& [pid, process] : world.processes)
    inputs.insert(inputs.end(), process.argv.begin(), process.argv.end());
  for (const RecordedExchange& exchange : world.exchanges)
    if (exchange.response) inputs.push_back(exchange.response->body);
  return inputs;
}

bool names_credential(std::string_view header) {
  if (base::is_secret_name(header)) return true;
  for (const std::string_view part : {"auth", "cookie", "token", "key", "session", "secret"})
    if (base::contains_ignoring_case(header, part)) return true;
  return false;
}

// A credential under a name that says nothing is known by its use: it was given, and it is sent.
void learn_sent(const std::string& value, const std::vector<std::string>& inputs,
                SecretStandIns& stand_ins) {
  for (const std::string& part : base::split(base::replace_all(value, ";", " "), ' ')) {
    const std::size_t equals = part.find('=');
    const bool is_pair = equals != std::string::npos && equals + 8 < part.size();
    const std::string piece = is_pair ? part.substr(equals + 1) : part;
    if (piece.size() < 8) continue;
    const auto holds_piece = [&](const std::string& input) {
      return input.find(piece) != std::string::npos;
    };
    if (std::any_of(inputs.begin(), inputs.end(), holds_piece)) stand_ins.learn_secret(piece);
  }
}

// "--csrf_token x" and "--csrf_token=x".
void learn_arguments(const std::vector<std::string>& argv, SecretStandIns& stand_ins) {
  for (std::size_t i = 0; i < argv.size(); ++i) {
    if (!argv[i].starts_with('-') || !names_credential(argv[i])) continue;
    if (const std::size_t equals = argv[i].find('='); equals != std::string::npos)
      stand_ins.learn_secret(std::string_view(argv[i]).substr(equals + 1));
    else if (i + 1 < argv.size())
      stand_ins.learn_secret(argv[i + 1]);
  }
}

}  // namespace

json::object write_content(std::string_view bytes, const SecretStandIns& stand_ins) {
  json::object out;
  if (!base::is_valid_utf8(bytes)) {
    out["base64"] = base::base64_encode(bytes);
    return out;
  }
  auto parsed = base::parse_json(bytes, "content");
  if (parsed && (parsed->is_object() || parsed->is_array()))
    out["json"] = stand_ins.replace_in(*parsed);
  else
    out["text"] = stand_ins.replace(bytes);
  return out;
}

void learn_world(const RecordedWorld& world, const json::object& config,
                 SecretStandIns& stand_ins) {
  for (const auto& member : config) {
    if (!member.value().is_string()) continue;
    const std::string_view text = member.value().get_string();
    stand_ins.learn_named(member.key(), text);
    if (member.key() == "apiKey") stand_ins.learn_secret(text);
  }
  for (const auto& [name, value] : world.env) stand_ins.learn_named(name, value);
  for (const auto& [service, item] : world.keychain)
    for (const auto& value : {item.before, item.after})
      if (value) stand_ins.learn_named("secret", *value);
  for (const auto& [pid, process] : world.processes) learn_arguments(process.argv, stand_ins);
  for (const RecordedExchange& exchange : world.exchanges)
    if (exchange.response)
      for (const auto& header : exchange.response->headers)
        stand_ins.learn_named(header.name, header.value);
  const std::vector<std::string> inputs = inputs_of(world, config);
  for (const std::string& input : inputs) stand_ins.learn_from(input);
  for (const RecordedExchange& exchange : world.exchanges)
    for (const system::HttpHeader& header : exchange.request.headers)
      if (names_credential(header.name)) learn_sent(header.value, inputs, stand_ins);
}

void write_world(const RecordedWorld& world, const std::string& home,
                 const SecretStandIns& stand_ins, json::object& story,
                 std::vector<std::string>& problems) {
  json::object env;
  for (const auto& [name, value] : world.env) env[name] = stand_ins.replace(value);
  json::object keychain;
  for (const auto& [service, item] : world.keychain)
    if (item.before) keychain[service] = stand_ins.replace(*item.before);
  if (!env.empty()) story["env"] = std::move(env);
  json::object files = write_files(world, home, stand_ins);
  if (!files.empty()) story["files"] = std::move(files);
  if (!keychain.empty()) story["keychain"] = std::move(keychain);
  json::array commands = write_commands(world, stand_ins);
  if (!commands.empty()) story["commands"] = std::move(commands);
  json::array processes = write_processes(world, stand_ins);
  if (!processes.empty()) story["processes"] = std::move(processes);
  story["http"] = write_exchanges(world, stand_ins, problems);
}

json::object write_expectation(const RecordedWorld& world, const system::System& real,
                               const std::string& home, const SecretStandIns& stand_ins,
                               const base::Result<StoryOutcome>& outcome) {
  json::object expect = write_outcome(world, stand_ins, outcome);
  json::object files;
  for (const auto& [path, file] : world.files) {
    if (!file.changed) continue;
    const auto content = real.filesystem.read_file(path);
    json::value& written = files[story_key(path, home, stand_ins)];
    if (content) written = write_content(*content, stand_ins);
  }
  json::object keychain;
  for (const auto& [service, item] : world.keychain)
    if (item.changed)
      keychain[service] =
          item.after ? json::value(json::string(stand_ins.replace(*item.after))) : json::value();
  if (!files.empty()) expect["files"] = std::move(files);
  if (!keychain.empty()) expect["keychain"] = std::move(keychain);
  return expect;
}

}  // namespace usagestat::story
