// SPDX-License-Identifier: MIT
// Lines to and from a child, never blocking on a child that neither reads nor answers.
#include "system/child_session_posix.hpp"

#include <array>
#include <cerrno>
#include <utility>

#include <poll.h>

namespace usagestat::system {
namespace {

constexpr std::size_t longest_line = 8U << 20U;
constexpr std::chrono::seconds longest_write{10};

class PosixChildSession final : public ChildSession {
 public:
  PosixChildSession(Child child, WakePipe wake, std::string program)
      : child_(std::move(child)), wake_(std::move(wake)), program_(std::move(program)) {}

  base::Result<void> write_line(std::string_view line) override {
    const Deadline limit = Deadline::after(longest_write);
    std::string pending(line);
    pending += '\n';
    std::string_view rest = pending;
    while (!rest.empty()) {
      if (!child_.input) return ended();
      const ssize_t count = write_some(child_.input.get(), rest);
      if (count > 0) {
        rest.remove_prefix(static_cast<std::size_t>(count));
        continue;
      }
      if (count < 0 && errno != EAGAIN) return ended();
      if (limit.expired()) return error(base::ErrorKind::timeout, "does not read its input");
      // A child that waits for us to read before it reads on must not wait for ever.
      USAGESTAT_CHECK(receive(limit, POLLOUT));
    }
    return {};
  }

  base::Result<std::optional<std::string>> read_line(const Deadline& deadline) override {
    const std::stop_callback on_stop(deadline.stop_token(), [this] { wake_.wake(); });
    while (true) {
      if (const auto end = received_.find('\n', searched_); end != std::string::npos) {
        return take_line(end);
      }
      searched_ = received_.size();
      if (searched_ > longest_line) return error(base::ErrorKind::io, "wrote a line without end");
      if (!child_.output) return last_line();
      if (deadline.expired()) return deadline.error();
      USAGESTAT_CHECK(receive(deadline, 0));
    }
  }

 private:
  base::Error error(base::ErrorKind kind, std::string_view what) const {
    return {kind, "The program " + program_ + " " + std::string(what) + ".", ""};
  }
  base::Error ended() const { return error(base::ErrorKind::io, "has ended"); }

  std::optional<std::string> take_line(std::size_t end) {
    std::string line = received_.substr(0, end);
    received_.erase(0, end + 1);
    searched_ = 0;
    if (line.ends_with('\r')) line.pop_back();
    return line;
  }

  // Text without a line end before the end of the file is a line, too.
  std::optional<std::string> last_line() {
    searched_ = 0;
    if (received_.empty()) return std::nullopt;
    return std::exchange(received_, {});
  }

  // Waits until something can be read (or written, with POLLOUT) and reads it.
  base::Result<void> receive(const Deadline& until, short input_events) {
    std::array<pollfd, 3> watched{};
    watched[0] = {input_events != 0 ? child_.input.get() : -1, input_events, 0};
    watched[1] = {child_.output.get(), POLLIN, 0};
    watched[2] = {wake_.fd(), POLLIN, 0};
    ::poll(watched.data(), watched.size(), static_cast<int>(until.remaining().count()));
    if (watched[2].revents != 0) drain_wake();
    if (watched[1].revents == 0) return {};
    std::array<char, 65536> buffer;
    const ssize_t count = read_some(child_.output.get(), buffer.data(), buffer.size());
    if (count < 0 && errno == EAGAIN) return {};
    if (count <= 0) {
      child_.output.close();
      return {};
    }
    received_.append(buffer.data(), static_cast<std::size_t>(count));
    if (received_.size() > 2 * longest_line) {
      return error(base::ErrorKind::io, "writes more than is read");
    }
    return {};
  }

  void drain_wake() {
    std::array<char, 16> drained{};
    static_cast<void>(read_some(wake_.fd(), drained.data(), drained.size()));
  }

  Child child_;
  WakePipe wake_;
  std::string program_;
  std::string received_;
  std::size_t searched_ = 0;  // no line end before this position of received_
};

}  // namespace

base::Result<std::unique_ptr<ChildSession>> start_child_session(ChildCommand command) {
  command.capture_errors = false;
  USAGESTAT_TRY(WakePipe wake, WakePipe::create());
  USAGESTAT_TRY(Child child, Child::start(command));
  std::string program = command.argv.front();
  return std::unique_ptr<ChildSession>(
      std::make_unique<PosixChildSession>(std::move(child), std::move(wake), std::move(program)));
}

}  // namespace usagestat::system
