// SPDX-License-Identifier: MIT
// The committed man page and completions are what the command table gives (`./dev generate`).
#include <fstream>
#include <sstream>

#include <catch2/catch_test_macros.hpp>

#include "cli/sandbox.hpp"

namespace usagestat::test {
namespace {

std::string committed(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(std::string(USAGESTAT_SOURCE_DIR) + "/" + path, std::ios::binary).rdbuf();
  return text.str();
}

TEST_CASE("the man page and the completions are fresh") {
  Sandbox sandbox;
  CHECK(sandbox.run({"man"}).out == committed("man/usagestat.1"));
  CHECK(sandbox.run({"completions", "bash"}).out == committed("completions/usagestat.bash"));
  CHECK(sandbox.run({"completions", "zsh"}).out == committed("completions/_usagestat"));
  CHECK(sandbox.run({"completions", "fish"}).out == committed("completions/usagestat.fish"));
  CHECK(sandbox.run({"completions", "powershell"}).out == committed("completions/usagestat.ps1"));
}

TEST_CASE("the description of the bundled providers is fresh") {
  Sandbox sandbox;
  const std::string described = sandbox.run({"plugin", "describe"}).out;
  CHECK(described.starts_with("## "));
  CHECK(committed("docs/providers.md").ends_with("\n\n" + described));
}

TEST_CASE("bash completes commands, options and values") {
  Sandbox sandbox;
  const auto completed = [&](const std::string& words, const std::string& index) {
    return sandbox
        .run_shell("bash -c 'source " + std::string(USAGESTAT_SOURCE_DIR) +
                   "/completions/usagestat.bash; usagestat() { \"$USAGESTAT\" \"$@\"; }; "
                   "COMP_WORDS=(usagestat " +
                   words + "); COMP_CWORD=" + index + "; _usagestat; echo \"${COMPREPLY[*]}\"'")
        .out;
  };
  CHECK(completed("conf", "1") == "config\n");
  CHECK(completed("config v", "2") == "validate\n");
  CHECK(completed("openr", "1") == "openrouter\n");
  CHECK(completed("usage --source o", "3") == "oauth\n");
  CHECK(completed("list --provid", "2") == "--provider\n");
  CHECK(completed("completions f", "2") == "fish\n");
}

}  // namespace
}  // namespace usagestat::test
