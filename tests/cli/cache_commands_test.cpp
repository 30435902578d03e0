// SPDX-License-Identifier: MIT
// cache show, cache clear and doctor over the real binary.
#include <catch2/catch_test_macros.hpp>

#include "base/json.hpp"
#include "cli/sandbox.hpp"

namespace usagestat::test {
namespace {

namespace json = base::json;

struct Kept {
  Kept() {
    sandbox.add_plugin("acme", "return {lines: [ctx.line.text({label: 'a', value: 'b'})]};");
    sandbox.add_plugin("locked", "ctx.fail.auth('Not logged in.', 'Log in.');");
    (void)run({"acme", "locked"});
  }
  Run run(Sandbox::Words words) const {
    words.insert(words.begin(), {"--plugin-dir", sandbox.plugin_dir()});
    return sandbox.run(words);
  }
  std::string data(const std::string& file) const {
    return (sandbox.home() / ".local/share/usagestat" / file).string();
  }
  Sandbox sandbox;
};

TEST_CASE("cache show lists what is kept") {
  const Kept kept;
  const Run text = kept.run({"cache", "show"});
  CHECK(text.code == 0);
  CHECK(text.out == "acme\tok\tjust now\tjust now\t\nlocked\tauth\tnever\tjust now\t\n");
  const Run as_json = kept.run({"cache", "show", "--json"});
  const auto document = base::parse_json(as_json.out, "stdout");
  REQUIRE(document.has_value());
  CHECK(base::find_member(*document, "entries")->get_array().size() == 2);
  const json::value& files = *base::find_member(*document, "files");
  CHECK(base::string_member(files.get_array().at(0), "path") == kept.data("snapshots.json"));
  CHECK(base::number_member(files.get_array().at(0), "bytes").value_or(0) > 100);
  CHECK(base::find_member(files.get_array().at(2), "bytes")->is_null());
}

TEST_CASE("cache clear forgets the named ones, or all") {
  const Kept kept;
  const std::string cleared = "snapshots: cleared (" + kept.data("snapshots.json") + ")\n";
  CHECK(kept.run({"cache", "clear", "acme"}).out == cleared);
  CHECK(kept.run({"cache", "show"}).out ==
        "acme\tno figures\tnever\tjust now\t\nlocked\tauth\tnever\tjust now\t\n");
  CHECK(kept.run({"cache", "clear", "acme"}).out ==
        "snapshots: nothing to clear (" + kept.data("snapshots.json") + ")\n");
  CHECK(kept.run({"cache", "clear", "--snapshots"}).out == cleared);
  (void)kept.run({"usage", "acme", "--save"});
  const Run all = kept.run({"cache", "clear", "--all", "--json", "--compact"});
  CHECK(all.code == 0);
  CHECK(all.out == R"([{"cache":"snapshots","path":")" + kept.data("snapshots.json") +
                       R"(","cleared":true,"error":null},{"cache":"history","path":")" +
                       kept.data("history.jsonl") + R"(","cleared":true,"error":null}])" + "\n");
  CHECK_FALSE(std::filesystem::exists(kept.data("history.jsonl")));
}

TEST_CASE("cache clear must be told what") {
  const Kept kept;
  const Run nothing = kept.run({"cache", "clear"});
  CHECK(nothing.code == 64);
  CHECK(nothing.err ==
        "usagestat: Say what to clear.\n  Name instances, or give --snapshots, --history or "
        "--all.\n");
  CHECK(kept.run({"cache", "clear", "acme", "--history"}).code == 64);
  CHECK(kept.run({"cache", "clear", "nobody"}).code == 64);
  const Run cookies = kept.run({"cache", "clear", "--cookies"});
  CHECK(cookies.code == 0);
  CHECK(cookies.err == "usagestat: No cookies are kept.\n");
  CHECK(cookies.out == "cookies: nothing to clear (all providers)\n");
}

TEST_CASE("a cache that cannot be cleared is an error with its reason") {
  const Kept kept;
  std::filesystem::remove(kept.data("snapshots.json"));
  std::filesystem::create_directories(kept.data("snapshots.json"));
  const Run run = kept.run({"cache", "clear", "--snapshots"});
  CHECK(run.code == 74);
  CHECK(run.out == "snapshots: failed to clear (" + kept.data("snapshots.json") +
                       ") - Cannot read " + kept.data("snapshots.json") + ": Is a directory.\n");
}

// The level of the first finding of a section with that text.
std::string level_of(const Run& run, std::string_view section, std::string_view text) {
  const auto document = base::parse_json(run.out, "stdout");
  REQUIRE(document.has_value());
  for (const json::value& finding : document->get_array())
    if (base::string_member(finding, "section") == section &&
        base::string_member(finding, "text")->find(text) != std::string::npos)
      return *base::string_member(finding, "level");
  return "absent";
}

TEST_CASE("doctor tells what it finds, without values of credentials") {
  Sandbox sandbox;
  sandbox.env["OPENROUTER_API_KEY"] = "made-up-key-that-nobody-sees";
  sandbox.env["HTTPS_PROXY"] = "http://user:hidden@127.0.0.1:3128";
  const Run run = sandbox.run({"doctor", "--json"});
  CHECK(run.code == 0);
  CHECK(level_of(run, "config", "does not exist") == "note");
  CHECK(level_of(run, "providers", "OPENROUTER_API_KEY is set") == "fine");
  CHECK(level_of(run, "network", "proxy 127.0.0.1, from HTTPS_PROXY") == "fine");
  CHECK(level_of(run, "clock", "time zone") == "fine");
  CHECK(run.out.find("made-up-key") == std::string::npos);
  CHECK(run.out.find("hidden") == std::string::npos);
}

TEST_CASE("doctor: nothing to probe is a warning, a broken config a problem") {
  Sandbox sandbox;
  const Run nothing = sandbox.run({"doctor"});
  CHECK(nothing.code == 1);
  CHECK(nothing.out.find("! No provider is enabled, and no credential was found.\n"
                         "    `usagestat list` shows what is looked for.\n") != std::string::npos);
  sandbox.write("config.toml", "[[providers]\n");
  const Run broken = sandbox.run({"doctor", "--config", "config.toml"});
  CHECK(broken.code == 2);
  CHECK(broken.out.find("✗ ") != std::string::npos);
}

TEST_CASE("doctor: a data directory that is open, or none, or broken trust") {
  const Kept kept;
  std::filesystem::permissions(kept.data(""), std::filesystem::perms(0755));
  const Run open = kept.run({"doctor", "--json"});
  CHECK(level_of(open, "data", "is open to other users") == "warning");
  CHECK(level_of(open, "cache", "locked: Not logged in.") == "warning");
  Sandbox sandbox;
  sandbox.write(".local/share/usagestat", "a file");
  sandbox.env["SSL_CERT_FILE"] = "/no/such/bundle.pem";
  const Run run = sandbox.run({"doctor", "--json"});
  CHECK(run.code == 2);
  CHECK(level_of(run, "data", "is not a directory") == "problem");
  CHECK(level_of(run, "network", "/no/such/bundle.pem") == "problem");
}

}  // namespace
}  // namespace usagestat::test
