// SPDX-License-Identifier: MIT
// The certificate authorities this machine trusts, parsed once: 150 of them cost 5 ms, which fifty
// connections must not pay fifty times.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "base/result.hpp"
#include "system/environment.hpp"
#include "system/filesystem.hpp"

namespace usagestat::system {

class TrustedCertificates {
 public:
  // The first of: `configured`; SSL_CERT_FILE and SSL_CERT_DIR; the usual files of the system; the
  // bundle inside this program. What the user named must be readable and hold a certificate, else
  // kind config with its name.
  static base::Result<std::shared_ptr<const TrustedCertificates>> load(
      const Environment& environment, Filesystem& filesystem,
      const std::optional<std::filesystem::path>& configured);

  TrustedCertificates(const TrustedCertificates&) = delete;
  TrustedCertificates& operator=(const TrustedCertificates&) = delete;
  ~TrustedCertificates();

  // The TLS library's chain; read-only, shared by all connections.
  void* native_chain() const;
  std::size_t count() const;
  // Where they come from: a path, or "built in".
  const std::string& source() const { return source_; }

 private:
  struct Chain;
  TrustedCertificates();
  std::size_t add(std::string pem);
  std::size_t add_directory(Filesystem& filesystem, const std::filesystem::path& directory);
  base::Result<void> add_named_file(Filesystem& filesystem, const std::filesystem::path& path,
                                    const std::string& named_by);
  base::Result<bool> add_from_variables(const Environment& environment, Filesystem& filesystem);
  bool add_from_system(Filesystem& filesystem);

  std::unique_ptr<Chain> chain_;
  std::string source_;
};

}  // namespace usagestat::system
