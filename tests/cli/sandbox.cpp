// SPDX-License-Identifier: MIT
#include "cli/sandbox.hpp"

#include <array>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <thread>

#include <catch2/catch_test_macros.hpp>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

namespace usagestat::test {
namespace {

constexpr std::chrono::seconds k_patience{20};

// What execve() wants. It is made before fork(): the child of a program with several threads must
// not allocate, as another thread may have held the allocator's lock at that moment.
class Image {
 public:
  Image(Sandbox::Words words, const std::map<std::string, std::string>& env,
        std::filesystem::path directory)
      : words_(std::move(words)), directory_(std::move(directory)) {
    for (const auto& [name, value] : env) variables_.push_back(name + "=" + value);
    argv_ = pointers_to(words_);
    envp_ = pointers_to(variables_);
  }
  Image(const Image&) = delete;
  Image& operator=(const Image&) = delete;

  [[noreturn]] void become() const {
    if (chdir(directory_.c_str()) == 0) execve(argv_[0], argv_.data(), envp_.data());
    _exit(126);
  }

 private:
  static std::vector<char*> pointers_to(Sandbox::Words& texts) {
    std::vector<char*> pointers;
    for (std::string& text : texts) pointers.push_back(text.data());
    pointers.push_back(nullptr);
    return pointers;
  }

