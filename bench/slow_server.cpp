// SPDX-License-Identifier: MIT
// A loopback HTTP server that answers every request after a fixed pause: slow_server MILLISECONDS.
// Prints its port, then serves until standard input ends.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <thread>

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace {

void serve(int socket, std::chrono::milliseconds pause) {
  std::string request;
  char buffer[4096];
  for (ssize_t count = 0; (count = read(socket, buffer, sizeof buffer)) > 0;) {
    request.append(buffer, static_cast<std::size_t>(count));
    if (request.find("\r\n\r\n") == std::string::npos) continue;
    request.clear();
    std::this_thread::sleep_for(pause);
    static const std::string answer =
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
        "11\r\n\r\n{\"used\":42}";
    if (write(socket, answer.data(), answer.size()) < 0) break;
  }
  close(socket);
}

}  // namespace

int main(int argc, char** argv) {
  const std::chrono::milliseconds pause(argc > 1 ? std::atoi(argv[1]) : 300);
  const int listener = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof address;
  if (bind(listener, reinterpret_cast<sockaddr*>(&address), length) != 0 ||
      listen(listener, 256) != 0 ||
      getsockname(listener, reinterpret_cast<sockaddr*>(&address), &length) != 0)
    return 1;
  std::printf("%d\n", ntohs(address.sin_port));
  std::fflush(stdout);
  for (;;) {
    pollfd waits[2] = {{listener, POLLIN, 0}, {STDIN_FILENO, POLLIN, 0}};
    if (poll(waits, 2, -1) < 0) return 1;
    if ((waits[1].revents & (POLLIN | POLLHUP)) != 0) return 0;
    const int client = accept(listener, nullptr, nullptr);
    if (client >= 0) std::thread(serve, client, pause).detach();
  }
}
