// SPDX-License-Identifier: MIT
// Reading other programs' databases while they use them, without leaving a trace.
#pragma once

#include "system/database.hpp"

namespace usagestat::system {

class SqliteDatabase final : public Database {
 public:
  base::Result<base::json::array> rows(const std::filesystem::path& path, std::string_view sql,
                                       const base::json::value& parameters,
                                       const Deadline& deadline) override;
  base::Result<void> execute(const std::filesystem::path& path, std::string_view sql,
                             const base::json::value& parameters,
                             const Deadline& deadline) override;
};

}  // namespace usagestat::system
