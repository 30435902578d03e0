// SPDX-License-Identifier: MIT
// Everything a command gets to work with.
#pragma once

#include <chrono>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

#include "base/json.hpp"
#include "base/log.hpp"
#include "cli/streams.hpp"
#include "system/deadline.hpp"
#include "system/system.hpp"
#include "usage/workspace.hpp"

namespace usagestat::cli {

class Arguments;

struct GlobalOptions {
  bool json = false;
  base::JsonStyle json_style = base::JsonStyle::pretty;
  bool plain = false;
  bool no_color = false;
  bool include_off = false;  // --all
  bool demo = false;
  std::optional<std::chrono::milliseconds> timeout;
};

struct Invocation {
  const system::System& system;
  Streams& streams;
  base::LogSink& log;
  GlobalOptions options;
  usage::Workspace& workspace;
  system::Deadline deadline;  // of the whole command

  // Tables and colours for people, or the stable plain form for pipes.
  bool use_plain() const { return options.plain || !streams.out_is_terminal; }
  bool use_color() const { return streams.color_allowed && !options.no_color && !use_plain(); }

  void print(std::string_view text) const { streams.out.write(text); }
  void print_json(const base::json::value& value) const;
  // "usagestat: …" on standard error.
  void note(std::string_view sentence) const;
};

}  // namespace usagestat::cli
