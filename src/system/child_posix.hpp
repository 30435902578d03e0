// SPDX-License-Identifier: MIT
// A started child process: its pipes, its end, and its death with all its descendants.
#pragma once

#include <chrono>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <sys/types.h>

#include "base/result.hpp"
#include "system/descriptor_posix.hpp"
#include "system/environment.hpp"

namespace usagestat::system {

struct ChildCommand {
  std::vector<std::string> argv;
  std::map<std::string, std::string> environment;  // the whole of it
  std::optional<std::filesystem::path> working_directory;
  bool capture_errors = true;  // else standard error is thrown away
};

// Kind unsupported when PATH of `environment` has no such program. A name with a slash is a path.
base::Result<std::filesystem::path> find_program(
    std::string_view name, const std::map<std::string, std::string>& environment);

class Child {
 public:
  // In a session of its own: it has no terminal to ask passwords on, and can be killed as a whole.
  static base::Result<Child> start(const ChildCommand& command);

  // Likewise, without pipes and without anybody who waits for it.
  static base::Result<void> start_detached(const std::filesystem::path& program,
                                           const ChildCommand& command);

  Child(Child&& other) noexcept;
  Child& operator=(Child&&) = delete;
  ~Child();  // kills and reaps what was not reaped

  // Our ends, non-blocking.
  Descriptor input;
  Descriptor output;
  Descriptor errors;

  // Blocks until the process has ended. For a thread of its own. Neither this nor has_ended() reaps
  // the process, so its number stays taken and kill_group() can hit nobody else.
  void wait_for_end() const;
  bool has_ended() const;

  // Asks the process group to end, then, after `grace`, makes it.
  void kill_group(std::chrono::milliseconds grace);

  // The exit code, −1 when a signal ended it. Blocks until then; once.
  int reap();

 private:
  explicit Child(pid_t pid) : pid_(pid) {}

  pid_t pid_ = -1;
};

// How long a process may take between SIGTERM and SIGKILL.
inline constexpr std::chrono::milliseconds kill_grace{200};

}  // namespace usagestat::system
