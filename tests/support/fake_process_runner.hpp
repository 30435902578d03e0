// SPDX-License-Identifier: MIT
// Programs that do what a test says; others are not installed.
#pragma once

#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "system/process_runner.hpp"

namespace usagestat::support {

class FakeProcessRunner final : public system::ProcessRunner {
 public:
  // What this command line gives, every time.
  void on(std::vector<std::string> argv, system::ProcessResult result);
  void on_error(std::vector<std::string> argv, base::Error error);

  // The lines this child prints, one for each read; then end of file.
  void on_start(std::vector<std::string> argv, std::vector<std::string> lines);

  std::vector<system::ProcessRequest> requests() const;  // of run() and start(), in order
  std::vector<std::string> written_lines() const;        // to all children

  base::Result<system::ProcessResult> run(const system::ProcessRequest& request,
                                          const system::Deadline& deadline) override;
  base::Result<std::unique_ptr<system::ChildSession>> start(
      const system::ProcessRequest& request) override;
  bool is_installed(std::string_view program) const override;

 private:
  struct Record {
    std::mutex mutex;
    std::vector<std::string> written_lines;
  };
  class Session;

  mutable std::mutex mutex_;
  std::map<std::vector<std::string>, base::Result<system::ProcessResult>> results_;
  std::map<std::vector<std::string>, std::vector<std::string>> sessions_;
  std::vector<system::ProcessRequest> requests_;
  std::shared_ptr<Record> record_ = std::make_shared<Record>();
};

}  // namespace usagestat::support
