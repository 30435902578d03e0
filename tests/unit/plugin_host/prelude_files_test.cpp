// SPDX-License-Identifier: MIT
// What a failed login says about files that could not be used.
#include <catch2/catch_test_macros.hpp>

#include "unit/plugin_host/probe_world.hpp"

namespace usagestat::plugin_host {
namespace {

struct FilesWorld : ProbeWorld {
  FilesWorld() { permissions().read = {"~/one.json", "~/two.json"}; }

  // The hint of what `body` throws.
  std::string hint(const std::string& body) {
    const auto answer = run(body);
    return answer ? "no error" : answer.error().hint;
  }
};

constexpr const char* k_log_in =
    "ctx.util.readJson('~/one.json'); ctx.oauth.fileStore('~/two.json').read();"
    "ctx.fail.auth('Not logged in.');";

TEST_CASE("a failed login names the files that are half written or empty") {
  FilesWorld world;
  CHECK(world.hint(k_log_in).empty());
  world.world.filesystem.put("/home/dev/one.json", R"({"token": "made)");
  CHECK(world.hint(k_log_in) == "~/one.json is not valid JSON.");
  world.world.filesystem.put("/home/dev/two.json", " \n");
  CHECK(world.hint(k_log_in) == "~/one.json is not valid JSON. ~/two.json is empty.");
}

TEST_CASE("whole files have no part in a failed login") {
  FilesWorld world;
  world.world.filesystem.put("/home/dev/one.json", "null");
  world.world.filesystem.put("/home/dev/two.json", "{}");
  CHECK(world.hint(k_log_in).empty());
}

TEST_CASE("a file that was mended meanwhile has no part in a failed login") {
  FilesWorld world;
  world.permissions().write = {"~/one.json"};
  world.world.filesystem.put("/home/dev/one.json", "{");
  CHECK(world
            .hint("ctx.util.readJson('~/one.json'); ctx.host.fs.writeText('~/one.json', '{}');"
                  "ctx.util.readJson('~/one.json'); ctx.fail.auth('Not logged in.');")
            .empty());
}

TEST_CASE("a failed login says which file could not be read, once") {
  FilesWorld world;
  world.world.filesystem.put("/home/dev/one.json", "{}");
  world.world.filesystem.fail(
      support::FakeFilesystem::Operation::read, "/home/dev/one.json",
      {base::ErrorKind::io, "Cannot read /home/dev/one.json: Permission denied.", ""});
  CHECK(world.hint("ctx.util.readJson('~/one.json'); ctx.util.readTrimmed('~/one.json');"
                   "ctx.fail.auth('Not logged in.');") ==
        "Cannot read /home/dev/one.json: Permission denied.");
}

TEST_CASE("the hint of the plugin goes first, and other failures have none of this") {
  FilesWorld world;
  world.world.filesystem.put("/home/dev/one.json", "{");
  const std::string read = "ctx.util.readJson('~/one.json');";
  CHECK(world.hint(read + "ctx.fail.auth('Not logged in.', 'Run acme.');") == "Run acme.");
  CHECK(world.hint(read + "ctx.fail.network('No answer.');").empty());
  CHECK(world.hint(read + "throw 'Something else';").empty());
}

}  // namespace
}  // namespace usagestat::plugin_host
