// SPDX-License-Identifier: MIT
#include "config/validate_config.hpp"

#include <catch2/catch_test_macros.hpp>

#include "unit/config/read_text.hpp"

namespace usagestat::config {
namespace {

using Lines = std::vector<std::string>;
using model::SourceMode;

const std::vector<KnownProvider> k_providers = {
    {"acme", {"acme-ai"}, {SourceMode::oauth, SourceMode::local}},
    {"other", {}, {}},
    {"acorn", {}, {SourceMode::api}},
};

Lines validate(std::string_view text) {
  const ReadConfig read = read_text(text);
  CHECK(shown(read.issues) == Lines{});
  return shown(validate_config(read, k_providers));
}

TEST_CASE("known providers and their modes") {
  CHECK(validate("[[providers]]\nid = \"acme\"\nsource = \"oauth\"\n"
                 "[[providers]]\nid = \"acme-ai\"\nsource = \"auto\"\n"
                 "[[providers]]\nid = \"other\"\nsource = \"web\"\n"
                 "[[providers]]\nid = \"acorn\"\nsource = \"custom\"\ncustomCommand = \"x\"\n") ==
        Lines{});
}

TEST_CASE("an unknown provider") {
  CHECK(validate("[[providers]]\nid = \"acmee\"\n") ==
        Lines{"2:1 warning providers[0].id: There is no provider \"acmee\". Did you mean acme?"});
  CHECK(validate("[[providers]]\nid = \"zzzzzz\"\n") ==
        Lines{"2:1 warning providers[0].id: There is no provider \"zzzzzz\". `usagestat list` "
              "shows all; one of your own needs its folder in pluginDirs."});
}

TEST_CASE("a mode that the provider does not have") {
  CHECK(validate("[[providers]]\nid = \"acme-ai\"\nsource = \"web\"\n") ==
        Lines{"3:1 error providers[0].source: The provider acme cannot be read with source "
              "\"web\". It has: auto, oauth, local."});
}

TEST_CASE("names that lead astray") {
  CHECK(validate("[[providers]]\nid = \"acme\"\ninstanceId = \"other\"\n") ==
        Lines{"3:1 warning providers[0].instanceId: The instanceId \"other\" is the name of "
              "another provider. Choose another one, so that the command line is clear."});
  CHECK(validate("[[providers]]\nid = \"acme\"\ninstanceId = \"acme-ai\"\n") == Lines{});
  CHECK(validate("[[providers]]\nid = \"acme\"\ntabParent = \"home\"\n") ==
        Lines{"3:1 warning providers[0].tabParent: There is no entry or provider \"home\" to "
              "group this one under. Name an id or an instanceId."});
  CHECK(validate("[[providers]]\nid = \"acme\"\ninstanceId = \"home\"\n"
                 "[[providers]]\nid = \"acme\"\ntabParent = \"home\"\n") == Lines{});
}

}  // namespace
}  // namespace usagestat::config
