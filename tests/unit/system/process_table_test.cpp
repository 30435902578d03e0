// SPDX-License-Identifier: MIT
// Real programs on real sockets.
#include "system/process_table.hpp"

#include <algorithm>

#include <catch2/catch_test_macros.hpp>
#include <unistd.h>

#include "base/text.hpp"
#include "system/process_listing.hpp"
#include "system/real_environment.hpp"
#include "system/real_process_runner.hpp"
#include "system/real_process_table.hpp"
#include "unit/system/test_world.hpp"

namespace usagestat::system {
namespace {

constexpr std::string_view k_listen = R"py(
import socket, sys
listeners = [socket.create_server(("127.0.0.1", 0)), socket.create_server(("127.0.0.1", 0))]
if socket.has_ipv6:
    try: listeners.append(socket.create_server(("::1", 0), family=socket.AF_INET6))
    except OSError: pass
client = socket.create_connection(listeners[0].getsockname())
print(" ".join(str(each.getsockname()[1]) for each in listeners), flush=True)
sys.stdin.read()
)py";

Deadline soon() { return Deadline::after(std::chrono::seconds(20)); }

// A program of that name that listens until it is destroyed.
class Server {
 public:
  Server(const ScratchDirectory& files, const std::string& name,
         std::vector<std::string> arguments) {
    const auto program = files / name;
    std::filesystem::create_symlink("/usr/bin/python3", program);
    ProcessRequest request;
    request.argv = {program.string(), "-c", std::string(k_listen)};
    request.argv.insert(request.argv.end(), arguments.begin(), arguments.end());
    auto session = runner_.start(request);
    REQUIRE(session.has_value());
    session_ = *std::move(session);
    const auto line = session_->read_line(soon());
    REQUIRE((line.has_value() && line->has_value()));
    for (const std::string& port : base::split(**line, ' ')) ports.push_back(std::stoi(port));
    std::ranges::sort(ports);
  }

  std::vector<int> ports;

 private:
  RealEnvironment environment_;
  RealProcessRunner runner_{environment_};
  std::unique_ptr<ChildSession> session_;
};

struct World {
  RealEnvironment environment;
  RealProcessRunner runner{environment};
  RealProcessTable table{runner};
};

TEST_CASE("a running program is found by its name, with its arguments and its ports") {
  const ScratchDirectory files;
  World world;
  CHECK(world.table.find("acme_test_server", soon())->empty());
  {
    const Server server(files, "acme_test_server_x64", {"--token", "a b", "", "--port=1"});
    const auto found = world.table.find("acme_test_server", soon());
    REQUIRE((found.has_value() && found->size() == 1));
    const RunningProcess& process = found->front();
    CHECK(process.name == "acme_test_server_x64");
    CHECK(process.argv.front() == (files / "acme_test_server_x64").string());
    CHECK(std::vector<std::string>(process.argv.end() - 4, process.argv.end()) ==
          std::vector<std::string>{"--token", "a b", "", "--port=1"});
    // Its connection to itself is no port of its own.
    CHECK(*world.table.listening_ports(process.pid, soon()) == server.ports);
  }
  CHECK(world.table.find("acme_test_server", soon())->empty());
}

TEST_CASE("two of a name come in the order of their ids") {
  const ScratchDirectory files;
  World world;
  const Server first(files, "acme_twin-1", {});
  const Server second(files, "acme_twin-2", {});
  const auto found = world.table.find("acme_twin", soon());
  REQUIRE((found.has_value() && found->size() == 2));
  CHECK(found->at(0).pid < found->at(1).pid);
}

TEST_CASE("a process that is gone, or listens to nothing, has no ports") {
  World world;
  CHECK(world.table.listening_ports(::getpid(), soon())->empty());
  CHECK(world.table.listening_ports(1 << 29, soon())->empty());
}

TEST_CASE("the list of processes is no longer read when time is over") {
  World world;
  const Deadline over = Deadline::after(std::chrono::milliseconds(0));
  CHECK(world.table.find("acme", over).error().kind == base::ErrorKind::timeout);
  CHECK(world.table.listening_ports(1, over).error().kind == base::ErrorKind::timeout);
}

TEST_CASE("a name is whole, or goes on after a separator") {
  const auto named = [](std::string program) {
    return is_named({1, program_name(program), {program}}, "server");
  };
  CHECK(named("server"));
  CHECK(named("/opt/acme app/server"));
  CHECK(named("server_linux_x64"));
  CHECK(named("server.exe"));
  CHECK(named("server-2"));
  CHECK_FALSE(named("servers"));
  CHECK_FALSE(named("my_server"));
  CHECK_FALSE(named("server/other"));
  CHECK_FALSE(is_named({1, "server", {}}, ""));
}

TEST_CASE("what the real ps prints is read") {
  World world;
  ProcessRequest request;
  request.argv = {"ps", "-x", "-o", "pid=,comm="};
  const auto listed = world.runner.run(request, soon());
  REQUIRE(listed.has_value());
  bool is_there = false;
  for (const std::string& line : base::split(listed->output, '\n')) {
    const auto process = parse_ps_line(line);
    if (process && process->pid == ::getpid()) is_there = process->name == "test_system";
  }
  CHECK(is_there);
  request.argv = {"ps", "-ww", "-o", "args=", "-p", std::to_string(::getpid())};
  const auto one = world.runner.run(request, soon());
  REQUIRE(one.has_value());
  CHECK(split_command_line("x", one->output).size() > 1);
}

TEST_CASE("a line of ps holds an id and a program, which may have blanks") {
  const auto process = parse_ps_line("  4242 /Applications/Acme IDE.app/Contents/server_macos");
  REQUIRE(process.has_value());
  CHECK(process->pid == 4242);
  CHECK(process->name == "server_macos");
  CHECK(split_command_line(process->argv.front(),
                           "/Applications/Acme IDE.app/Contents/server_macos --a  b --c=d\n") ==
        std::vector<std::string>{"/Applications/Acme IDE.app/Contents/server_macos", "--a", "b",
                                 "--c=d"});
  for (const std::string line :
       {"", "  ", "42", "x /bin/sh", "-1 /bin/sh", "0 /bin/sh", "4x /bin/sh"})
    CHECK_FALSE(parse_ps_line(line).has_value());
}

TEST_CASE("the ports that lsof names are read, each once") {
  CHECK(parse_lsof_ports("p4242\nf12\nn127.0.0.1:42101\nf13\nn[::1]:42100\nf14\nn*:42101\n") ==
        std::vector<int>{42100, 42101});
  CHECK(parse_lsof_ports("").empty());
  CHECK(parse_lsof_ports("lsof: no such process\nn*:\nn*:0\nn*:70000\nnx\n").empty());
}

TEST_CASE("listening sockets are told from connections in the kernel's table") {
  const std::string table =
      "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout "
      "inode\n"
      "   0: 0100007F:A474 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 "
      "111 1 0\n"
      "   1: 0100007F:A475 0100007F:1234 01 00000000:00000000 00:00000000 00000000     0        0 "
      "222 1 0\n"
      "   2: 0100007F:0000 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 "
      "333 1 0\n"
      "   3: damaged\n";
  CHECK(parse_listening_sockets(table) == std::map<std::uint64_t, int>{{111, 42100}});
  CHECK(parse_socket_link("socket:[111]") == 111U);
  for (const std::string link : {"", "pipe:[111]", "socket:[]", "socket:[1x]", "/dev/null"})
    CHECK_FALSE(parse_socket_link(link).has_value());
}

}  // namespace
}  // namespace usagestat::system