  Sandbox::Words words_;
  Sandbox::Words variables_;
  std::filesystem::path directory_;
  std::vector<char*> argv_;
  std::vector<char*> envp_;
};

// Reads until every descriptor is at its end, and says whether that came in time.
bool drain(std::vector<std::pair<int, std::string*>> sources) {
  const auto end = std::chrono::steady_clock::now() + k_patience;
  while (!sources.empty() && std::chrono::steady_clock::now() < end) {
    std::vector<pollfd> waits;
    for (const auto& [descriptor, text] : sources) waits.push_back({descriptor, POLLIN, 0});
    poll(waits.data(), waits.size(), 100);
    for (std::size_t i = waits.size(); i-- > 0;) {
      if (waits[i].revents == 0) continue;
      std::array<char, 65536> buffer{};
      const ssize_t count = read(waits[i].fd, buffer.data(), buffer.size());
      if (count > 0) {
        sources[i].second->append(buffer.data(), static_cast<std::size_t>(count));
      } else {
        close(waits[i].fd);
        sources.erase(sources.begin() + static_cast<std::ptrdiff_t>(i));
      }
    }
  }
  for (const auto& [descriptor, text] : sources) close(descriptor);
  return sources.empty();
}

// Waits for the end of the child and gives its code.
int reap(pid_t child, bool ended_in_time) {
  // A program that hangs fails its test with what it has printed.
  if (!ended_in_time) kill(child, SIGKILL);
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

struct Pipe {
  int ends[2] = {-1, -1};
  Pipe() {
    if (pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error("pipe2 failed");
  }
};

Run run_words(const Sandbox::Words& words, const std::map<std::string, std::string>& env,
              const std::filesystem::path& directory, int signal = 0,
              const std::function<void()>& wait = {}) {
  const Pipe out;
  const Pipe err;
  const Image image(words, env, directory);
  const auto begin = std::chrono::steady_clock::now();
  const pid_t child = fork();
  // Thrown, not required: tests run programs from several threads, where Catch2 must not be called.
  if (child < 0) throw std::runtime_error("fork failed");
  if (child == 0) {
    const int null = open("/dev/null", O_RDONLY | O_CLOEXEC);
    dup2(null, 0);
    dup2(out.ends[1], 1);
    dup2(err.ends[1], 2);
    image.become();
  }
  close(out.ends[1]);
  close(err.ends[1]);
  std::jthread sender;
  if (signal != 0) {
    sender = std::jthread([=, &wait] {
      wait();
      kill(child, signal);
    });
  }
  Run run;
  const bool in_time = drain({{out.ends[0], &run.out}, {err.ends[0], &run.err}});
  run.took = std::chrono::duration_cast<std::chrono::milliseconds>(
      std::chrono::steady_clock::now() - begin);
  // Until the child is waited for, nobody else gets its number, and the signal.
  if (sender.joinable()) sender.join();
  run.code = reap(child, in_time);
  return run;
}

}  // namespace

Sandbox::Sandbox() {
  std::string name = (std::filesystem::temp_directory_path() / "usagestat-test-XXXXXX").string();
  REQUIRE(mkdtemp(name.data()) != nullptr);
  home_ = name;
  directory = home_;
  env = {{"HOME", home_.string()}, {"PATH", "/usr/bin:/bin"}, {"TZ", "UTC"}};
}

Sandbox::~Sandbox() { std::filesystem::remove_all(home_); }

std::filesystem::path Sandbox::write(const std::string& path, const std::string& text) const {
  const auto file = home_ / path;
  std::filesystem::create_directories(file.parent_path());
  std::ofstream(file, std::ios::binary) << text;
  std::filesystem::permissions(
      file, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  return file;
}

std::string Sandbox::read(const std::string& path) const {
  std::ostringstream text;
  text << std::ifstream(home_ / path, std::ios::binary).rdbuf();
  return text.str();
}

Run Sandbox::run(const Words& words) const {
  Words all{USAGESTAT_BINARY};
  all.insert(all.end(), words.begin(), words.end());
  return run_words(all, env, directory);
}

Run Sandbox::run_shell(const std::string& shell) const {
  auto variables = env;
  variables["USAGESTAT"] = USAGESTAT_BINARY;
  return run_words({"/bin/sh", "-c", shell}, variables, directory);
}

Run Sandbox::run_and_signal(const Words& words, int signal, std::chrono::milliseconds delay) const {
  return run_and_signal(words, signal, [delay] { std::this_thread::sleep_for(delay); });
}

Run Sandbox::run_and_signal(const Words& words, int signal,
                            const std::function<void()>& wait) const {
  Words all{USAGESTAT_BINARY};
  all.insert(all.end(), words.begin(), words.end());
  return run_words(all, env, directory, signal, wait);
}

Run Sandbox::run_on_terminal(const Words& words, unsigned short columns) const {
  Words all{USAGESTAT_BINARY};
  all.insert(all.end(), words.begin(), words.end());
  winsize size{};
  size.ws_col = columns;
  size.ws_row = 50;
  auto variables = env;
  variables.emplace("TERM", "xterm-256color");
  const Image image(std::move(all), variables, directory);
  int master = -1;
  const pid_t child = forkpty(&master, nullptr, nullptr, &size);
  REQUIRE(child >= 0);
  if (child == 0) image.become();
  Run run;
  const bool in_time = drain({{master, &run.out}});
  run.code = reap(child, in_time);
  // The terminal's own line ends.
  std::erase(run.out, '\r');
  return run;
}

void Sandbox::add_plugin(const std::string& id, const std::string& script,
                         const std::string& permissions) const {
  write("plugins-of-test/" + id + "/plugin.json",
        R"({"id": ")" + id + R"(", "name": "Plugin )" + id +
            R"(", "entry": "plugin.js", "permissions": )" + permissions + "}");
  write("plugins-of-test/" + id + "/plugin.js",
        "__usagestat_plugin = {id: '" + id + "', probe: function (ctx) {\n" + script + "\n}};\n");
}

Background::Background(std::vector<std::string> argv) {
  std::vector<char*> words;
  for (std::string& word : argv) words.push_back(word.data());
  words.push_back(nullptr);
  child_ = fork();
  if (child_ < 0) throw std::runtime_error("fork failed");
  if (child_ == 0) {
    execv(words[0], words.data());
    _exit(127);
  }
}

Background::~Background() {
  kill(child_, SIGKILL);
  waitpid(child_, nullptr, 0);
}

bool appears(const std::filesystem::path& file) {
  for (int i = 0; i < 1000; ++i) {
    if (std::filesystem::exists(file)) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return false;
}

}  // namespace usagestat::test
