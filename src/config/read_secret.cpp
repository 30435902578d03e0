// SPDX-License-Identifier: MIT
#include "config/read_secret.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace usagestat::config {
namespace {

using Kind = model::SecretReference::Kind;
using Secret = std::optional<model::SecretReference>;
using Type = ConfigNode::Type;

constexpr std::string_view k_forms =
    R"(Write the secret itself, { env = "X" }, { file = "…" } or { command = ["pass", "show", "x"] }.)";

Secret wrong(ConfigPlace place, const std::string& path, std::string_view what,
             ReadContext& context, std::string_view hint = k_forms) {
  context.error(place, path, path + std::string(what), std::string(hint));
  return std::nullopt;
}

bool is_variable_name(std::string_view name) {
  return !name.empty() && std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  });
}

Secret read_literal(const ConfigNode& node, const std::string& path, ReadContext& context) {
  const std::string_view text = base::trim(node.text);
  // It will stand in a header of a request.
  const bool has_controls = std::ranges::any_of(
      text, [](char c) { return static_cast<unsigned char>(c) < ' ' || c == 127; });
  if (has_controls)
    return wrong(node.place, path, " holds a line break or another control character.", context,
                 "Write it on one line.");
  return model::SecretReference{Kind::literal, std::string(text), {}};
}

Secret read_command(const ConfigNode& node, const std::string& path, ReadContext& context) {
  constexpr std::string_view k_hint =
      R"(Write { command = ["pass", "show", "x"] }: no shell is used.)";
  model::SecretReference secret{Kind::command, {}, {}};
  if (node.type != Type::array)
    return wrong(node.place, path, ".command must be an array of words.", context, k_hint);
  for (const ConfigNode& word : node.children) {
    if (word.type != Type::string)
      return wrong(word.place, path, ".command must be an array of words.", context, k_hint);
    secret.command.push_back(word.text);
  }
  if (secret.command.empty() || secret.command.front().empty())
    return wrong(node.place, path, ".command names no program.", context, k_hint);
  return secret;
}

}  // namespace

std::optional<model::SecretReference> read_secret(const ConfigNode& node, const std::string& path,
                                                  ReadContext& context) {
  if (node.type == Type::string) return read_literal(node, path, context);
  if (node.type != Type::table)
    return wrong(node.place, path,
                 " must be a string or a table, not " + std::string(describe(node.type)) + ".",
                 context);
  if (node.children.size() != 1)
    return wrong(node.place, path, " must name exactly one of env, file and command.", context);
  const ConfigNode& source = node.children.front();
  if (source.key == "command") return read_command(source, path, context);
  if (source.key != "env" && source.key != "file")
    return wrong(source.key_place, path, " must name one of env, file and command.", context);
  if (source.type != Type::string || base::trim(source.text).empty())
    return wrong(source.place, path, "." + source.key + " must be a string.", context);
  if (source.key == "file") return model::SecretReference{Kind::file, source.text, {}};
  if (!is_variable_name(source.text))
    return wrong(source.place, path, ".env is not the name of a variable.", context,
                 R"(Write the name without $: { env = "MY_API_KEY" }.)");
  return model::SecretReference{Kind::env, source.text, {}};
}

}  // namespace usagestat::config
