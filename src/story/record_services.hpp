// SPDX-License-Identifier: MIT
// Clock, environment, HTTP, commands, processes and keychain that take notes of what they are
// asked.
#pragma once

#include "story/recorded_world.hpp"
#include "system/clock.hpp"
#include "system/environment.hpp"
#include "system/http_client.hpp"
#include "system/process_runner.hpp"
#include "system/process_table.hpp"
#include "system/secret_store.hpp"

namespace usagestat::story {

// Stands still from its first reading, as it will when the story is played.
class RecordingClock final : public system::Clock {
 public:
  RecordingClock(system::Clock& real, RecordedWorld& world) : real_(real), world_(world) {}
  base::TimePoint now() const override;
  base::Result<void> sleep(base::Milliseconds duration, const system::Deadline& deadline) override;

 private:
  system::Clock& real_;
  RecordedWorld& world_;
};

class RecordingEnvironment final : public system::Environment {
 public:
  RecordingEnvironment(system::Environment& real, RecordedWorld& world)
      : real_(real), world_(world) {}
  std::optional<std::string> get(std::string_view name) const override;
  std::map<std::string, std::string> all() const override { return real_.all(); }
  std::filesystem::path home_directory() const override { return real_.home_directory(); }
  std::filesystem::path current_directory() const override { return real_.current_directory(); }
  std::string user_name() const override { return real_.user_name(); }
  system::Platform platform() const override { return real_.platform(); }

 private:
  system::Environment& real_;
  RecordedWorld& world_;
};

class RecordingHttp final : public system::HttpClient {
 public:
  RecordingHttp(system::HttpClient& real, RecordedWorld& world) : real_(real), world_(world) {}
  base::Result<system::HttpResponse> send(const system::HttpRequest& request,
                                          const system::Deadline& deadline) override;
  std::vector<base::Result<system::HttpResponse>> send_all(
      const std::vector<system::HttpRequest>& requests, const system::Deadline& deadline) override;

 private:
  void note(const system::HttpRequest& request, const base::Result<system::HttpResponse>& response);

  system::HttpClient& real_;
  RecordedWorld& world_;
};

class RecordingCommands final : public system::ProcessRunner {
 public:
  RecordingCommands(system::ProcessRunner& real, RecordedWorld& world)
      : real_(real), world_(world) {}
  base::Result<system::ProcessResult> run(const system::ProcessRequest& request,
                                          const system::Deadline& deadline) override;
  base::Result<std::unique_ptr<system::ChildSession>> start(
      const system::ProcessRequest& request) override;
  bool is_installed(std::string_view program) const override;

 private:
  system::ProcessRunner& real_;
  RecordedWorld& world_;
};

class RecordingProcessTable final : public system::ProcessTable {
 public:
  RecordingProcessTable(system::ProcessTable& real, RecordedWorld& world)
      : real_(real), world_(world) {}
  base::Result<std::vector<system::RunningProcess>> find(std::string_view name,
                                                         const system::Deadline& deadline) override;
  base::Result<std::vector<int>> listening_ports(int pid,
                                                 const system::Deadline& deadline) override;

 private:
  system::ProcessTable& real_;
  RecordedWorld& world_;
};

class RecordingKeychain final : public system::SecretStore {
 public:
  RecordingKeychain(system::SecretStore& real, RecordedWorld& world) : real_(real), world_(world) {}
  base::Result<std::optional<std::string>> read(std::string_view service, std::string_view account,
                                                const system::Deadline& deadline) override;
  base::Result<void> write(std::string_view service, std::string_view account,
                           std::string_view value, const system::Deadline& deadline) override;
  base::Result<void> remove(std::string_view service, std::string_view account,
                            const system::Deadline& deadline) override;

 private:
  void note_change(std::string_view service, std::optional<std::string> after);

  system::SecretStore& real_;
  RecordedWorld& world_;
};

}  // namespace usagestat::story
