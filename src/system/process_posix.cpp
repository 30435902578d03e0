// SPDX-License-Identifier: MIT
// Running a program to its end: all pipes are served at the same time, so that neither side can
// block the other.
#include <array>
#include <cerrno>
#include <thread>

#include <poll.h>

#include "system/child_posix.hpp"
#include "system/child_session_posix.hpp"
#include "system/program_path.hpp"
#include "system/real_process_runner.hpp"

namespace usagestat::system {
namespace {

// After its end, what a program wrote is still in the pipes; but a descendant that it left behind
// may keep them open for ever.
constexpr std::chrono::milliseconds drain_time{200};

std::map<std::string, std::string> environment_of(const ProcessRequest& request,
                                                  const Environment& inherited) {
  auto result = inherited.all();
  for (const auto& [name, value] : request.environment) result[name] = value;
  return result;
}

ChildCommand command_of(const ProcessRequest& request, const Environment& inherited) {
  return {request.argv, environment_of(request, inherited), request.working_directory, true};
}

class Run {
 public:
  Run(const ProcessRequest& request, const Deadline& deadline, Child child, const WakePipe& wake)
      : request_(request), deadline_(deadline), child_(std::move(child)), wake_(wake) {}

  base::Result<ProcessResult> finish() {
    const Deadline limit = deadline_.sooner(request_.timeout);
    const std::stop_callback on_stop(limit.stop_token(), [this] { wake_.wake(); });
    std::thread watcher([this] {
      child_.wait_for_end();
      wake_.wake();
    });
    auto outcome = serve(limit);
    // What a program leaves behind on purpose when it ends in order may live on.
    if (outcome.has_error()) child_.kill_group(kill_grace);
    watcher.join();
    result_.exit_code = child_.reap();
    if (outcome.has_error()) return outcome.error();
    return std::move(result_);
  }

 private:
  base::Result<void> serve(const Deadline& limit) {
    std::optional<Deadline> drain;
    if (request_.input.empty()) child_.input.close();
    while (true) {
      if (limit.expired()) return stopped();
      if (exited_) {
        if (!drain) drain = limit.sooner(drain_time);
        if ((!child_.output && !child_.errors) || drain->expired()) return {};
      }
      wait_for_something(drain ? *drain : limit);
      feed();
      USAGESTAT_CHECK(take(child_.output, result_.output));
      USAGESTAT_CHECK(take(child_.errors, result_.errors));
    }
  }

  base::Error stopped() const {
    if (deadline_.expired()) return deadline_.error();
    return {base::ErrorKind::timeout,
            "The program " + request_.argv.front() + " did not end within " +
                std::to_string(request_.timeout.count()) + " ms.",
            ""};
  }

  void wait_for_something(const Deadline& until) {
    std::array<pollfd, 4> watched{};
    // poll() skips negative descriptors, so closed pipes need no special case.
    watched[0] = {child_.input.get(), POLLOUT, 0};
    watched[1] = {child_.output.get(), POLLIN, 0};
    watched[2] = {child_.errors.get(), POLLIN, 0};
    watched[3] = {wake_.fd(), POLLIN, 0};
    ::poll(watched.data(), watched.size(), static_cast<int>(until.remaining().count()));
    if ((watched[3].revents & POLLIN) != 0) {
      std::array<char, 16> drained{};
      static_cast<void>(read_some(wake_.fd(), drained.data(), drained.size()));
      exited_ = true;  // or stopped, which the loop asks first
    }
  }

  void feed() {
    if (!child_.input) return;
    const auto rest = std::string_view(request_.input).substr(fed_);
    const ssize_t count = write_some(child_.input.get(), rest);
    if (count > 0) fed_ += static_cast<std::size_t>(count);
    // A program that does not want its input has closed the pipe; that is its business.
    const bool refused = count < 0 && errno != EAGAIN;
    if (refused || fed_ == request_.input.size()) child_.input.close();
  }

  base::Result<void> take(Descriptor& from, std::string& into) const {
    std::array<char, 65536> buffer;
    while (from) {
      const ssize_t count = read_some(from.get(), buffer.data(), buffer.size());
      if (count < 0 && errno == EAGAIN) return {};
      if (count <= 0) {
        from.close();
        return {};
      }
      into.append(buffer.data(), static_cast<std::size_t>(count));
      if (into.size() > request_.max_output_bytes) {
        return base::Error{base::ErrorKind::io,
                           "The program " + request_.argv.front() + " wrote more than " +
                               std::to_string(request_.max_output_bytes) + " bytes.",
                           ""};
      }
    }
    return {};
  }

  const ProcessRequest& request_;
  const Deadline& deadline_;
  Child child_;
  const WakePipe& wake_;
  ProcessResult result_;
  std::size_t fed_ = 0;
  bool exited_ = false;
};

}  // namespace

base::Result<ProcessResult> RealProcessRunner::run(const ProcessRequest& request,
                                                   const Deadline& deadline) {
  if (deadline.expired()) return deadline.error();
  USAGESTAT_TRY(const WakePipe wake, WakePipe::create());
  USAGESTAT_TRY(Child child, Child::start(command_of(request, environment_)));
  return Run(request, deadline, std::move(child), wake).finish();
}

base::Result<std::unique_ptr<ChildSession>> RealProcessRunner::start(
    const ProcessRequest& request) {
  return start_child_session(command_of(request, environment_));
}

base::Result<void> RealProcessRunner::start_self(const std::vector<std::string>& arguments) {
  USAGESTAT_TRY(const auto program, program_path());
  ChildCommand command;
  command.argv = {"usagestat"};
  command.argv.insert(command.argv.end(), arguments.begin(), arguments.end());
  command.environment = environment_.all();
  return Child::start_detached(program, command);
}

bool RealProcessRunner::is_installed(std::string_view program) const {
  return find_program(program, environment_.all()).has_value();
}

}  // namespace usagestat::system
