// SPDX-License-Identifier: MIT
// Starting by posix_spawn(), which copies nothing and is safe beside other threads.
#include "system/child_posix.hpp"

#include <cerrno>
#include <csignal>
#include <utility>

#include <fcntl.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/text.hpp"
#include "system/os_error.hpp"
#include "system/pause.hpp"

namespace usagestat::system {
namespace {

constexpr const char* default_path = "/usr/local/bin:/usr/bin:/bin";

bool is_executable_file(const std::filesystem::path& path) {
  struct stat status{};
  return ::stat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode) &&
         ::access(path.c_str(), X_OK) == 0;
}

base::Error not_installed(std::string_view name) {
  return {base::ErrorKind::unsupported, "The program " + std::string(name) + " is not installed.",
          ""};
}

// If our own parent ignored SIGCHLD, the system would reap children before we can ask about them.
// And a child that closes its input early must be an error of write(), not our end.
void prepare_signals_once() {
  static const bool done = [] {
    struct sigaction action{};
    if (::sigaction(SIGCHLD, nullptr, &action) == 0 && action.sa_handler == SIG_IGN) {
      std::signal(SIGCHLD, SIG_DFL);
    }
    if (::sigaction(SIGPIPE, nullptr, &action) == 0 && action.sa_handler == SIG_DFL) {
      std::signal(SIGPIPE, SIG_IGN);
    }
    return true;
  }();
  static_cast<void>(done);
}

class SpawnActions {
 public:
  SpawnActions() { posix_spawn_file_actions_init(&actions_); }
  ~SpawnActions() { posix_spawn_file_actions_destroy(&actions_); }
  SpawnActions(const SpawnActions&) = delete;
  SpawnActions& operator=(const SpawnActions&) = delete;

  void connect(const Descriptor& ours, int theirs) {
    posix_spawn_file_actions_adddup2(&actions_, ours.get(), theirs);
  }
  void discard(int theirs, int how = O_WRONLY) {
    posix_spawn_file_actions_addopen(&actions_, theirs, "/dev/null", how, 0);
  }
  void change_directory(const std::filesystem::path& directory) {
    posix_spawn_file_actions_addchdir_np(&actions_, directory.c_str());
  }
  const posix_spawn_file_actions_t* get() const { return &actions_; }

 private:
  posix_spawn_file_actions_t actions_{};
};

// A child starts with every signal at its default and none blocked, whatever we do with ours.
class SpawnAttributes {
 public:
  SpawnAttributes() {
    posix_spawnattr_init(&attributes_);
    sigset_t all;
    sigset_t none;
    sigfillset(&all);
    sigemptyset(&none);
    posix_spawnattr_setsigdefault(&attributes_, &all);
    posix_spawnattr_setsigmask(&attributes_, &none);
    constexpr int flags = POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSID;
    posix_spawnattr_setflags(&attributes_, static_cast<short>(flags));
  }
  ~SpawnAttributes() { posix_spawnattr_destroy(&attributes_); }
  SpawnAttributes(const SpawnAttributes&) = delete;
  SpawnAttributes& operator=(const SpawnAttributes&) = delete;
  const posix_spawnattr_t* get() const { return &attributes_; }

 private:
  posix_spawnattr_t attributes_{};
};

// The char* array that exec wants, pointing into `texts`.
std::vector<char*> pointers_to(std::vector<std::string>& texts) {
  std::vector<char*> result;
  result.reserve(texts.size() + 1);
  for (auto& text : texts) result.push_back(text.data());
  result.push_back(nullptr);
  return result;
}

std::vector<std::string> as_assignments(const std::map<std::string, std::string>& environment) {
  std::vector<std::string> result;
  result.reserve(environment.size());
  for (const auto& [name, value] : environment) result.push_back(name + "=" + value);
  return result;
}

base::Result<void> check(const ChildCommand& command) {
  if (command.argv.empty() || command.argv.front().empty()) {
    return base::Error{base::ErrorKind::plugin, "A command without a program cannot be run.", ""};
  }
  for (const auto& word : command.argv) {
    if (word.find('\0') != std::string::npos) {
      return base::Error{base::ErrorKind::plugin, "A command's argument contains a NUL byte.", ""};
    }
  }
  if (!command.working_directory) return {};
  struct stat status{};
  if (::stat(command.working_directory->c_str(), &status) != 0) {
    return file_error("run a program in", *command.working_directory, errno);
  }
  return {};
}

}  // namespace

