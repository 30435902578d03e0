// SPDX-License-Identifier: MIT
// Runs the real binary in a home directory of its own, with an environment of its own.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace usagestat::test {

struct Run {
  int code = -1;  // 128 + n when signal n ended it
  std::string out;
  std::string err;
  std::chrono::milliseconds took{};
};

// A program beside the test, killed in the end, also when the test fails on the way.
class Background {
 public:
  explicit Background(std::vector<std::string> argv);
  ~Background();
  Background(const Background&) = delete;
  Background& operator=(const Background&) = delete;

 private:
  int child_ = -1;
};

// Whether the file is there within ten seconds.
bool appears(const std::filesystem::path& file);

class Sandbox {
 public:
  using Words = std::vector<std::string>;

  Sandbox();
  ~Sandbox();
  Sandbox(const Sandbox&) = delete;
  Sandbox& operator=(const Sandbox&) = delete;

  const std::filesystem::path& home() const { return home_; }
  // Writes a file below the home directory, 0600.
  std::filesystem::path write(const std::string& path, const std::string& text) const;
  std::string read(const std::string& path) const;

  // Variables of the runs that follow; HOME and PATH are always there.
  std::map<std::string, std::string> env;
  // Where the runs start; the home directory at first.
  std::filesystem::path directory;

  Run run(const Words& words) const;
  // With standard output and error on a terminal of that many columns; both come as `out`.
  Run run_on_terminal(const Words& words, unsigned short columns) const;
  // `shell` is run by sh with $USAGESTAT as the binary's path.
  Run run_shell(const std::string& shell) const;
  // Sends `signal` after `delay`, or when `wait`, called beside the run, returns.
  Run run_and_signal(const Words& words, int signal, std::chrono::milliseconds delay) const;
  Run run_and_signal(const Words& words, int signal, const std::function<void()>& wait) const;

  // A minimal plugin in <home>/plugins-of-test/<id>; `script` is the body of probe(ctx).
  void add_plugin(const std::string& id, const std::string& script,
                  const std::string& permissions = "{}") const;
  std::string plugin_dir() const { return (home_ / "plugins-of-test").string(); }

 private:
  std::filesystem::path home_;
};

}  // namespace usagestat::test
