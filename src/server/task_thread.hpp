// SPDX-License-Identifier: MIT
// One thread that does what it is handed, in order; asleep without a timer when there is nothing.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace usagestat::server {

class TaskThread {
 public:
  using Task = std::function<void()>;

  TaskThread();
  TaskThread(const TaskThread&) = delete;
  TaskThread& operator=(const TaskThread&) = delete;
  ~TaskThread() { stop(); }

  // Drops what has not begun and waits for what has; what is added later is dropped as well.
  void stop();

  // Returns at once. Tasks must not throw.
  void add(Task task);

 private:
  void run();

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Task> tasks_;
  bool is_stopping_ = false;
  std::thread thread_;
};

}  // namespace usagestat::server
