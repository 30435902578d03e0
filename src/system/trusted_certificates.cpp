// SPDX-License-Identifier: MIT
// Finding and parsing CA certificates with mbedTLS.
#include "system/trusted_certificates.hpp"

#include <array>
#include <utility>

#include <mbedtls/x509_crt.h>

#include "base/text.hpp"
#include "embedded/ca_bundle.hpp"

namespace usagestat::system {
namespace {

constexpr std::size_t largest_bundle = 16U << 20U;

constexpr std::array<const char*, 10> system_files = {
    "/etc/ssl/certs/ca-certificates.crt",                 // Debian, Arch, Alpine, NixOS
    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",  // Fedora, RHEL
    "/etc/pki/tls/certs/ca-bundle.crt",                   // older Fedora, RHEL
    "/etc/ssl/ca-bundle.pem",                             // openSUSE
    "/etc/pki/tls/cacert.pem",                            // OpenELEC
    "/etc/ssl/cert.pem",                                  // macOS, OpenBSD, Alpine
    "/usr/local/share/certs/ca-root-nss.crt",             // FreeBSD
    "/usr/local/etc/ssl/cert.pem",                        // FreeBSD
    "/data/data/com.termux/files/usr/etc/tls/cert.pem",   // Termux
    "/opt/homebrew/etc/ca-certificates/cert.pem"};        // Homebrew

constexpr std::array<const char*, 2> system_directories = {"/etc/ssl/certs",
                                                           "/system/etc/security/cacerts"};

base::Error broken_bundle(const std::string& named_by, const std::string& reason) {
  return {base::ErrorKind::config,
          "The CA certificates named by " + named_by + " cannot be used: " + reason,
          "Name a PEM file with CA certificates, or remove the setting to use the system's."};
}

}  // namespace

struct TrustedCertificates::Chain {
  Chain() { mbedtls_x509_crt_init(&certificates); }
  ~Chain() { mbedtls_x509_crt_free(&certificates); }
  Chain(const Chain&) = delete;
  Chain& operator=(const Chain&) = delete;
  mbedtls_x509_crt certificates{};
};

TrustedCertificates::TrustedCertificates() : chain_(std::make_unique<Chain>()) {}
TrustedCertificates::~TrustedCertificates() = default;

void* TrustedCertificates::native_chain() const { return &chain_->certificates; }

std::size_t TrustedCertificates::count() const {
  std::size_t result = 0;
  for (const auto* entry = &chain_->certificates; entry && entry->raw.p; entry = entry->next) {
    ++result;
  }
  return result;
}

// How many certificates came in. Some bundles hold one or two that the library cannot parse; the
// others still count.
std::size_t TrustedCertificates::add(std::string pem) {
  const std::size_t before = count();
  pem.push_back('\0');  // the parser recognises PEM by it
  const auto* const bytes = reinterpret_cast<const unsigned char*>(pem.data());
  mbedtls_x509_crt_parse(&chain_->certificates, bytes, pem.size());
  return count() - before;
}

std::size_t TrustedCertificates::add_directory(Filesystem& filesystem,
                                               const std::filesystem::path& directory) {
  const auto names = filesystem.list_directory(directory);
  if (names.has_error()) return 0;
  std::size_t added = 0;
  for (const auto& name : *names) {
    auto content = filesystem.read_file(directory / name, largest_bundle);
    if (content.has_value()) added += add(*std::move(content));
  }
  return added;
}

base::Result<void> TrustedCertificates::add_named_file(Filesystem& filesystem,
                                                       const std::filesystem::path& path,
                                                       const std::string& named_by) {
  auto content = filesystem.read_file(path, largest_bundle);
  if (content.has_error()) return broken_bundle(named_by, content.error().message);
  if (add(*std::move(content)) == 0) {
    return broken_bundle(named_by, path.string() + " holds no PEM certificate.");
  }
  return {};
}

base::Result<bool> TrustedCertificates::add_from_variables(const Environment& environment,
                                                           Filesystem& filesystem) {
  const auto file = environment.get("SSL_CERT_FILE");
  const auto directories = environment.get("SSL_CERT_DIR");
  if (!file && !directories) return false;
  if (file) {
    USAGESTAT_CHECK(add_named_file(filesystem, *file, "SSL_CERT_FILE"));
    source_ = *file;
  }
  if (directories) {
    std::size_t added = 0;
    for (const auto& directory : base::split(*directories, ':')) {
      if (!directory.empty()) added += add_directory(filesystem, directory);
    }
    if (added == 0 && !file) {
      return broken_bundle("SSL_CERT_DIR", *directories + " holds no PEM certificate.");
    }
    if (!file) source_ = *directories;
  }
  return true;
}

bool TrustedCertificates::add_from_system(Filesystem& filesystem) {
  for (const char* const path : system_files) {
    auto content = filesystem.read_file(path, largest_bundle);
    if (content.has_error() || add(*std::move(content)) == 0) continue;
    source_ = path;
    return true;
  }
  for (const char* const directory : system_directories) {
    if (add_directory(filesystem, directory) == 0) continue;
    source_ = directory;
    return true;
  }
  return false;
}

base::Result<std::shared_ptr<const TrustedCertificates>> TrustedCertificates::load(
    const Environment& environment, Filesystem& filesystem,
    const std::optional<std::filesystem::path>& configured) {
  const std::shared_ptr<TrustedCertificates> result(new TrustedCertificates);
  if (configured) {
    USAGESTAT_CHECK(result->add_named_file(filesystem, *configured, "network.caBundle"));
    result->source_ = configured->string();
    return std::shared_ptr<const TrustedCertificates>(result);
  }
  USAGESTAT_TRY(const bool named, result->add_from_variables(environment, filesystem));
  if (!named && !result->add_from_system(filesystem)) {
    for (const auto& file : embedded::ca_bundle()) result->add(std::string(file.text));
    result->source_ = "built in";
  }
  return std::shared_ptr<const TrustedCertificates>(result);
}

}  // namespace usagestat::system
