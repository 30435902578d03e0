// SPDX-License-Identifier: MIT
#include "config/resolve_secret.hpp"

#include <chrono>

#include "base/text.hpp"

namespace usagestat::config {
namespace {

using base::Error;
using base::ErrorKind;
using base::Result;
using Kind = model::SecretReference::Kind;

constexpr std::chrono::seconds k_command_limit{10};
constexpr std::size_t k_most_bytes = 64U << 10U;

Error wrong(std::string_view key, const std::string& what, std::string hint) {
  return {ErrorKind::config, std::string(key) + ": " + what, std::move(hint)};
}

Result<std::string> from_variable(const std::string& name, std::string_view key,
                                  const system::Environment& environment) {
  const auto value = environment.get(name);
  if (!value)
    return wrong(key, "the variable " + name + " is not set.",
                 "Set it, or change " + std::string(key) + " in the config.");
  return *value;
}

Result<std::string> from_file(const std::string& path, std::string_view key,
                              system::Filesystem& filesystem) {
  auto text = filesystem.read_file(path, k_most_bytes);
  if (text.has_error()) return wrong(key, text.error().message, "Check the path in the config.");
  return text;
}

Result<std::string> from_command(const std::vector<std::string>& command, std::string_view key,
                                 system::ProcessRunner& processes,
                                 const system::Deadline& deadline) {
  const std::string program = command.empty() ? std::string() : command.front();
  if (program.empty())
    return wrong(key, "the command is empty.", R"(Write { command = ["pass", "show", "x"] }.)");
  system::ProcessRequest request;
  request.argv = command;
  request.timeout = k_command_limit;
  request.max_output_bytes = k_most_bytes;
  const auto answer = processes.run(request, deadline.sooner(k_command_limit));
  if (answer.has_error()) {
    const Error& error = answer.error();
    if (deadline.stop_requested()) return error;
    if (error.kind == ErrorKind::timeout)
      return wrong(key, "the command " + program + " did not end in time.",
                   "Run it by hand; it must not ask for anything.");
    if (error.kind == ErrorKind::unsupported)
      return wrong(key, "the program " + program + " is not installed.",
                   "Install it, or change the command in the config.");
    return wrong(key, "the command " + program + " could not be run.", error.message);
  }
  if (answer->exit_code != 0)
    return wrong(key,
                 "the command " + program + " failed with exit code " +
                     std::to_string(answer->exit_code) + ".",
                 "Run it by hand to see why.");
  return answer->output.substr(0, answer->output.find('\n'));
}

Result<std::string> fetch(const model::SecretReference& secret, std::string_view key,
                          const system::System& system, const system::Deadline& deadline) {
  switch (secret.kind) {
    case Kind::env:
      return from_variable(secret.value, key, system.environment);
    case Kind::file:
      return from_file(secret.value, key, system.filesystem);
    case Kind::command:
      return from_command(secret.command, key, system.processes, deadline);
    case Kind::literal:
      break;
  }
  return secret.value;
}

}  // namespace

Result<std::string> resolve_secret(const model::SecretReference& secret, std::string_view key,
                                   const system::System& system, const system::Deadline& deadline) {
  USAGESTAT_TRY(const std::string text, fetch(secret, key, system, deadline));
  std::string value(base::trim(text));
  if (value.empty())
    return wrong(key, "there is no secret where the config points.",
                 "Look at what is named there: it is empty, or its first line is.");
  // It will stand in a header of a request.
  for (const char c : value) {
    if (static_cast<unsigned char>(c) < ' ' || c == 127)
      return wrong(key, "the secret has several lines or holds control characters.",
                   "Put nothing but the secret there.");
  }
  return value;
}

}  // namespace usagestat::config
