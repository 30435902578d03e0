// SPDX-License-Identifier: MIT
// Each rule finds a violation when there is one, and lets pass what only looks like one.
#include "repository/rules.hpp"

#include <catch2/catch_test_macros.hpp>

namespace usagestat::repository {
namespace {

const Findings k_none;

std::string lines(std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += "x\n";
  return text;
}

TEST_CASE("long files") {
  CHECK(find_long_files({{"src/a/a.cpp", lines(401)},
                         {"src/a/p.js", lines(401)},
                         {"plugins/x/plugin.js", lines(351)},
                         {"tests/unit/a_test.cpp", lines(601)}}) ==
        Findings{"src/a/a.cpp: 401 lines, at most 400", "src/a/p.js: 401 lines, at most 400",
                 "plugins/x/plugin.js: 351 lines, at most 350",
                 "tests/unit/a_test.cpp: 601 lines, at most 600"});
  CHECK(find_long_files({{"src/a/a.cpp", lines(400)},
                         {"plugins/x/plugin.js", lines(350)},
                         {"tests/fixtures/a.json", lines(5000)},
                         {"docs/a.md", lines(5000)}}) == k_none);
}

TEST_CASE("the outside world") {
  CHECK(find_outside_world({{"src/cli/a.cpp", "int a;\nauto b = std::getenv(\"X\");\n"}}) ==
        Findings{"src/cli/a.cpp:2: getenv belongs in src/system/"});
  CHECK(find_outside_world({{"src/model/a.hpp", "auto n = std::chrono::system_clock::now();"}}) ==
        Findings{"src/model/a.hpp:1: system_clock belongs in src/system/"});
  CHECK(find_outside_world({{"src/usage/a.cpp", "std::ifstream f(p); ::socket(1, 2, 3);"}}) ==
        Findings{"src/usage/a.cpp:1: ifstream belongs in src/system/",
                 "src/usage/a.cpp:1: socket belongs in src/system/"});
  CHECK(find_outside_world({{"src/usage/a.cpp", "if (std::filesystem::exists(p)) return;"}}) ==
        Findings{"src/usage/a.cpp:1: std::filesystem::exists belongs in src/system/"});
  CHECK(find_outside_world({{"src/system/a.cpp", "std::getenv(\"X\"); fork();"},
                            {"src/usage/a.cpp",
                             "// getenv\nfilesystem.exists(p); std::filesystem::path q; "
                             "f(\"fork\"); fork_point();"},
                            {"tests/a.cpp", "std::getenv(\"X\");"}}) == k_none);
}

TEST_CASE("printing") {
  CHECK(find_printing({{"src/usage/a.cpp", "std::cout << 1;\nfprintf(stderr, \"x\");"}}) ==
        Findings{"src/usage/a.cpp:1: cout prints; only src/cli/ does that",
                 "src/usage/a.cpp:2: fprintf prints; only src/cli/ does that",
                 "src/usage/a.cpp:2: stderr prints; only src/cli/ does that"});
  CHECK(find_printing({{"src/cli/a.cpp", "std::cout << 1;"},
                       {"src/base/a.cpp", "std::snprintf(b, 1, \"x\"); f(\"printf\");"}}) ==
        k_none);
}

TEST_CASE("exits") {
  CHECK(find_exits({{"src/cli/run.cpp", "std::exit(1);"}, {"src/base/a.cpp", "std::abort();"}}) ==
        Findings{"src/cli/run.cpp:1: exit ends the program; only src/main.cpp may",
                 "src/base/a.cpp:1: abort ends the program; only src/main.cpp may"});
  // A child process ends itself with _exit.
  CHECK(find_exits({{"src/main.cpp", "std::exit(1);"},
                    {"src/system/child_posix.cpp", "::_exit(127);"},
                    {"src/cli/a.cpp", "exit_code(x);"}}) == k_none);
}

TEST_CASE("names of libraries") {
  CHECK(find_library_names({{"src/usage/a.cpp", "curl_easy_init();"},
                            {"src/system/a.hpp", "CURL* handle;"},
                            {"src/plugin_host/a.hpp", "duk_context* x;"},
                            {"src/cli/a.cpp", "toml::table t;"}}) ==
        Findings{"src/usage/a.cpp:1: curl_easy_init belongs in src/system/",
                 "src/system/a.hpp:1: CURL in a header; keep it in one .cpp",
                 "src/plugin_host/a.hpp:1: duk_context in a header; keep it in one .cpp",
                 "src/cli/a.cpp:1: toml belongs in src/config/"});
  CHECK(find_library_names({{"src/system/a.cpp", "CURL* h; sqlite3* d; mbedtls_x();"},
                            {"src/system/a_internal.hpp", "sqlite3* d;"},
                            {"src/usage/a.cpp", "parse_toml(x); CurlHttpClient c; // duk_x"}}) ==
        k_none);
}

TEST_CASE("provider ids") {
  const SourceFile list{"tests/repository/provider_ids.txt", "acme-ai\ncursor\n"};
  CHECK(find_provider_ids({list,
                           {"plugins/nova/plugin.json", ""},
                           {"src/a/a.cpp", "x\n// as Nova does\nf(\"acme-ai\");"},
                           {"src/a/p.js", "nova_id"},
                           {"src/a/b.cpp", "g(\"cursor\"); h(\"~/.cursor/auth.json\");"}}) ==
        Findings{
            "src/a/a.cpp:2: names the provider nova", "src/a/a.cpp:3: names the provider acme-ai",
            "src/a/p.js:1: names the provider nova", "src/a/b.cpp:1: names the provider cursor",
            "src/a/b.cpp:1: names the provider cursor"});
  CHECK(find_provider_ids(
            {list,
             {"plugins/nova/plugin.json", ""},
             {"src/a/a.cpp", "// supernova, the cursor of a terminal\nhide(\"the cursor\");"},
             {"src/token_cost/nova_logs.cpp", "nova"},
             {"tests/a.cpp", "nova"}}) == k_none);
}

TEST_CASE("licenses") {
  CHECK(find_missing_licenses({{"src/a/a.cpp", "// Why\n"},
                               {"src/a/CMakeLists.txt", ""},
                               {"dev", "#!/bin/bash\n# Why\n"},
                               {"plugins/x/plugin.js", "\n// SPDX-License-Identifier: MIT\n"}}) ==
        Findings{"src/a/a.cpp:1: the SPDX line is missing",
                 "src/a/CMakeLists.txt:1: the SPDX line is missing",
                 "dev:2: the SPDX line is missing",
                 "plugins/x/plugin.js:1: the SPDX line is missing"});
  CHECK(find_missing_licenses({{"src/a/a.cpp", "// SPDX-License-Identifier: MIT\n"},
                               {"dev", "#!/bin/bash\n# SPDX-License-Identifier: MIT\n"},
                               {"tests/fixtures/x.js", "x"},
                               {"README.md", "x"}}) == k_none);
}

TEST_CASE("sources that are not built") {
  CHECK(find_unlisted_sources({{"src/a/CMakeLists.txt", "SOURCES\n  b.cpp\n  # c.cpp\n  x_d.cpp)"},
                               {"src/a/b.cpp", ""},
                               {"src/a/c.cpp", ""},
                               {"src/a/d.cpp", ""},
                               {"src/z/e.cpp", ""}}) ==
        Findings{"src/a/c.cpp: not named in src/a/CMakeLists.txt",
                 "src/a/d.cpp: not named in src/a/CMakeLists.txt",
                 "src/z/e.cpp: there is no CMakeLists.txt for it"});
  CHECK(find_unlisted_sources({{"src/a/CMakeLists.txt", "SOURCES b.cpp commands/c.cpp)"},
                               {"src/a/b.cpp", ""},
                               {"src/a/commands/c.cpp", ""},
                               {"src/a/d.hpp", ""}}) == k_none);
}

TEST_CASE("vague folders") {
  CHECK(find_vague_folders({{"src/util/a.cpp", ""}, {"src/cli/common/a.cpp", ""}}) ==
        Findings{"src/util/a.cpp: a folder called util says nothing",
                 "src/cli/common/a.cpp: a folder called common says nothing"});
  CHECK(find_vague_folders({{"src/base/utility.cpp", ""}}) == k_none);
}

TEST_CASE("plugins") {
  CHECK(find_incomplete_plugins({{"plugins/nova/plugin.json", "{ \"id\": \"novae\" }"},
                                 {"plugins/nova/plugin.js", ""},
                                 {"tests/fixtures/providers/gone/a.json", ""}}) ==
        Findings{"plugins/nova: there is no icon.svg",
                 "plugins/nova/plugin.json: the id is not the folder's name",
                 "plugins/nova: there is no story in tests/fixtures/providers/nova",
                 "tests/fixtures/providers/gone: there is no plugin gone"});
  CHECK(find_incomplete_plugins({{"plugins/usagestat.d.ts", ""},
                                 {"plugins/nova/plugin.json", "{ \"id\": \"nova\" }"},
                                 {"plugins/nova/plugin.js", ""},
                                 {"plugins/nova/icon.svg", ""},
                                 {"tests/fixtures/providers/nova/a.json", ""}}) == k_none);
}

TEST_CASE("credentials") {
  // Invented, but of the shape that services give out; in two pieces, as every tool that looks for
  // leaked credentials would report them.
  const std::string body = "kR7vQ2mZx9LpW4tYb6NcH8dJf3GsA5eU1oXi0TqVyBwE";
  const auto found = [](const std::string& text) {
    return find_secrets({{"tests/fixtures/providers/nova/a.json", text}});
  };
  const std::string at = "tests/fixtures/providers/nova/a.json:1: ";
  CHECK(found("\"Bearer sk-"
              "ant-oat01-" +
              body + "\"") == Findings{at + "looks like a real credential: sk-ant-oat01…"});
  CHECK(found("gho_" + body.substr(0, 36)) ==
        Findings{at + "looks like a real credential: gho_kR7vQ2mZ…"});
  CHECK(found("\"k\": \"" + body + "\"") ==
        Findings{at + "looks like a real credential: kR7vQ2mZx9Lp…"});
  CHECK(found("eyJhbGciOiJub25lIn0.eyJlbWFpbCI6ImRldiJ9." + body).size() == 1);
  CHECK(found("\"client_id\": \"x\", \"client_secret\": \"" + body + "\"").size() == 1);
  CHECK(found("-----BEGIN PRIVATE KEY-----") == Findings{at + "a private key"});
  for (const std::string& text :
       {std::string("sk-ant-oat01-story-of-a-very-long-made-up-credential-2"),
        std::string("gho_story_elsewhere"), "sk-test-" + body,
        std::string(
            "eyJhbGciOiJub25lIn0.eyJlbWFpbCI6ImRldkBleGFtcGxlLmNvbSIsImV4cCI6MTc3MDMzNjAwMH0.x"),
        "{ \"client_id\": \"" + body + "\", \"x\": 1 }", "var CLIENT_ID = \"" + body + "\";",
        std::string("3f2504e0-4f89-11d3-9a0c-0305e82c3301"), "{ \"base64\": \"" + body + "\" }",
        std::string("/repos/some-organization/some-rather-long-repository-name-2")}) {
    INFO(text);
    CHECK(found(text) == k_none);
  }
  CHECK(find_secrets({{"src/a/a.cpp", body}}) == k_none);
}

TEST_CASE("addresses") {
  const std::string at = "@";
  const auto found = [](const std::string& text) {
    return find_addresses({{"tests/fixtures/a.json", text}});
  };
  CHECK(found("jane.doe" + at + "company.io") ==
        Findings{"tests/fixtures/a.json:1: an address of somebody at company.io"});
  CHECK(found("mail dev" + at + "mail.example.com. Or a" + at + "b.test") == k_none);
  CHECK(found("npm i pkg" + at + "1.2.3, http://u:p" + at + "proxy.io, " + at + "scope/x.y") ==
        k_none);
}

TEST_CASE("workplaces") {
  CHECK(find_workplaces({{"docs/a.md",
                          "x\nsee /work"
                          "/main/x"}}) ==
        Findings{"docs/a.md:2: names a place outside the repository: /work"
                 "/main"});
  CHECK(find_workplaces({{"docs/a.md", "in /work or /tmp"}}) == k_none);
}

}  // namespace
}  // namespace usagestat::repository