base::Result<std::filesystem::path> find_program(
    std::string_view name, const std::map<std::string, std::string>& environment) {
  if (name.find('/') != std::string_view::npos) {
    if (is_executable_file(name)) return std::filesystem::path(name);
    return not_installed(name);
  }
  const auto path = environment.find("PATH");
  const std::string directories = path == environment.end() ? default_path : path->second;
  for (const auto& directory : base::split(directories, ':')) {
    // An empty or relative entry means the current directory: a repository one has changed into
    // must not be able to bring its own programs.
    if (directory.empty() || directory.front() != '/') continue;
    auto candidate = std::filesystem::path(directory) / name;
    if (is_executable_file(candidate)) return candidate;
  }
  return not_installed(name);
}

base::Result<void> Child::start_detached(const std::filesystem::path& program,
                                         const ChildCommand& command) {
  USAGESTAT_CHECK(check(command));
  SpawnActions actions;
  actions.discard(STDIN_FILENO, O_RDONLY);
  actions.discard(STDOUT_FILENO);
  actions.discard(STDERR_FILENO);
  const SpawnAttributes attributes;
  auto words = command.argv;
  auto assignments = as_assignments(command.environment);
  pid_t pid = -1;
  const int failure = ::posix_spawn(&pid, program.c_str(), actions.get(), attributes.get(),
                                    pointers_to(words).data(), pointers_to(assignments).data());
  if (failure != 0) return file_error("run", program, failure);
  return {};
}

base::Result<Child> Child::start(const ChildCommand& command) {
  USAGESTAT_CHECK(check(command));
  USAGESTAT_TRY(const auto program, find_program(command.argv.front(), command.environment));
  prepare_signals_once();
  USAGESTAT_TRY(Pipe input, make_pipe());
  USAGESTAT_TRY(Pipe output, make_pipe());
  Pipe errors;
  if (command.capture_errors) {
    USAGESTAT_TRY(errors, make_pipe());
  }
  SpawnActions actions;
  actions.connect(input.read, STDIN_FILENO);
  actions.connect(output.write, STDOUT_FILENO);
  if (command.capture_errors) {
    actions.connect(errors.write, STDERR_FILENO);
  } else {
    actions.discard(STDERR_FILENO);
  }
  if (command.working_directory) actions.change_directory(*command.working_directory);
  const SpawnAttributes attributes;
  auto words = command.argv;
  auto assignments = as_assignments(command.environment);
  pid_t pid = -1;
  int failure = 0;
  {
    const std::lock_guard lock(spawn_mutex());
    failure = ::posix_spawn(&pid, program.c_str(), actions.get(), attributes.get(),
                            pointers_to(words).data(), pointers_to(assignments).data());
  }
  if (failure != 0) return file_error("run", program, failure);
  Child child(pid);
  child.input = std::move(input.write);
  child.output = std::move(output.read);
  child.errors = std::move(errors.read);
  set_non_blocking(child.input);
  set_non_blocking(child.output);
  if (child.errors) set_non_blocking(child.errors);
  return child;
}

Child::Child(Child&& other) noexcept
    : input(std::move(other.input)),
      output(std::move(other.output)),
      errors(std::move(other.errors)),
      pid_(std::exchange(other.pid_, -1)) {}

Child::~Child() {
  if (pid_ <= 0) return;
  kill_group(kill_grace);
  reap();
}

void Child::wait_for_end() const {
  siginfo_t info{};
  int result = 0;
  do {
    result = ::waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED | WNOWAIT);
  } while (result != 0 && errno == EINTR);
}

bool Child::has_ended() const {
  siginfo_t info{};
  const int result = ::waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED | WNOWAIT | WNOHANG);
  return result != 0 ? errno != EINTR : info.si_pid == pid_;
}

// The group outlives its leader when a descendant runs on, so it is signalled in any case.
void Child::kill_group(std::chrono::milliseconds grace) {
  input.close();
  if (!has_ended()) {
    ::kill(-pid_, SIGTERM);
    const Deadline end = Deadline::after(grace);
    std::chrono::milliseconds wait{1};
    while (!has_ended() && pause(wait, end)) wait *= 2;
  }
  ::kill(-pid_, SIGKILL);
}

int Child::reap() {
  int status = 0;
  pid_t reaped = 0;
  do {
    reaped = ::waitpid(pid_, &status, 0);
  } while (reaped < 0 && errno == EINTR);
  pid_ = -1;
  return reaped > 0 && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace usagestat::system
