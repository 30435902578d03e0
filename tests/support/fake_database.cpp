// SPDX-License-Identifier: MIT
#include "support/fake_database.hpp"

namespace usagestat::support {

using base::Error;
using base::ErrorKind;
using base::Result;
using system::Deadline;
namespace json = base::json;

void FakeDatabase::on(const std::filesystem::path& path, std::string sql, json::array rows) {
  const std::lock_guard lock(mutex_);
  answers_.insert_or_assign({path.generic_string(), std::move(sql)}, std::move(rows));
}

void FakeDatabase::on_error(const std::filesystem::path& path, std::string sql, Error error) {
  const std::lock_guard lock(mutex_);
  answers_.insert_or_assign({path.generic_string(), std::move(sql)}, std::move(error));
}

std::vector<FakeDatabase::Call> FakeDatabase::queries() const {
  const std::lock_guard lock(mutex_);
  return queries_;
}

std::vector<FakeDatabase::Call> FakeDatabase::executed() const {
  const std::lock_guard lock(mutex_);
  return executed_;
}

Result<json::array> FakeDatabase::rows(const std::filesystem::path& path, std::string_view sql,
                                       const json::value& parameters, const Deadline& deadline) {
  if (deadline.expired()) return deadline.error();
  const std::lock_guard lock(mutex_);
  queries_.push_back({path, std::string(sql), parameters});
  const auto found = answers_.find({path.generic_string(), std::string(sql)});
  if (found != answers_.end()) return found->second;
  return Error{ErrorKind::io,
               "Cannot use the database " + path.generic_string() + ": no rows were prepared.", ""};
}

Result<void> FakeDatabase::execute(const std::filesystem::path& path, std::string_view sql,
                                   const json::value& parameters, const Deadline& deadline) {
  if (deadline.expired()) return deadline.error();
  const std::lock_guard lock(mutex_);
  executed_.push_back({path, std::string(sql), parameters});
  const auto found = answers_.find({path.generic_string(), std::string(sql)});
  if (found != answers_.end() && found->second.has_error()) return found->second.error();
  return {};
}

}  // namespace usagestat::support
