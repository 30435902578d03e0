// SPDX-License-Identifier: MIT
// The binary finds a program that really runs and asks it over a real socket.

#include <catch2/catch_test_macros.hpp>

#include "base/json.hpp"
#include "cli/sandbox.hpp"

namespace usagestat::test {
namespace {

namespace json = base::json;

const std::filesystem::path k_story = std::filesystem::path(USAGESTAT_SOURCE_DIR) /
                                      "tests/fixtures/providers/antigravity/server.json";

// Answers as the story's server does, on a free port, to those who know the token of its command
// line. It tells the port by a file, whole at once.
constexpr const char* k_serve = R"py(
import http.server, json, os, sys, urllib.parse
story, told, token = sys.argv[1], sys.argv[2], sys.argv[4]
answers = {urllib.parse.urlsplit(e["request"]["url"]).path: e["response"] for e in json.load(open(story))["http"]}
class Handler(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        self.rfile.read(int(self.headers.get("content-length", "0")))
        knows = self.headers.get("x-codeium-csrf-token") == token
        answer = answers.get(self.path, {"status": 404}) if knows else {"status": 401}
        body = json.dumps(answer.get("json", {})).encode()
        self.send_response(answer.get("status", 200))
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    def log_message(self, *arguments): pass
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
with open(told + ".new", "w") as file: file.write(str(server.server_address[1]))
os.rename(told + ".new", told)
server.serve_forever()
)py";

// That server under the name of the app's, with a token.
class AppServer {
 public:
  AppServer(const Sandbox& sandbox, const std::string& token)
      : server_({program(sandbox).string(), "-c", k_serve, k_story.string(),
                 (sandbox.home() / "port").string(), "--csrf_token", token}) {
    REQUIRE(appears(sandbox.home() / "port"));
  }

 private:
  static std::filesystem::path program(const Sandbox& sandbox) {
    const auto directory = sandbox.home() / "antigravity";
    std::filesystem::create_directory(directory);
    std::filesystem::create_symlink("/usr/bin/python3", directory / "language_server_linux_x64");
    return directory / "language_server_linux_x64";
  }

  Background server_;
};

json::value first_snapshot(const Run& run) {
  auto document = base::parse_json(run.out, "stdout");
  REQUIRE((document.has_value() && document->is_array() && document->get_array().size() == 1));
  return document->get_array().front();
}

// "label used" of each line.
std::vector<std::string> figures(const json::value& holder) {
  std::vector<std::string> result;
  const json::value* lines = base::find_member(holder, "lines");
  REQUIRE((lines != nullptr && lines->is_array()));
  for (const json::value& line : lines->get_array())
    result.push_back(*base::string_member(line, "label") + " " +
                     std::to_string(base::number_member(line, "used").value_or(-1)));
  return result;
}

TEST_CASE("a local server of another program is found and asked") {
  const Sandbox sandbox;
  const Sandbox::Words words{"usage", "antigravity", "--source", "local", "--json", "--force"};
  const Run before = sandbox.run(words);
  CHECK(before.code == 3);
  {
    const AppServer server(sandbox, "token-of-this-test-0123456789");
    const Run run = sandbox.run(words);
    INFO(run.err << run.out);
    CHECK(run.code == 0);
    const auto story = base::parse_json(sandbox.read(k_story.string()), "story");
    REQUIRE(story.has_value());
    CHECK(figures(first_snapshot(run)) == figures(*base::find_member(*story, "expect")));
    CHECK((run.out + run.err).find("token-of-this-test") == std::string::npos);
  }
  CHECK(base::find_member(first_snapshot(sandbox.run(words)), "error")->is_object());
}

}  // namespace
}  // namespace usagestat::test
