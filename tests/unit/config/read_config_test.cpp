// SPDX-License-Identifier: MIT
// Config files as they lie on a disk.
#include "config/read_config.hpp"

#include <filesystem>

#include <catch2/catch_test_macros.hpp>
#include <unistd.h>

#include "system/real_system.hpp"
#include "unit/config/read_text.hpp"

namespace usagestat::config {
namespace {

using Lines = std::vector<std::string>;
using Origin = ConfigLocation::Origin;
using system::ScratchDirectory;

base::Result<ReadConfig> read_file(const std::filesystem::path& path,
                                   Origin origin = Origin::standard) {
  const system::RealSystem real;
  return read_config({path, origin}, real.system());
}

TEST_CASE("a missing file gives the defaults, unless the user named it") {
  const ScratchDirectory scratch;
  const auto read = read_file(scratch / "none.toml");
  REQUIRE(read.has_value());
  CHECK_FALSE(read->config.exists);
  CHECK(read->config.path == scratch / "none.toml");
  CHECK(read->config.refresh == std::chrono::seconds(60));
  CHECK(read->issues.empty());
  CHECK_FALSE(first_error(*read));

  const std::string path = (scratch / "none.toml").string();
  CHECK(read_file(path, Origin::option).error() ==
        base::Error{base::ErrorKind::config, "The config file " + path + " does not exist.",
                    "Check --config, or write a file with `usagestat config init`."});
  CHECK(read_file(path, Origin::variable).error().hint ==
        "Check USAGESTAT_CONFIG, or write a file with `usagestat config init`.");
  CHECK(read_file("").has_value());
}

TEST_CASE("a file that cannot be read") {
  const ScratchDirectory scratch;
  const std::string directory = scratch.path().string();
  CHECK(read_file(directory).error() ==
        base::Error{base::ErrorKind::io, "The config file " + directory + " is a directory.",
                    "Name the file in it."});
  const auto large = scratch.write("large.toml", std::string(5U << 20U, '#'));
  CHECK(read_file(large).error() ==
        base::Error{base::ErrorKind::io,
                    "The config file " + large.string() + " is larger than 1 MiB.",
                    "No config needs that; check the path."});
  const auto hidden = scratch.write("hidden.toml", "");
  std::filesystem::permissions(hidden, std::filesystem::perms::none);
  if (::geteuid() == 0) return;  // root reads everything
  const auto read = read_file(hidden);
  REQUIRE(read.has_error());
  CHECK(read.error().kind == base::ErrorKind::io);
  CHECK(read.error().message.starts_with("Cannot read the config: "));
}

TEST_CASE("a config as people write it") {
  const ScratchDirectory scratch;
  const auto path = scratch.write("config.toml",
                                  "\xef\xbb\xbfrefreshSec = 90\r\n\r\n"
                                  "pluginDirs = [\"plugins\"]\r\n"
                                  "[defaults]\r\nwarnAt = 80\r\n"
                                  "[[providers]]\r\nid = \"acme\"\r\n");
  const auto read = read_file(path);
  REQUIRE(read.has_value());
  CHECK(shown(read->issues) == Lines{});
  CHECK(read->config.exists);
  CHECK(read->config.refresh == std::chrono::seconds(90));
  CHECK(read->config.plugin_dirs == Lines{(scratch / "plugins").string()});
  CHECK(read->config.defaults.warn_at == 80.0);
  REQUIRE(read->config.providers.size() == 1);
  CHECK(read->config.providers[0].key() == "acme");
  CHECK(read->config.providers[0].enabled == true);
  CHECK(read->places.at("providers[0].id") == ConfigPlace{7, 1});
}

TEST_CASE("a secret that others can read") {
  const ScratchDirectory scratch;
  const auto path = scratch.write("c.toml", "[[providers]]\nid = \"a\"\napiKey = \"hunter2\"\n");
  const auto with_mode = [&](unsigned mode) {
    std::filesystem::permissions(path, static_cast<std::filesystem::perms>(mode));
    return shown(read_file(path)->issues);
  };
  const Lines expected{
      "3:1 warning providers[0].apiKey: Other users of this machine can read "
      "providers[0].apiKey in this file. Run: chmod 600 " +
      path.string()};
  CHECK(with_mode(0600) == Lines{});
  CHECK(with_mode(0640) == expected);
  CHECK(with_mode(0604) == expected);
  scratch.write("c.toml", "[[providers]]\nid = \"a\"\napiKey = { env = \"X\" }\n");
  CHECK(with_mode(0644) == Lines{});
}

TEST_CASE("issues as lines and as errors") {
  const ReadConfig read = read_text("nope = 1\nrefreshSec = 0\n");
  REQUIRE(read.issues.size() == 2);
  CHECK(format_issue(read.issues[1]) ==
        "/etc/usagestat/config.toml:2:14: error: refreshSec must be a whole number from 1 to "
        "604800, not 0.");
  CHECK(first_error(read) ==
        base::Error{base::ErrorKind::config,
                    "/etc/usagestat/config.toml:2:14: refreshSec must be a whole number from 1 "
                    "to 604800, not 0.",
                    ""});
  CHECK_FALSE(first_error(read_text("nope = 1")));
}

}  // namespace
}  // namespace usagestat::config
