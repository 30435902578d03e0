// SPDX-License-Identifier: MIT
// Child processes for plugins: declared programs with declared leading arguments, never a shell.
#include "base/text.hpp"
#include "plugin_host/host_api.hpp"

namespace usagestat::plugin_host {
namespace {

namespace json = base::json;
using base::Result;

constexpr double k_default_timeout_ms = 10000;
constexpr double k_longest_timeout_ms = 60000;

Result<std::vector<std::string>> read_argv(const json::object& options,
                                           const HostArguments& arguments) {
  std::vector<std::string> argv;
  const auto program = base::string_member(json::value(options), "program");
  if (!program || program->empty()) return arguments.wrong("program must be a text");
  argv.push_back(*program);
  const json::value* list = options.if_contains("args");
  if (list == nullptr || list->is_null()) return argv;
  if (!list->is_array()) return arguments.wrong("args must be an array of texts");
  for (const json::value& item : list->get_array()) {
    if (!item.is_string()) return arguments.wrong("args must be an array of texts");
    argv.emplace_back(item.get_string());
  }
  for (const std::string& word : argv) {
    if (word.find('\0') != std::string::npos)
      return arguments.wrong("an argument holds a zero byte");
  }
  return argv;
}

Result<system::ChildSession*> session(HostContext& context, const HostArguments& arguments) {
  USAGESTAT_TRY(const double number, arguments.number(0));
  const auto found = context.sessions.find(static_cast<std::int64_t>(number));
  if (found == context.sessions.end()) return arguments.wrong("the session is closed");
  return found->second.get();
}

}  // namespace

Result<json::value> command_run(HostContext& context, const HostArguments& arguments) {
  USAGESTAT_TRY(const json::object* options, arguments.object(0));
  system::ProcessRequest request;
  USAGESTAT_TRY(request.argv, read_argv(*options, arguments));
  USAGESTAT_CHECK(context.access.check_command(request.argv));
  request.input = base::string_member(json::value(*options), "stdin").value_or("");
  request.timeout =
      milliseconds_option(*options, "timeoutMs", k_default_timeout_ms, k_longest_timeout_ms);
  request.environment = context.request.env;
  if (const json::value* env = options->if_contains("env"); env != nullptr && env->is_object()) {
    for (const auto& member : env->get_object()) {
      // A variable such as PATH or LD_PRELOAD would decide what code runs.
      if (!context.access.may_read_variable(member.key()))
        return arguments.wrong("the variable " + std::string(member.key()) +
                               " is not declared in permissions.env");
      if (member.value().is_string())
        request.environment[std::string(member.key())] = std::string(member.value().get_string());
    }
  }
  USAGESTAT_TRY(const auto result, context.system.processes.run(request, context.deadline));
  remember_secrets(result.output, context.redactor);
  return json::value(json::object{{"status", result.exit_code},
                                  {"stdout", base::to_valid_utf8(result.output)},
                                  {"stderr", base::to_valid_utf8(result.errors)}});
}

Result<json::value> command_is_installed(HostContext& context, const HostArguments& arguments) {
  USAGESTAT_TRY(const std::string program, arguments.text(0));
  // What may not be run is as good as missing; this is no way to look around the machine.
  return json::value(context.access.may_run(program) &&
                     context.system.processes.is_installed(program));
}

Result<json::value> command_open(HostContext& context, const HostArguments& arguments) {
  constexpr std::size_t k_most_sessions = 4;
  USAGESTAT_TRY(const json::object* options, arguments.object(0));
  system::ProcessRequest request;
  USAGESTAT_TRY(request.argv, read_argv(*options, arguments));
  USAGESTAT_CHECK(context.access.check_command(request.argv));
  if (context.sessions.size() >= k_most_sessions)
    return arguments.wrong("four children are open already");
  request.environment = context.request.env;
  USAGESTAT_TRY(auto child, context.system.processes.start(request));
  const std::int64_t number = context.sessions.empty() ? 1 : context.sessions.rbegin()->first + 1;
  context.sessions.emplace(number, std::move(child));
  return json::value(number);
}

Result<json::value> command_write_line(HostContext& context, const HostArguments& arguments) {
  USAGESTAT_TRY(system::ChildSession * child, session(context, arguments));
  USAGESTAT_TRY(const std::string line, arguments.text(1));
  if (line.find('\n') != std::string::npos)
    return arguments.wrong("a line must not hold a line feed");
  USAGESTAT_CHECK(child->write_line(line));
  return json::value();
}

Result<json::value> command_read_line(HostContext& context, const HostArguments& arguments) {
  USAGESTAT_TRY(system::ChildSession * child, session(context, arguments));
  USAGESTAT_TRY(const double timeout_ms, arguments.number_or(1, k_default_timeout_ms));
  const json::object given{{"timeoutMs", timeout_ms}};
  const auto limit =
      milliseconds_option(given, "timeoutMs", k_default_timeout_ms, k_longest_timeout_ms);
  USAGESTAT_TRY(const auto line, child->read_line(context.deadline.sooner(limit)));
  return line ? json::value(base::to_valid_utf8(*line)) : json::value();
}

Result<json::value> command_close(HostContext& context, const HostArguments& arguments) {
  USAGESTAT_TRY(const double number, arguments.number(0));
  context.sessions.erase(static_cast<std::int64_t>(number));
  return json::value();
}

}  // namespace usagestat::plugin_host
