// SPDX-License-Identifier: MIT
// A JavaScript heap of its own for one probe: JSON in, JSON out, bounded in memory and time.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/json.hpp"
#include "base/result.hpp"
#include "system/deadline.hpp"

namespace usagestat::plugin_host {

// Why a script did not come to its end.
struct ScriptFailure {
  enum class Reason {
    syntax,         // it does not parse
    thrown_text,    // it threw a string
    thrown_error,   // it threw an Error or another value
    timeout,        // the deadline passed
    out_of_memory,  // the heap is full
  };
  Reason reason = Reason::thrown_error;
  std::string name;                 // "TypeError"; empty for other values
  std::string message;              // what was thrown, as text
  std::string stack;                // for the debug log
  std::string file;                 // where, when known
  int line = 0;                     // from 1; 0 when unknown
  std::optional<std::string> kind;  // of errors that fail.* and host functions make
  std::string hint;
  std::optional<std::string> retry_at;
};

struct ScriptResult {
  base::json::value value;  // null when it failed
  std::optional<ScriptFailure> failure;
};

// An error becomes a JavaScript Error with `kind`, `hint` and `retryAt`.
using NativeFunction = std::function<base::Result<base::json::value>(const base::json::array&)>;

struct EngineOptions {
  std::size_t heap_bytes = 64U << 20U;
  system::Deadline deadline;
  std::function<double()> now_ms;                 // Date.now(): milliseconds since 1970
  std::function<int(double)> utc_offset_seconds;  // local time of Date, at such an instant
};

class JsEngine {
 public:
  class Heap;  // its insides, which only js_engine.cpp knows

  explicit JsEngine(EngineOptions options);
  ~JsEngine();
  JsEngine(const JsEngine&) = delete;
  JsEngine& operator=(const JsEngine&) = delete;

  // Makes the function a member of the global object `__host`.
  void add_function(const std::string& name, NativeFunction function);

  // Evaluates a script in the global scope, strict. The value is null.
  ScriptResult run(std::string_view source, std::string_view file_name);

  // Calls a global function with JSON arguments. Undefined members of the returned value are left
  // out, functions are null, NaN and infinities are kept as doubles.
  ScriptResult call(const std::string& function, const base::json::array& arguments);

  // Bytes in use now; for tests and figures.
  std::size_t heap_use() const;

 private:
  std::unique_ptr<Heap> heap_;
};

}  // namespace usagestat::plugin_host
