// SPDX-License-Identifier: MIT
// Where CA certificates come from.
#include "system/trusted_certificates.hpp"

#include <catch2/catch_test_macros.hpp>

#include "support/net/test_certificates.hpp"
#include "unit/system/http_fixture.hpp"

namespace usagestat::system {
namespace {

// The files of a machine without any.
class EmptyMachine final : public Filesystem {
 public:
  base::Result<std::string> read_file(const Path& path, std::size_t) override {
    if (const auto file = files.find(path.string()); file != files.end()) return file->second;
    return base::Error{base::ErrorKind::io, "Cannot read " + path.string() + ": none.", ""};
  }
  base::Result<void> write_file(const Path&, std::string_view, const WriteOptions&) override {
    return {};
  }
  base::Result<void> append_file(const Path&, std::string_view, const WriteOptions&) override {
    return {};
  }
  std::optional<FileInfo> info(const Path&) const override { return std::nullopt; }
  base::Result<std::vector<std::string>> list_directory(const Path& path) const override {
    std::vector<std::string> names;
    for (const auto& [file, content] : files) {
      if (Path(file).parent_path() == path) names.push_back(Path(file).filename().string());
    }
    return names;
  }
  base::Result<void> create_directories(const Path&, std::uint32_t) override { return {}; }
  base::Result<void> rename(const Path&, const Path&) override { return {}; }
  base::Result<void> remove(const Path&) override { return {}; }
  base::Result<Path> real_path(const Path& path) const override { return path; }
  bool can_write(const Path&) const override { return false; }
  base::Result<std::unique_ptr<FileLock>> lock(const Path&, const Deadline&) override {
    return std::unique_ptr<FileLock>{};
  }

  std::map<std::string, std::string> files;
};

struct World {
  auto load(const std::optional<Path>& configured = std::nullopt) {
    return TrustedCertificates::load(environment, machine, configured);
  }
  TestEnvironment environment;
  EmptyMachine machine;
};

TEST_CASE("a machine without certificates is given the built-in ones") {
  World world;
  const auto trust = world.load();
  REQUIRE(trust.has_value());
  CHECK((*trust)->source() == "built in");
  CHECK((*trust)->count() > 100);
}

TEST_CASE("what the user names goes before what the system has") {
  World world;
  const std::string pem = test_net::TestAuthority().ca_pem();
  world.machine.files = {{"/etc/ssl/cert.pem", pem + pem},  {"/user/file.pem", "# comment\n" + pem},
                         {"/user/dir/a.pem", pem},          {"/user/dir/b.0", pem},
                         {"/user/dir/README", "none here"}, {"/config.pem", pem}};
  CHECK((*world.load())->source() == "/etc/ssl/cert.pem");
  CHECK((*world.load())->count() == 2);
  world.environment.variables["SSL_CERT_DIR"] = "/absent:/user/dir";
  CHECK((*world.load())->count() == 2);
  world.environment.variables["SSL_CERT_FILE"] = "/user/file.pem";
  CHECK((*world.load())->count() == 3);
  CHECK((*world.load())->source() == "/user/file.pem");
  CHECK((*world.load("/config.pem"))->count() == 1);
  CHECK((*world.load("/config.pem"))->source() == "/config.pem");
}

TEST_CASE("a broken file of the system is passed over") {
  World world;
  world.machine.files = {{"/etc/ssl/certs/ca-certificates.crt", "damaged"},
                         {"/etc/ssl/cert.pem", test_net::TestAuthority().ca_pem()}};
  CHECK((*world.load())->source() == "/etc/ssl/cert.pem");
}

TEST_CASE("a bundle is used although one of its certificates cannot be read") {
  World world;
  world.machine.files = {
      {"/x.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n" +
                     test_net::TestAuthority().ca_pem()}};
  const auto trust = world.load("/x.pem");
  REQUIRE(trust.has_value());
  CHECK((*trust)->count() == 1);
}

TEST_CASE("a broken bundle of the user is an error that names it") {
  World world;
  world.machine.files = {{"/damaged.pem", "damaged"}, {"/empty.pem", ""}};
  const auto message = [&](const std::optional<Path>& configured = std::nullopt) {
    const auto trust = world.load(configured);
    REQUIRE(trust.has_error());
    CHECK(trust.error().kind == base::ErrorKind::config);
    return trust.error().message;
  };
  const std::string named = "The CA certificates named by ";
  CHECK(message("/damaged.pem") ==
        named + "network.caBundle cannot be used: /damaged.pem holds no PEM certificate.");
  CHECK(message("/absent.pem") ==
        named + "network.caBundle cannot be used: Cannot read /absent.pem: none.");
  world.environment.variables["SSL_CERT_FILE"] = "/empty.pem";
  CHECK(message() == named + "SSL_CERT_FILE cannot be used: /empty.pem holds no PEM certificate.");
  world.environment.variables = {{"SSL_CERT_DIR", "/nowhere"}};
  CHECK(message() == named + "SSL_CERT_DIR cannot be used: /nowhere holds no PEM certificate.");
}

TEST_CASE("a request reports a broken bundle") {
  HttpFixture world;
  world.environment.variables["SSL_CERT_FILE"] = "/absent.pem";
  CHECK(world.send(get("https://api.example.com/")).error() ==
        base::Error{base::ErrorKind::config,
                    "The CA certificates named by SSL_CERT_FILE cannot be used: Cannot read "
                    "/absent.pem: No such file or directory.",
                    "Name a PEM file with CA certificates, or remove the setting to use the "
                    "system's."});
  test_net::PlainServer server;
  server.on("GET", "/").reply(200);
  CHECK(world.send(get(server.url("/"))).has_value());  // no TLS, no certificates
}

}  // namespace
}  // namespace usagestat::system
