// SPDX-License-Identifier: MIT
// Local servers of other programs for plugins: found by name, told apart by their arguments.
#include <algorithm>

#include "base/text.hpp"
#include "plugin_host/host_api.hpp"

namespace usagestat::plugin_host {
namespace {

namespace json = base::json;
using base::Result;

struct ServerSearch {
  std::string name;
  std::vector<std::string> markers;  // one must fit; none: any process does
  std::string csrf_flag;             // "": the server wants no such token
  std::string port_flag;
  std::vector<std::string> extra_flags;
};

struct FoundServer {
  int pid = 0;
  std::string csrf;
  std::vector<int> ports;
  json::value extension_port;  // null when absent
  json::object extra;
};

Result<std::vector<std::string>> read_texts(const json::object& options, std::string_view member,
                                            const HostArguments& arguments) {
  std::vector<std::string> texts;
  const json::value* list = options.if_contains(member);
  if (list == nullptr || list->is_null()) return texts;
  const bool is_fitting =
      list->is_array() && std::ranges::all_of(list->get_array(), &json::value::is_string);
  if (!is_fitting) return arguments.wrong(std::string(member) + " must be an array of texts");
  for (const json::value& item : list->get_array()) texts.emplace_back(item.get_string());
  return texts;
}

Result<ServerSearch> read_search(const HostArguments& arguments) {
  USAGESTAT_TRY(const json::object* options, arguments.object(0));
  const json::value all(*options);
  ServerSearch search;
  search.name = base::string_member(all, "processName").value_or("");
  if (search.name.empty()) return arguments.wrong("processName must be a text");
  search.csrf_flag = base::string_member(all, "csrfFlag").value_or("");
  search.port_flag = base::string_member(all, "portFlag").value_or("");
  USAGESTAT_TRY(search.markers, read_texts(*options, "markers", arguments));
  USAGESTAT_TRY(search.extra_flags, read_texts(*options, "extraFlags", arguments));
  return search;
}

// A whole argument, the value of a flag, or a directory in a path.
bool is_marked(const std::string& argument, const std::string& marker) {
  const std::string text = base::to_lower(argument);
  const std::string wanted = base::to_lower(marker);
  return text == wanted || text.ends_with("=" + wanted) ||
         text.find("/" + wanted + "/") != std::string::npos;
}

bool fits(const system::RunningProcess& process, const std::vector<std::string>& markers) {
  if (markers.empty()) return true;
  return std::ranges::any_of(process.argv, [&markers](const std::string& argument) {
    return std::ranges::any_of(
        markers, [&argument](const std::string& marker) { return is_marked(argument, marker); });
  });
}

// "--flag value" and "--flag=value".
std::optional<std::string> flag_value(const std::vector<std::string>& argv,
                                      const std::string& flag) {
  if (flag.empty()) return std::nullopt;
  for (std::size_t i = 1; i < argv.size(); ++i) {
    if (argv[i] == flag && i + 1 < argv.size()) return argv[i + 1];
    if (argv[i].starts_with(flag + "=")) return argv[i].substr(flag.size() + 1);
  }
  return std::nullopt;
}

json::value port_of(const std::optional<std::string>& text) {
  constexpr int k_highest_port = 65535;
  const bool is_number =
      text && !text->empty() && text->size() <= 5 &&
      std::ranges::all_of(*text, [](char digit) { return digit >= '0' && digit <= '9'; });
  if (!is_number) return {};
  const int port = std::stoi(*text);
  return port > 0 && port <= k_highest_port ? json::value(port) : json::value();
}

// Empty when the process has not the token without which its server does not answer.
std::optional<FoundServer> describe(const system::RunningProcess& process,
                                    const ServerSearch& search) {
  FoundServer server;
  server.pid = process.pid;
  if (!search.csrf_flag.empty()) {
    const auto csrf = flag_value(process.argv, search.csrf_flag);
    if (!csrf || csrf->empty()) return std::nullopt;
    server.csrf = *csrf;
  }
  server.extension_port = port_of(flag_value(process.argv, search.port_flag));
  for (const std::string& flag : search.extra_flags) {
    const auto value = flag_value(process.argv, flag);
    const std::size_t name = flag.find_first_not_of('-');
    if (value && name != std::string::npos)
      server.extra[flag.substr(name)] = base::to_valid_utf8(*value);
  }
  return server;
}

json::value to_json(const FoundServer& server) {
  return json::object{{"pid", server.pid},
                      {"csrf", base::to_valid_utf8(server.csrf)},
                      {"ports", json::value_from(server.ports)},
                      {"extra", server.extra},
                      {"extensionPort", server.extension_port}};
}

}  // namespace

Result<json::value> discover_server(HostContext& context, const HostArguments& arguments) {
  USAGESTAT_TRY(const ServerSearch search, read_search(arguments));
  USAGESTAT_CHECK(context.access.check_process(search.name));
  system::ProcessTable& table = context.system.process_table;
  USAGESTAT_TRY(const auto processes, table.find(search.name, context.deadline));
  std::optional<FoundServer> silent;
  for (const system::RunningProcess& process : processes) {
    if (!fits(process, search.markers)) continue;
    auto server = describe(process, search);
    if (!server) continue;
    context.redactor.add_secret(server->csrf);
    USAGESTAT_TRY(server->ports, table.listening_ports(process.pid, context.deadline));
    // One that listens is rather the server than one that is about to start or to end.
    if (!server->ports.empty()) return to_json(*server);
    if (!silent) silent = std::move(server);
  }
  return silent ? to_json(*silent) : json::value();
}

}  // namespace usagestat::plugin_host
