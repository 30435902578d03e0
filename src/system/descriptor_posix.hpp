// SPDX-License-Identifier: MIT
// File descriptors that close themselves and that no child process inherits.
#pragma once

#include <mutex>
#include <string_view>
#include <utility>

#include <sys/types.h>

#include "base/result.hpp"

namespace usagestat::system {

class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    if (this != &other) {
      close();
      fd_ = std::exchange(other.fd_, -1);
    }
    return *this;
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() { close(); }

  int get() const { return fd_; }
  explicit operator bool() const { return fd_ >= 0; }
  int close();  // 0 or an errno value

 private:
  int fd_ = -1;
};

struct Pipe {
  Descriptor read;
  Descriptor write;
};

// Both ends close on exec and are above 2, so that they never collide with the standard streams of
// a child.
base::Result<Pipe> make_pipe();

void set_non_blocking(const Descriptor& descriptor);

// Held while a pipe is being made and while a process is started: a pipe end that is not yet marked
// as closing on exec must not leak into somebody else's child.
std::mutex& spawn_mutex();

// Calls write() until everything is written; 0 or an errno value.
int write_all(int fd, std::string_view bytes);

// read() and write() repeated when a signal interrupts them.
ssize_t read_some(int fd, char* buffer, std::size_t size);
ssize_t write_some(int fd, std::string_view bytes);

// Wakes a thread that waits in poll() on fd().
class WakePipe {
 public:
  static base::Result<WakePipe> create();
  void wake() const;  // async-signal-safe
  int fd() const { return pipe_.read.get(); }

 private:
  explicit WakePipe(Pipe pipe) : pipe_(std::move(pipe)) {}
  Pipe pipe_;
};

}  // namespace usagestat::system
