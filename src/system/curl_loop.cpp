// SPDX-License-Identifier: MIT
// curl's multi interface behind a queue of orders.
#include "system/curl_loop.hpp"

#include <utility>

#include <curl/curl.h>

namespace usagestat::system {
namespace {

// Connections kept for later requests.
constexpr long most_idle_connections = 128;
// Names looked up at the same time; the lookups of fifty providers should not queue.
constexpr long most_resolver_threads = 32;
// An idle loop has nothing to wake up for; this only bounds the library's argument.
constexpr int longest_poll_ms = 3600 * 1000;

// Without randomness the library reports an error here; going on would crash in the handshake.
CURLcode initialise_once() {
  static const CURLcode result = curl_global_init(CURL_GLOBAL_DEFAULT);
  return result;
}

}  // namespace

void TransferBatch::set(std::size_t index, base::Result<HttpResponse> outcome) {
  const std::lock_guard lock(mutex_);
  outcomes_[index].emplace(std::move(outcome));
  if (--pending_ == 0) changed_.notify_all();
}

std::vector<TransferBatch::Outcome> TransferBatch::wait(const Deadline& deadline) {
  std::unique_lock lock(mutex_);
  changed_.wait_until(lock, deadline.stop_token(), deadline.at(), [&] { return pending_ == 0; });
  return std::exchange(outcomes_, std::vector<Outcome>(outcomes_.size()));
}

base::Result<std::unique_ptr<CurlLoop>> CurlLoop::start() {
  const auto refuse = [](std::string_view reason) {
    return base::Error{base::ErrorKind::internal,
                       "The network library cannot start: " + std::string(reason) + ".", ""};
  };
  if (const CURLcode code = initialise_once(); code != CURLE_OK) {
    return refuse(curl_easy_strerror(code));
  }
  CURLM* const multi = curl_multi_init();
  if (!multi) return refuse("out of memory");
  curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, most_idle_connections);
  curl_multi_setopt(multi, CURLMOPT_RESOLVE_THREADS_MAX, most_resolver_threads);
  curl_multi_setopt(multi, CURLMOPT_QUICK_EXIT,
                    1L);  // a stuck name lookup must not hold up the end
  return std::unique_ptr<CurlLoop>(new CurlLoop(multi));
}

CurlLoop::CurlLoop(void* multi) : multi_(multi), thread_([this] { run(); }) {}

CurlLoop::~CurlLoop() {
  {
    const std::lock_guard lock(mutex_);
    quit_ = true;
  }
  wake();
  thread_.join();
  for (const auto& [handle, job] : running_) curl_multi_remove_handle(multi_, handle);
  running_.clear();
  curl_multi_cleanup(multi_);
}

void CurlLoop::wake() { curl_multi_wakeup(multi_); }

void CurlLoop::add(std::vector<Job> jobs) {
  {
    const std::lock_guard lock(mutex_);
    for (auto& job : jobs) incoming_.push_back(std::move(job));
  }
  wake();
}

void CurlLoop::cancel(const std::shared_ptr<TransferBatch>& batch) {
  {
    const std::lock_guard lock(mutex_);
    cancelled_.push_back(batch);
  }
  wake();
}

void CurlLoop::run() {
  while (take_orders()) {
    int active = 0;
    curl_multi_perform(multi_, &active);
    end_finished();
    curl_multi_poll(multi_, nullptr, 0, longest_poll_ms, nullptr);
  }
}

bool CurlLoop::take_orders() {
  std::vector<Job> incoming;
  std::vector<std::shared_ptr<TransferBatch>> cancelled;
  {
    const std::lock_guard lock(mutex_);
    if (quit_) return false;
    incoming.swap(incoming_);
    cancelled.swap(cancelled_);
  }
  for (auto& job : incoming) begin(std::move(job));
  for (const auto& batch : cancelled) drop(*batch);
  return true;
}

void CurlLoop::begin(Job job) {
  void* const handle = job.transfer->handle();
  if (curl_multi_add_handle(multi_, handle) != CURLM_OK) {
    job.batch->set(job.index, job.transfer->finish(CURLE_FAILED_INIT));
    return;
  }
  running_.emplace(handle, std::move(job));
}

void CurlLoop::end_finished() {
  int left = 0;
  while (const CURLMsg* const message = curl_multi_info_read(multi_, &left)) {
    if (message->msg != CURLMSG_DONE) continue;
    CURL* const handle = message->easy_handle;
    const CURLcode code = message->data.result;  // the message dies with the removal
    auto job = running_.extract(handle);
    if (job.empty()) continue;
    auto outcome = job.mapped().transfer->finish(code);
    curl_multi_remove_handle(multi_, handle);
    job.mapped().batch->set(job.mapped().index, std::move(outcome));
  }
}

void CurlLoop::drop(const TransferBatch& batch) {
  for (auto entry = running_.begin(); entry != running_.end();) {
    if (entry->second.batch.get() != &batch) {
      ++entry;
      continue;
    }
    curl_multi_remove_handle(multi_, entry->first);
    entry = running_.erase(entry);
  }
}

}  // namespace usagestat::system
