// SPDX-License-Identifier: MIT
// usagestat plugin new: a folder with a plugin that works, and a first story that passes.
#include <algorithm>

#include "base/text.hpp"
#include "cli/arguments.hpp"
#include "cli/commands/commands.hpp"
#include "cli/invocation.hpp"
#include "embedded/plugin_template.hpp"

namespace usagestat::cli {
namespace {

using base::Error;
using base::ErrorKind;

bool is_plugin_id(std::string_view id) {
  const auto fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  };
  return !id.empty() && id.size() <= 64 && std::ranges::all_of(id, fits) && id.front() != '-' &&
         id.back() != '-';
}

// "my-tool" as "My Tool".
std::string name_of(std::string_view id) {
  std::string name;
  for (const std::string& word : base::split(id, '-')) {
    if (word.empty()) continue;
    name += (name.empty() ? "" : " ") + base::to_upper(word.substr(0, 1)) + word.substr(1);
  }
  return name;
}

bool is_safe_name(std::string_view name) {
  return name.find_first_of("\"\\\n\r") == std::string_view::npos && !base::trim(name).empty();
}

}  // namespace

base::Result<ExitCode> run_plugin_new(const Arguments& arguments, Invocation& invocation) {
  if (arguments.operands().size() != 1)
    return Error{ErrorKind::usage, "Name the new plugin's id.",
                 "For example: usagestat plugin new my-tool"};
  const std::string& id = arguments.operands().front();
  if (!is_plugin_id(id))
    return Error{ErrorKind::usage, "\"" + id + "\" cannot be a plugin id.",
                 "Use 1 to 64 lower-case letters, digits and dashes, no dash at an end."};
  const std::string name = arguments.text("name").value_or(name_of(id));
  if (!is_safe_name(name))
    return Error{ErrorKind::usage, "The name must not hold quotes, backslashes or line ends.", ""};
  const std::string variable = base::replace_all(base::to_upper(id), "-", "_") + "_API_KEY";

  system::Filesystem& files = invocation.system.filesystem;
  const system::Path parent = arguments.text("dir").value_or(".");
  const system::Path folder = parent / id;
  if (files.exists(folder))
    return Error{ErrorKind::io, folder.string() + " exists already.",
                 "Choose another id or another --dir."};
  for (const base::EmbeddedFile& file : embedded::plugin_template()) {
    std::string text = base::replace_all(file.text, "@ID@", id);
    text = base::replace_all(text, "@NAME@", name);
    text = base::replace_all(text, "@VARIABLE@", variable);
    const system::Path target =
        file.path == "example.json" ? folder / "stories" / file.path : folder / file.path;
    system::WriteOptions options;
    options.mode = 0644;
    USAGESTAT_CHECK(files.write_file(target, text, options));
  }
  if (invocation.options.json) {
    invocation.print_json(base::json::object{{"id", id}, {"path", folder.string()}});
    return ExitCode::ok;
  }
  invocation.print("Wrote " + folder.string() + ". Try it:\n  usagestat plugin test --plugin-dir " +
                   parent.string() + " " + (folder / "stories").string() + "\n");
  return ExitCode::ok;
}

}  // namespace usagestat::cli
