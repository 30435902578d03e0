// SPDX-License-Identifier: MIT
// Two processes write, thin out, and are killed at any moment. USAGESTAT_CRASH_ROUNDS says how
// often (20).
#include <cstdlib>
#include <random>
#include <set>
#include <thread>

#include <catch2/catch_test_macros.hpp>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "system/real_filesystem.hpp"
#include "unit/system/test_world.hpp"
#include "unit/usage/history_world.hpp"

namespace usagestat::usage {
namespace {

using namespace std::chrono_literals;

const base::TimePoint k_now = at("2026-03-26T11:16:29Z");

struct RealFiles {
  support::FakeWorld world;
  system::RealFilesystem files;
  system::System system() {
    return {world.clock,   world.environment, files,
            world.http,    world.processes,   world.process_table,
            world.secrets, world.database,    system::utc_time_zone()};
  }
};

std::string name_of(int writer, std::uint32_t number) {
  return "w" + std::to_string(writer) + "-" + std::to_string(number);
}

// Writes until it is killed; a number in the pipe says that its sample was acknowledged. Each turn
// also writes a sample of long ago, so that each makes the file to be rewritten.
[[noreturn]] void write_samples(const std::filesystem::path& data, int writer, std::uint32_t number,
                                int pipe) {
  RealFiles world;
  HistoryLimits limits;
  limits.compact_from_bytes = 1;
  HistoryFile history(data, world.system(), base::null_log(), limits);
  for (;; ++number) {
    [[maybe_unused]] const auto forgotten = world.files.remove(data / "state/history-size.json");
    auto recent = sample(name_of(writer, 0), k_now - 24h + number * 1s, 50);
    recent.texts.push_back({"Name", name_of(writer, number), {}, {}});
    const auto old = sample("old", k_now - 40 * 24h + number * 1ms, number % 100);
    if (!history.append({old, recent}, system::Deadline())) _exit(1);
    if (write(pipe, &number, sizeof number) != sizeof number) _exit(2);
  }
}

struct Writer {
  pid_t process = -1;
  int pipe = -1;
};

Writer start(const std::filesystem::path& data, int writer, std::uint32_t number) {
  int ends[2];
  REQUIRE(pipe(ends) == 0);
  const pid_t child = fork();
  REQUIRE(child >= 0);
  if (child == 0) write_samples(data, writer, number, ends[1]);
  close(ends[1]);
  return {child, ends[0]};
}

TEST_CASE("two writers killed at any moment: the file parses and no acknowledged sample is lost") {
  const char* asked = std::getenv("USAGESTAT_CRASH_ROUNDS");
  const int rounds = asked == nullptr ? 20 : std::atoi(asked);
  const system::ScratchDirectory directory;
  const auto file = directory / "history.jsonl";
  RealFiles reader;
  std::mt19937 random(4711);
  std::set<std::string> acknowledged;
  std::uint32_t next[2] = {1, 1};
  for (int round = 0; round < rounds; ++round) {
    const Writer writers[2] = {start(directory.path(), 0, next[0]),
                               start(directory.path(), 1, next[1])};
    for (const Writer& writer : writers) {
      std::this_thread::sleep_for(std::chrono::microseconds(random() % 60000));
      kill(writer.process, SIGKILL);
    }
    for (int i = 0; i < 2; ++i) {
      std::uint32_t number = 0;
      while (read(writers[i].pipe, &number, sizeof number) == sizeof number) {
        acknowledged.insert(name_of(i, number));
        next[i] = number + 1;
      }
      close(writers[i].pipe);
      // The sample at work when it was killed may have come to be written.
      ++next[i];
      int status = 0;
      REQUIRE(waitpid(writers[i].process, &status, 0) == writers[i].process);
      REQUIRE(WIFSIGNALED(status));
    }
    std::set<std::string> kept;
    const auto scan = scan_history(
        file, {},
        [&kept](const model::HistorySample& one) -> base::Result<void> {
          if (!one.texts.empty()) kept.insert(one.texts.front().value);
          return {};
        },
        reader.system(), system::Deadline());
    if (!scan && acknowledged.empty()) continue;  // nobody came to write anything yet
    REQUIRE(scan.has_value());
    CHECK(scan->broken == 0);
    CHECK(std::includes(kept.begin(), kept.end(), acknowledged.begin(), acknowledged.end()));
    if (round % 3 != 0) continue;
    // As if the machine had stopped in the middle of a write.
    const std::string half = line_of(sample("half", k_now, 1)).substr(0, 20 + random() % 300);
    REQUIRE(static_cast<system::Filesystem&>(reader.files).append_file(file, half).has_value());
  }
  INFO("acknowledged samples: " << acknowledged.size());
  CHECK_FALSE(acknowledged.empty());
}

}  // namespace
}  // namespace usagestat::usage
