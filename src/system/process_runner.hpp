// SPDX-License-Identifier: MIT
// Child processes, never through a shell.
#pragma once

#include <chrono>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "system/deadline.hpp"

namespace usagestat::system {

struct ProcessRequest {
  std::vector<std::string> argv;                   // the program is looked up in PATH
  std::string input;                               // standard input, then end of file
  std::map<std::string, std::string> environment;  // added to or replacing the inherited one
  std::optional<std::filesystem::path> working_directory;
  std::chrono::milliseconds timeout{10000};
  std::size_t max_output_bytes = 8U << 20U;
};

struct ProcessResult {
  int exit_code = 0;  // −1 when a signal ended it
  std::string output;
  std::string errors;
};

// A dialogue by lines with a running child; its process group is killed when this is destroyed.
class ChildSession {
 public:
  virtual ~ChildSession() = default;
  virtual base::Result<void> write_line(std::string_view line) = 0;
  // Without the line end; empty at end of file.
  virtual base::Result<std::optional<std::string>> read_line(const Deadline& deadline) = 0;
};

class ProcessRunner {
 public:
  virtual ~ProcessRunner() = default;

  // Errors: unsupported when the program is not installed, timeout (the whole process group is
  // killed), io. A non-zero exit code is a result.
  virtual base::Result<ProcessResult> run(const ProcessRequest& request,
                                          const Deadline& deadline) = 0;
  virtual base::Result<std::unique_ptr<ChildSession>> start(const ProcessRequest& request) = 0;
  virtual bool is_installed(std::string_view program) const = 0;

  // Starts this very program once more with these arguments and does not wait for it: it has a
  // session of its own and neither input nor output. Kind unsupported outside the real world.
  virtual base::Result<void> start_self(const std::vector<std::string>& arguments);
};

}  // namespace usagestat::system
