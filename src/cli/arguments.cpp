// SPDX-License-Identifier: MIT
// The only file that names cxxopts. It has no subcommands, so the command word is found first and
// then one strict parse runs with the global options and the command's own.
#include "cli/arguments.hpp"

#include <algorithm>

#define CXXOPTS_VECTOR_DELIMITER '\0'
#include <cxxopts.hpp>

#include "base/suggest.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "cli/command_words.hpp"
#include "cli/option_values.hpp"
#include "cli/refused_words.hpp"

namespace usagestat::cli {
namespace {

using base::Error;
using base::ErrorKind;

constexpr const char* k_operands = "operands";

std::string cxxopts_name(const Option& option) {
  const std::string name(option.name);
  return option.short_name == 0 ? name : std::string(1, option.short_name) + "," + name;
}

void declare(cxxopts::Options& parser, std::span<const Option> options) {
  for (const Option& option : options) {
    auto adder = parser.add_options();
    if (option.kind == ValueKind::none) {
      adder(cxxopts_name(option), "");
    } else {
      auto value = cxxopts::value<std::vector<std::string>>();
      if (option.optional_value) value->implicit_value("");
      adder(cxxopts_name(option), "", value);
    }
  }
}

Error wrong_option(const std::string& name, const Command& command) {
  if (const auto sentence = refusal_of_option(name)) return {ErrorKind::usage, *sentence, ""};
  std::vector<std::string> known;
  for (const auto options : {global_options(), command.options}) {
    for (const Option& option : options) {
      if (!option.hidden) known.emplace_back(option.name);
    }
  }
  const auto near = base::nearest_words(name, known, 1);
  const std::string dashes = name.size() == 1 ? "-" : "--";
  return {ErrorKind::usage,
          "Unknown option " + dashes + name + " for `usagestat " + std::string(command.path) + "`.",
          (near.empty() ? "" : "Did you mean --" + near.front() + "? ") + "`usagestat " +
              std::string(command.path) + " --help` lists its options."};
}

// cxxopts names the option only inside its sentences, between quotes or as the last word.
Error translate(const cxxopts::exceptions::parsing& exception, const Command& command) {
  const std::string text = exception.what();
  const auto quoted = [&text]() -> std::string {
    // Typographic quotes outside Windows, plain ones there.
    for (const auto& [open, close] : {std::pair<std::string, std::string>{"\u2018", "\u2019"},
                                      std::pair<std::string, std::string>{"'", "'"}}) {
      const auto begin = text.find(open);
      if (begin == std::string::npos) continue;
      const auto start = begin + open.size();
      return text.substr(start, text.find(close, start) - start);
    }
    return text;
  }();
  if (dynamic_cast<const cxxopts::exceptions::no_such_option*>(&exception) != nullptr)
    return wrong_option(quoted, command);
  if (dynamic_cast<const cxxopts::exceptions::missing_argument*>(&exception) != nullptr ||
      dynamic_cast<const cxxopts::exceptions::option_requires_argument*>(&exception) != nullptr)
    return {ErrorKind::usage, "Option --" + quoted + " needs a value.",
            "`usagestat " + std::string(command.path) + " --help` shows what it takes."};
  if (dynamic_cast<const cxxopts::exceptions::invalid_option_syntax*>(&exception) != nullptr)
    return {ErrorKind::usage, "\"" + quoted + "\" is not an option.",
            "Long options begin with two dashes."};
  return {ErrorKind::usage, "An option does not take the value \"" + quoted + "\".",
          "`usagestat " + std::string(command.path) + " --help` lists its options."};
}

const Option* find_option(std::string_view name, const Command& command) {
  for (const auto options : {global_options(), command.options}) {
    for (const Option& option : options) {
      if (option.name == name) return &option;
    }
  }
  return nullptr;
}

// "--watch 5s" as "--watch=5s": cxxopts takes the value of an option that can go without one only
// behind "=". A word that is no such value stays what it is.
std::vector<std::string> with_optional_values(const std::vector<std::string>& words,
                                              const Command& command) {
  std::vector<std::string> result;
  for (const std::string& word : words) {
    const Option* option = !result.empty() && result.back().starts_with("--")
                               ? find_option(result.back().substr(2), command)
                               : nullptr;
    if (option != nullptr && option->optional_value && check_option_value(*option, word))
      result.back() += "=" + word;
    else
      result.push_back(word);
  }
  return result;
}

}  // namespace

struct ArgumentParser {
  const Command& command;
  Arguments arguments{};

