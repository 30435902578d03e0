// SPDX-License-Identifier: MIT
// The thread that moves the bytes of all requests, asleep while there are none.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <unordered_map>
#include <vector>

#include "base/result.hpp"
#include "system/curl_transfer.hpp"
#include "system/deadline.hpp"

namespace usagestat::system {

// Requests that one caller sent together and waits for. Shared with the loop, because a caller that
// gives up leaves before its transfers have ended.
class TransferBatch {
 public:
  using Outcome = std::optional<base::Result<HttpResponse>>;

  explicit TransferBatch(std::size_t count) : outcomes_(count), pending_(count) {}

  void set(std::size_t index, base::Result<HttpResponse> outcome);
  // Returns when every outcome is there, or the deadline has come. Empty for those that are
  // missing.
  std::vector<Outcome> wait(const Deadline& deadline);

 private:
  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::vector<Outcome> outcomes_;
  std::size_t pending_;
};

class CurlLoop {
 public:
  // Kind internal when the library cannot start.
  static base::Result<std::unique_ptr<CurlLoop>> start();
  CurlLoop(const CurlLoop&) = delete;
  CurlLoop& operator=(const CurlLoop&) = delete;
  ~CurlLoop();

  struct Job {
    std::unique_ptr<CurlTransfer> transfer;
    std::shared_ptr<TransferBatch> batch;
    std::size_t index = 0;  // within the batch
  };
  void add(std::vector<Job> jobs);
  // Drops what is still running of a batch whose caller has given up.
  void cancel(const std::shared_ptr<TransferBatch>& batch);

 private:
  explicit CurlLoop(void* multi);
  void run();
  bool take_orders();  // false when it is time to end
  void begin(Job job);
  void end_finished();
  void drop(const TransferBatch& batch);
  void wake();

  void* const multi_;
  std::mutex mutex_;  // guards the next three
  std::vector<Job> incoming_;
  std::vector<std::shared_ptr<TransferBatch>> cancelled_;
  bool quit_ = false;
  std::unordered_map<void*, Job> running_;  // by handle; only the thread touches it
  std::thread thread_;
};

}  // namespace usagestat::system
