// SPDX-License-Identifier: MIT
#include "support/fake_process_runner.hpp"

#include <algorithm>

namespace usagestat::support {
namespace {

using base::Error;
using base::ErrorKind;
using base::Result;
using system::ProcessRequest;
using system::ProcessResult;

// How a program or one of its command lines that nobody prepared looks.
Error missing(const ProcessRequest& request, bool is_installed) {
  const std::string name = request.argv.empty() ? "" : request.argv.front();
  if (!is_installed) return {ErrorKind::unsupported, name + " is not installed.", ""};
  return {ErrorKind::io, "No result was prepared for these arguments of " + name + ".", ""};
}

}  // namespace

class FakeProcessRunner::Session final : public system::ChildSession {
 public:
  Session(std::shared_ptr<Record> record, std::vector<std::string> lines)
      : record_(std::move(record)), lines_(std::move(lines)) {}

  Result<void> write_line(std::string_view line) override {
    const std::lock_guard lock(record_->mutex);
    record_->written_lines.emplace_back(line);
    return {};
  }
  Result<std::optional<std::string>> read_line(const system::Deadline& deadline) override {
    if (deadline.expired()) return deadline.error();
    if (next_ == lines_.size()) return std::optional<std::string>();
    return std::optional<std::string>(lines_[next_++]);
  }

 private:
  std::shared_ptr<Record> record_;
  std::vector<std::string> lines_;
  std::size_t next_ = 0;
};

void FakeProcessRunner::on(std::vector<std::string> argv, ProcessResult result) {
  const std::lock_guard lock(mutex_);
  results_.insert_or_assign(std::move(argv), std::move(result));
}

void FakeProcessRunner::on_error(std::vector<std::string> argv, Error error) {
  const std::lock_guard lock(mutex_);
  results_.insert_or_assign(std::move(argv), std::move(error));
}

void FakeProcessRunner::on_start(std::vector<std::string> argv, std::vector<std::string> lines) {
  const std::lock_guard lock(mutex_);
  sessions_.insert_or_assign(std::move(argv), std::move(lines));
}

std::vector<ProcessRequest> FakeProcessRunner::requests() const {
  const std::lock_guard lock(mutex_);
  return requests_;
}

std::vector<std::string> FakeProcessRunner::written_lines() const {
  const std::lock_guard lock(record_->mutex);
  return record_->written_lines;
}

Result<ProcessResult> FakeProcessRunner::run(const ProcessRequest& request,
                                             const system::Deadline& deadline) {
  if (deadline.expired()) return deadline.error();
  const bool known = !request.argv.empty() && is_installed(request.argv.front());
  const std::lock_guard lock(mutex_);
  requests_.push_back(request);
  const auto found = results_.find(request.argv);
  if (found == results_.end()) return missing(request, known);
  return found->second;
}

Result<std::unique_ptr<system::ChildSession>> FakeProcessRunner::start(
    const ProcessRequest& request) {
  const bool known = !request.argv.empty() && is_installed(request.argv.front());
  const std::lock_guard lock(mutex_);
  requests_.push_back(request);
  const auto found = sessions_.find(request.argv);
  if (found == sessions_.end()) return missing(request, known);
  return std::unique_ptr<system::ChildSession>(std::make_unique<Session>(record_, found->second));
}

bool FakeProcessRunner::is_installed(std::string_view program) const {
  const std::lock_guard lock(mutex_);
  const auto is_its = [program](const auto& entry) {
    return !entry.first.empty() && entry.first.front() == program;
  };
  return std::ranges::any_of(results_, is_its) || std::ranges::any_of(sessions_, is_its);
}

}  // namespace usagestat::support