  base::Result<void> take(const std::string& name, const std::string& value) {
    if (name == k_operands) {
      if (command.operand_kind == OperandKind::none)
        return Error{ErrorKind::usage,
                     "`usagestat " + std::string(command.path) + "` takes no operand, but \"" +
                         value + "\" was given.",
                     "`usagestat " + std::string(command.path) + " --help` shows its form."};
      arguments.operands_.push_back(value);
      return {};
    }
    const Option* option = find_option(name, command);
    auto& values = arguments.values_[name];
    if (!values.empty() && !option->repeatable && option->kind != ValueKind::none)
      return Error{ErrorKind::usage, "Option --" + name + " is given twice.", "Give it once."};
    if (option->kind == ValueKind::none && value != "true")
      return Error{ErrorKind::usage, "Option --" + name + " takes no value.", ""};
    if (!(option->optional_value && value.empty()))
      USAGESTAT_CHECK(check_option_value(*option, value));
    values.push_back(value);
    return {};
  }

  base::Result<Arguments> parse(const std::vector<std::string>& typed) {
    const std::vector<std::string> words = with_optional_values(typed, command);
    cxxopts::Options parser("usagestat");
    declare(parser, global_options());
    declare(parser, command.options);
    parser.add_options()(k_operands, "", cxxopts::value<std::vector<std::string>>());
    parser.parse_positional({k_operands});
    std::vector<const char*> argv{"usagestat"};
    for (const std::string& word : words) argv.push_back(word.c_str());
    try {
      const auto parsed = parser.parse(static_cast<int>(argv.size()), argv.data());
      for (const auto& pair : parsed.arguments()) USAGESTAT_CHECK(take(pair.key(), pair.value()));
    } catch (const cxxopts::exceptions::parsing& exception) {
      return translate(exception, command);
    }
    return std::move(arguments);
  }
};

bool Arguments::has(std::string_view option) const { return values_.contains(option); }

std::optional<std::string> Arguments::text(std::string_view option) const {
  const auto found = values_.find(option);
  if (found == values_.end()) return std::nullopt;
  return found->second.back();
}

std::vector<std::string> Arguments::all(std::string_view option) const {
  const auto found = values_.find(option);
  return found == values_.end() ? std::vector<std::string>() : found->second;
}

std::optional<std::chrono::milliseconds> Arguments::duration(std::string_view option) const {
  const auto value = text(option);
  return value ? base::parse_duration(*value) : std::nullopt;
}

std::optional<double> Arguments::number(std::string_view option) const {
  const auto value = text(option);
  return value ? parse_number(*value) : std::nullopt;
}

std::optional<std::size_t> Arguments::count(std::string_view option) const {
  const auto value = text(option);
  return value ? parse_count(*value) : std::nullopt;
}

std::optional<model::SourceMode> Arguments::mode(std::string_view option) const {
  const auto value = text(option);
  return value ? model::source_mode_from(*value) : std::nullopt;
}

base::Result<ParsedCommandLine> parse_command_line(const std::vector<std::string>& words) {
  USAGESTAT_TRY(CommandWords found, find_command_words(words));
  ArgumentParser parser{*found.command};
  USAGESTAT_TRY(Arguments arguments, parser.parse(found.rest));
  return ParsedCommandLine{found.command, found.is_typed, std::move(arguments)};
}

}  // namespace usagestat::cli
