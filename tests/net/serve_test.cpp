// SPDX-License-Identifier: MIT
// The real server as a process: signals, a supervisor's socket, tokens, and figures that other
// processes wrote.
#include <csignal>
#include <fstream>
#include <thread>

#include <catch2/catch_test_macros.hpp>

#include "cli/sandbox.hpp"
#include "support/net/local_server.hpp"

namespace usagestat::test {
namespace {

using namespace std::chrono_literals;

// A shell with `serve` in the background, $url set once it is ready, and `wait_for_end` to end it.
Run with_server(const Sandbox& sandbox, const std::string& options, const std::string& shell) {
  return sandbox.run_shell("$USAGESTAT serve --port 0 " + options +
                           " >out 2>err & pid=$!; i=0\n"
                           "while ! grep -qs http out && [ $i -lt 200 ]; do sleep 0.02; "
                           "i=$((i+1)); done\n"
                           "url=$(grep -o 'http://[^ ]*' out)\n" +
                           shell + "\nkill -TERM $pid; wait $pid; echo \"exit $?\"; cat err >&2");
}

TEST_CASE("serve answers, refuses a rebound name, and ends with 143 on SIGTERM", "[alone]") {
  const Sandbox sandbox;
  const Run run = with_server(sandbox, "--demo",
                              "curl -s -o body -w '%{http_code}\\n' $url'v1/usage/claude'\n"
                              "curl -s -w '\\n' -H 'Host: evil.example' $url'v1/usage'\n");
  CHECK(run.out == "200\n{\"error\":\"forbidden_host\"}\nexit 143\n");
  CHECK(run.err.empty());
  CHECK(sandbox.read("body").starts_with("{\"providerId\":\"claude\","));
  CHECK(run.took < 5s);
}

TEST_CASE("a busy port ends with 74, a wrong one with 64") {
  const Sandbox sandbox;
  const Run run =
      with_server(sandbox, "--demo",
                  "port=${url##*:}; $USAGESTAT serve --demo --port ${port%/} 2>busy; echo $?\n"
                  "$USAGESTAT serve --demo --port 65536 2>/dev/null; echo $?\n");
  CHECK(run.out == "74\n64\nexit 143\n");
  CHECK(sandbox.read("busy").find("Address already in use.") != std::string::npos);
}

TEST_CASE("other machines are served with a token and --allow-plain-http only") {
  const Sandbox sandbox;
  sandbox.write("token", "made-up-token\n");
  for (const std::string options :
       {"", "--token-file token", "--allow-plain-http", "--host 127.0.0.1 --timeout 5s"}) {
    const std::string host = options.find("--host") == std::string::npos ? "--host 0.0.0.0 " : "";
    const Run run = sandbox.run_shell("$USAGESTAT serve --demo --port 0 " + host + options);
    CHECK(run.code == 64);
    CHECK(run.out.empty());
  }
  const Run run = with_server(
      sandbox, "--demo --host 0.0.0.0 --token-file token --allow-plain-http",
      "url=$(echo $url | sed s/0.0.0.0/127.0.0.1/)\n"
      "curl -s -o /dev/null -w '%{http_code}\\n' $url'v1/usage'\n"
      "curl -s -o /dev/null -w '%{http_code}\\n' -H 'Authorization: Bearer made-up-token' "
      "$url'v1/usage'\n");
  CHECK(run.out == "401\n200\nexit 143\n");
  CHECK(sandbox.run({"serve", "--demo", "--token-file", "missing"}).code == 74);
  sandbox.write("empty", "\n");
  CHECK(sandbox.run({"serve", "--demo", "--token-file", "empty"}).code == 78);
}

TEST_CASE("a request makes the probe, the next one has its figures, the disk has them too") {
  const Sandbox sandbox;
  test_net::PlainServer service;
  auto& route = service.on("GET", "/usage").json(R"({"used": 42})").after(200ms);
  sandbox.add_plugin("acme",
                     "var r = ctx.host.http.request({url: '" + service.url("/usage") +
                         "'});return {lines: [ctx.line.progress({label: 'Weekly', used: "
                         "JSON.parse(r.bodyText).used})]};",
                     R"({"hosts": ["127.0.0.1"]})");
  sandbox.write(".config/usagestat/config.toml", "[[providers]]\nid = \"acme\"\n");
  const Run run = with_server(
      sandbox, "--plugin-dir plugins-of-test",
      "curl -s -w ' %{http_code}\\n' $url'v1/usage/acme'\n"
      "for i in 1 2 3 4 5 6 7 8 9; do curl -s -o /dev/null $url'v1/usage'; done\n"
      "i=0; while ! curl -s $url'v1/usage' | grep -q 42.0 && [ $i -lt 100 ]; do sleep 0.05; "
      "i=$((i+1)); done\n"
      "curl -s $url'v1/usage' | grep -c '\"used\":42.0'\n"
      "$USAGESTAT --plugin-dir plugins-of-test acme --plain --max-age 1h | grep -c 42.0%\n"
      "curl -s $url'v1/history/acme' | grep -c '\"primaryPercent\":42'\n");
  CHECK(run.out == " 204\n1\n1\n1\nexit 143\n");
  CHECK(route.times_asked() == 1);
}

TEST_CASE("SIGHUP rereads the config; a broken one is named and not used") {
  const Sandbox sandbox;
  sandbox.add_plugin("acme", "return {lines: []};");
  sandbox.write(".config/usagestat/config.toml", "");
  sandbox.write("new.toml", "[[providers]]\nid = \"acme\"\ndisplayName = \"Mine\"\n");
  const Run run = with_server(
      sandbox, "--plugin-dir plugins-of-test",
      "curl -s $url'v1/providers' | grep -c Mine\n"
      "cp new.toml .config/usagestat/config.toml; kill -HUP $pid\n"
      "i=0; while ! curl -s $url'v1/providers' | grep -q Mine && [ $i -lt 100 ]; do sleep 0.02; "
      "i=$((i+1)); done\n"
      "curl -s $url'v1/providers' | grep -c Mine\n"
      "echo 'refreshSec = \"no\"' >.config/usagestat/config.toml; kill -HUP $pid; sleep 0.2\n"
      "curl -s $url'v1/providers' | grep -c Mine\n");
  CHECK(run.out == "0\n1\n1\nexit 143\n");
  CHECK(run.err.find("The new config is not used: ") != std::string::npos);
}

TEST_CASE("a socket that was handed over is served, and idle-exit ends the process with 0",
          "[alone]") {
  const Sandbox sandbox;
  sandbox.write("activate.py",
                "import os, socket, sys, time\n"
                "listener = socket.socket()\n"
                "listener.bind(('127.0.0.1', 0))\n"
                "listener.listen(8)\n"
                "client = socket.create_connection(listener.getsockname())\n"
                "client.sendall(b'GET /v1/usage HTTP/1.1\\r\\nHost: localhost\\r\\n"
                "Connection: close\\r\\n\\r\\n')\n"
                "pid = os.fork()\n"
                "if pid == 0:\n"
                "    if sys.argv[1] == 'systemd':\n"
                "        os.dup2(listener.fileno(), 3)\n"
                "        os.set_inheritable(3, True)\n"
                "        os.environ.update(LISTEN_FDS='1', LISTEN_PID=str(os.getpid()))\n"
                "    else:\n"
                "        os.dup2(listener.fileno(), 0)\n"
                "    program = os.environ['USAGESTAT']\n"
                "    os.dup2(os.open('/dev/null', os.O_WRONLY), 1)\n"
                "    os.execv(program, [program, 'serve', '--idle-exit', '300ms'])\n"
                "listener.close()\n"
                "answer = b''\n"
                "while piece := client.recv(65536): answer += piece\n"
                "client.close()\n"
                "print(answer[:15].decode(), os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))\n");
  for (const std::string kind : {"systemd", "inetd"}) {
    const Run run = sandbox.run_shell("python3 activate.py " + kind);
    CHECK(run.out == "HTTP/1.1 200 OK 0\n");
    CHECK(run.err.empty());
    CHECK(run.took < 5s);
  }
  const Run wrong = sandbox.run_shell(
      "exec 3</dev/null; LISTEN_FDS=1 LISTEN_PID=$$ exec $USAGESTAT serve --port 0");
  CHECK(wrong.code == 78);
}

}  // namespace
}  // namespace usagestat::test
