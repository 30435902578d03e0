// SPDX-License-Identifier: MIT
// Rules between keys.
#include "config/check_entries.hpp"

#include <catch2/catch_test_macros.hpp>

#include "unit/config/read_text.hpp"

namespace usagestat::config {
namespace {

using Lines = std::vector<std::string>;

TEST_CASE("an entry needs an id") {
  CHECK(problems("[[providers]]\nenabled = true\n") ==
        Lines{"1:1 error providers[0]: providers[0] has no id. Add id = \"…\"; `usagestat list` "
              "shows the providers."});
  CHECK(problems("[[providers]]\nid = \"\"\n") ==
        Lines{"2:1 error providers[0]: providers[0] has no id. Add id = \"…\"; `usagestat list` "
              "shows the providers.",
              "2:6 warning providers[0].id: providers[0].id is empty and counts as not set. Give "
              "it a value or remove the line."});
}

TEST_CASE("two entries with one key") {
  const std::string_view two = "[[providers]]\nid = \"acme\"\n[[providers]]\nid = \"acme\"\n";
  CHECK(problems(two) == Lines{"4:1 error providers[1]: Two entries have the key \"acme\"; the "
                               "other one is in line 2. Give one of them its own instanceId = "
                               "\"…\"."});
  CHECK(problems(std::string(two) + "instanceId = \"work\"\n") == Lines{});
  CHECK(problems("[[providers]]\nid = \"a\"\ninstanceId = \"b\"\n[[providers]]\nid = \"b\"\n") ==
        Lines{"5:1 error providers[1]: Two entries have the key \"b\"; the other one is in line "
              "3. Give one of them its own instanceId = \"…\"."});
}

TEST_CASE("thresholds in the wrong order") {
  CHECK(problems("[defaults]\nwarnAt = 95\nfailAt = 90.5\n") ==
        Lines{"2:1 warning defaults.warnAt: defaults: warnAt (95) is above failAt (90.5), so "
              "nothing is ever just a warning. Exchange the two."});
  CHECK(problems("[defaults]\nwarnAt = 80\nfailAt = 80\n") == Lines{});
  CHECK(problems("[defaults]\nfailAt = 90\n[[providers]]\nid = \"a\"\nwarnAt = 92\n") ==
        Lines{"5:1 warning providers[0].warnAt: providers[0]: warnAt (92) is above failAt (90), "
              "so nothing is ever just a warning. Exchange the two."});
}

TEST_CASE("custom commands") {
  CHECK(problems("[[providers]]\nid = \"a\"\nsource = \"custom\"\n") ==
        Lines{"3:1 error providers[0].source: providers[0].source is \"custom\", but there is no "
              "customCommand. Add customCommand = \"…\", or choose another source."});
  CHECK(problems("[[providers]]\nid = \"a\"\ncustomCommand = \"x\"\n") ==
        Lines{"3:1 warning providers[0].customCommand: providers[0].customCommand is not used. "
              "Add source = \"custom\"."});
  CHECK(problems("[[providers]]\nid = \"a\"\nsource = \"custom\"\ncustomCommand = \"x\"\n") ==
        Lines{});
}

TEST_CASE("secrets in clear are found") {
  const auto found = [](std::string_view lines) {
    return first_literal_secret(
        read_text("[[providers]]\nid = \"a\"\n" + std::string(lines)).config);
  };
  CHECK(found("region = \"eu\"") == std::nullopt);
  CHECK(found("apiKey = { env = \"X\" }") == std::nullopt);
  CHECK(found("cookieHeader = \"a=b\"") == "providers[0].cookieHeader");
  CHECK(found("env = { HOME = \"/x\" }") == std::nullopt);
  CHECK(found("env = { ACME_API_KEY = \"x\" }") == "providers[0].env");
  CHECK(found("settings = { apiKey = \"x\" }") == "providers[0].settings");
}

}  // namespace
}  // namespace usagestat::config
