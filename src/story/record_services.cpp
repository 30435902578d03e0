// SPDX-License-Identifier: MIT
#include "story/record_services.hpp"

namespace usagestat::story {
namespace {

using base::ErrorKind;
using base::Result;
using system::Deadline;

class RecordingSession final : public system::ChildSession {
 public:
  RecordingSession(std::unique_ptr<system::ChildSession> real, RecordedWorld& world,
                   std::shared_ptr<RecordedCommand> command)
      : real_(std::move(real)), world_(world), command_(std::move(command)) {}

  Result<void> write_line(std::string_view line) override {
    auto written = real_->write_line(line);
    if (written) note(true, line);
    return written;
  }

  Result<std::optional<std::string>> read_line(const Deadline& deadline) override {
    auto line = real_->read_line(deadline);
    if (line && *line) note(false, **line);
    return line;
  }

 private:
  void note(bool is_sent, std::string_view text) {
    const std::lock_guard guard(world_.mutex);
    command_->dialogue.push_back({is_sent, std::string(text)});
  }

  std::unique_ptr<system::ChildSession> real_;
  RecordedWorld& world_;
  std::shared_ptr<RecordedCommand> command_;
};

std::shared_ptr<RecordedCommand> command_of(const system::ProcessRequest& request) {
  auto command = std::make_shared<RecordedCommand>();
  command->argv = request.argv;
  command->input = request.input;
  return command;
}

}  // namespace

base::TimePoint RecordingClock::now() const {
  const base::TimePoint now = real_.now();
  const std::lock_guard guard(world_.mutex);
  if (!world_.now) world_.now = now;
  return *world_.now;
}

Result<void> RecordingClock::sleep(base::Milliseconds duration, const Deadline& deadline) {
  return real_.sleep(duration, deadline);
}

std::optional<std::string> RecordingEnvironment::get(std::string_view name) const {
  auto value = real_.get(name);
  if (value) {
    const std::lock_guard guard(world_.mutex);
    world_.env.insert_or_assign(std::string(name), *value);
  }
  return value;
}

void RecordingHttp::note(const system::HttpRequest& request,
                         const Result<system::HttpResponse>& response) {
  if (response.has_error() && response.error().kind == ErrorKind::interrupted) return;
  const std::lock_guard guard(world_.mutex);
  world_.exchanges.push_back({request, response});
}

Result<system::HttpResponse> RecordingHttp::send(const system::HttpRequest& request,
                                                 const Deadline& deadline) {
  auto response = real_.send(request, deadline);
  note(request, response);
  return response;
}

std::vector<Result<system::HttpResponse>> RecordingHttp::send_all(
    const std::vector<system::HttpRequest>& requests, const Deadline& deadline) {
  auto responses = real_.send_all(requests, deadline);
  for (std::size_t i = 0; i < requests.size() && i < responses.size(); ++i)
    note(requests[i], responses[i]);
  return responses;
}

Result<system::ProcessResult> RecordingCommands::run(const system::ProcessRequest& request,
                                                     const Deadline& deadline) {
  auto result = real_.run(request, deadline);
  if (!result && result.error().kind == ErrorKind::unsupported) return result;
  auto command = command_of(request);
  if (result) {
    command->exit_code = result->exit_code;
    command->output = result->output;
    command->errors = result->errors;
  } else if (result.error().kind == ErrorKind::timeout) {
    command->times_out = true;
  } else {
    if (!request.argv.empty())
      world_.add_problem(
          "A story cannot say that a command failed to run: " + request.argv.front() + ".");
    return result;
  }
  const std::lock_guard guard(world_.mutex);
  world_.commands.push_back(std::move(command));
  return result;
}

Result<std::unique_ptr<system::ChildSession>> RecordingCommands::start(
    const system::ProcessRequest& request) {
  auto session = real_.start(request);
  if (!session) return session;
  auto command = command_of(request);
  {
    const std::lock_guard guard(world_.mutex);
    world_.commands.push_back(command);
  }
  return std::unique_ptr<system::ChildSession>(
      std::make_unique<RecordingSession>(*std::move(session), world_, std::move(command)));
}

bool RecordingCommands::is_installed(std::string_view program) const {
  const bool is_there = real_.is_installed(program);
  if (is_there) {
    const std::lock_guard guard(world_.mutex);
    world_.installed.insert(std::string(program));
  }
  return is_there;
}

Result<std::vector<system::RunningProcess>> RecordingProcessTable::find(std::string_view name,
                                                                        const Deadline& deadline) {
  auto found = real_.find(name, deadline);
  if (!found) return found;
  const std::lock_guard guard(world_.mutex);
  for (const system::RunningProcess& process : *found)
    world_.processes[process.pid].argv = process.argv;
  return found;
}

Result<std::vector<int>> RecordingProcessTable::listening_ports(int pid, const Deadline& deadline) {
  auto ports = real_.listening_ports(pid, deadline);
  if (!ports) return ports;
  const std::lock_guard guard(world_.mutex);
  if (const auto process = world_.processes.find(pid); process != world_.processes.end())
    process->second.ports = *ports;
  return ports;
}

Result<std::optional<std::string>> RecordingKeychain::read(std::string_view service,
                                                           std::string_view account,
                                                           const Deadline& deadline) {
  auto value = real_.read(service, account, deadline);
  if (!value && value.error().kind != ErrorKind::unsupported)
    world_.add_problem(
        "A story cannot say that the keychain refused an item: " + std::string(service) + ".");
  if (value && *value) {
    const std::lock_guard guard(world_.mutex);
    world_.keychain.try_emplace(std::string(service), RecordedItem{*value, *value, false});
  }
  return value;
}

void RecordingKeychain::note_change(std::string_view service, std::optional<std::string> after) {
  const std::lock_guard guard(world_.mutex);
  RecordedItem& item = world_.keychain[std::string(service)];
  item.after = std::move(after);
  item.changed = true;
}

Result<void> RecordingKeychain::write(std::string_view service, std::string_view account,
                                      std::string_view value, const Deadline& deadline) {
  auto written = real_.write(service, account, value, deadline);
  if (written) note_change(service, std::string(value));
  return written;
}

Result<void> RecordingKeychain::remove(std::string_view service, std::string_view account,
                                       const Deadline& deadline) {
  auto removed = real_.remove(service, account, deadline);
  if (removed) note_change(service, std::nullopt);
  return removed;
}

}  // namespace usagestat::story
