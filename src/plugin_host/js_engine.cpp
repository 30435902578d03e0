// SPDX-License-Identifier: MIT
// Duktape with its limits. A script is stopped for good by an exception that no JavaScript can
// catch, thrown where the engine asks: between instructions, in its long native loops (see
// cmake/deps/Duktape.cmake) and whenever it wants memory. The heap is thrown away after it.
//
// Recursion ends with an ordinary RangeError after 256 KiB of stack, so that a thread with 512 KiB,
// the least that any of our platforms gives to a thread, has room for a host function on top.
#include "plugin_host/js_engine.hpp"

#include <cstdint>
#include <cstring>
#include <vector>

#include <duktape.h>

#include "plugin_host/compiled_scripts.hpp"
#include "plugin_host/js_value_internal.hpp"
#include "plugin_host/script_memory.hpp"

namespace usagestat::plugin_host {
namespace {

namespace json = base::json;

using Reason = ScriptFailure::Reason;

class ScriptStopped : public duk_fatal_exception {
 public:
  explicit ScriptStopped(Reason why)
      : std::runtime_error("script stopped"), duk_fatal_exception("script stopped"), reason(why) {}
  Reason reason;
};

// A text property, or empty.
std::string text_property(duk_context* context, duk_idx_t index, const char* name) {
  std::string text;
  if (duk_get_prop_string(context, index, name) != 0 && duk_is_string(context, -1) != 0)
    text = json::value_to<std::string>(read_json(context, -1));
  duk_pop(context);
  return text;
}

}  // namespace

class JsEngine::Heap {
 public:
  explicit Heap(EngineOptions options)
      : options_(std::move(options)), memory_(options_.heap_bytes) {
    const Current current(this);
    try {
      context_ = duk_create_heap(allocate, reallocate, release, this, nullptr);
    } catch (const duk_fatal_exception&) {
      context_ = nullptr;
    }
    remove_extras();
  }

  // The engine is not asked to tidy up: it may be broken, and the memory goes as a whole.
  ~Heap() = default;
  Heap(const Heap&) = delete;
  Heap& operator=(const Heap&) = delete;

  void add_function(const std::string& name, NativeFunction function) {
    functions_.push_back(std::move(function));
    const auto number = static_cast<duk_int_t>(functions_.size() - 1);
    (void)protect([&](duk_context* context) {
      duk_push_global_object(context);
      if (duk_get_prop_string(context, -1, "__host") == 0) {
        duk_pop(context);
        duk_push_object(context);
        duk_dup_top(context);
        duk_put_prop_string(context, -3, "__host");
      }
      duk_push_c_function(context, call_native, DUK_VARARGS);
      duk_set_magic(context, -1, number);
      duk_put_prop_lstring(context, -2, name.data(), name.size());
      return json::value();
    });
  }

  ScriptResult run(std::string_view source, std::string_view file_name) {
    bool is_compiled = false;
    ScriptResult result = protect([&](duk_context* context) {
      push_script(context, source, file_name);
      is_compiled = true;
      duk_call(context, 0);
      return json::value();
    });
    const bool is_syntax_error = result.failure && result.failure->name == "SyntaxError";
    if (is_syntax_error && !is_compiled) result.failure->reason = ScriptFailure::Reason::syntax;
    return result;
  }

  ScriptResult call(const std::string& function, const json::array& arguments) {
    return protect([&](duk_context* context) {
      duk_push_global_object(context);
      duk_get_prop_lstring(context, -1, function.data(), function.size());
      duk_push_undefined(context);
      duk_require_stack(context, static_cast<duk_idx_t>(arguments.size()) + 1);
      for (const json::value& argument : arguments) push_json(context, argument);
      duk_call_method(context, static_cast<duk_idx_t>(arguments.size()));
      return read_json(context, -1);
    });
  }

  std::size_t use() const { return memory_.used_bytes(); }

  void check_deadline() const {
    if (options_.deadline.expired()) throw ScriptStopped(Reason::timeout);
  }
  // The stack grows downwards everywhere we run.
  bool is_stack_used_up() const {
    constexpr std::uintptr_t k_most_bytes = 256U << 10U;
    return stack_base_ - stack_position() > k_most_bytes;
  }
  double now_ms() const { return options_.now_ms ? options_.now_ms() : 0; }
  int utc_offset_seconds(double instant_ms) const {
    return options_.utc_offset_seconds ? options_.utc_offset_seconds(instant_ms) : 0;
  }

  // The engine's hooks for the clock come without a context of ours, so the heap at work on this
  // thread is remembered.
  static Heap*& running() {
    thread_local Heap* heap = nullptr;
    return heap;
  }

 private:
  // The script as a function, compiled at most once in this process.
  static void push_script(duk_context* context, std::string_view source,
                          std::string_view file_name) {
    if (const auto code = compiled_scripts().find(file_name, source)) {
      void* const buffer = duk_push_fixed_buffer(context, code->size());
      std::memcpy(buffer, code->data(), code->size());
      duk_load_function(context);
      return;
    }
    const std::string converted = to_cesu8(source);
    duk_push_lstring(context, file_name.data(), file_name.size());
    duk_compile_lstring_filename(context, DUK_COMPILE_STRICT, converted.data(), converted.size());
    duk_dup_top(context);
    duk_dump_function(context);
    duk_size_t size = 0;
    const void* const code = duk_require_buffer_data(context, -1, &size);
    compiled_scripts().put(file_name, source, std::string(static_cast<const char*>(code), size));
    duk_pop(context);
  }

  // Of the engine's own additions: finalizers and threads would run script code at times of their
  // choosing, performance.now() shows the real clock, CBOR nobody needs.
  void remove_extras() {
    (void)protect([](duk_context* context) {
      duk_push_global_object(context);
      for (const char* name : {"Duktape", "CBOR", "performance"})
        duk_del_prop_string(context, -1, name);
      return json::value();
    });
  }

  class Current {
   public:
    explicit Current(Heap* heap) : before_(running()) {
      running() = heap;
      heap->stack_base_ = stack_position();
    }
    ~Current() { running() = before_; }
    Current(const Current&) = delete;
    Current& operator=(const Current&) = delete;

   private:
    Heap* before_;
  };

  static std::uintptr_t stack_position() {
    return reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0));
  }

  using Work = std::function<json::value(duk_context*)>;

  struct Protected {
    const Work* work = nullptr;
    json::value value;
    ScriptFailure failure;
  };

  ScriptResult protect(const Work& work) {
    const Current current(this);
    Protected call{&work, {}, {}};
    try {
      if (context_ == nullptr) throw ScriptStopped(Reason::out_of_memory);
      if (duk_safe_call(context_, work_safely, &call, 0, 1) == DUK_EXEC_SUCCESS) {
        duk_pop(context_);
        return {std::move(call.value), std::nullopt};
      }
      (void)duk_safe_call(context_, describe_safely, &call, 1, 1);
      duk_pop(context_);
      // The engine's words when it could not even collect garbage.
      if (call.failure.message == "alloc failed") throw ScriptStopped(Reason::out_of_memory);
    } catch (const ScriptStopped& stop) {
      context_ = nullptr;
      call.failure = {};
      call.failure.reason = stop.reason;
    } catch (const duk_fatal_exception& broken) {
      context_ = nullptr;
      call.failure = {};
      call.failure.message = std::string("the script broke its engine: ") + broken.what();
    }
    return {nullptr, std::move(call.failure)};
  }

  static duk_ret_t work_safely(duk_context* context, void* data) {
    auto& call = *static_cast<Protected*>(data);
    call.value = (*call.work)(context);
    duk_push_null(context);
    return 1;
  }

  // Reads what was thrown; its getters may throw again, hence protected as well.
  static duk_ret_t describe_safely(duk_context* context, void* data) {
    ScriptFailure& failure = static_cast<Protected*>(data)->failure;
    const duk_idx_t thrown = duk_get_top_index(context);
    if (duk_is_string(context, thrown) != 0) {
      failure.reason = ScriptFailure::Reason::thrown_text;
      failure.message = json::value_to<std::string>(read_json(context, thrown));
      return 1;
    }
    if (duk_is_object(context, thrown) == 0) {
      failure.message = from_cesu8(duk_safe_to_string(context, thrown));
      return 1;
    }
    failure.name = text_property(context, thrown, "name");
    failure.message = text_property(context, thrown, "message");
    failure.hint = text_property(context, thrown, "hint");
    failure.file = text_property(context, thrown, "fileName");
    if (duk_get_prop_string(context, thrown, "lineNumber") != 0)
      failure.line = duk_get_int_default(context, -1, 0);
    duk_pop(context);
    if (const std::string kind = text_property(context, thrown, "kind"); !kind.empty())
      failure.kind = kind;
    if (const std::string time = text_property(context, thrown, "retryAt"); !time.empty())
      failure.retry_at = time;
    failure.stack = text_property(context, thrown, "stack");
    return 1;
  }

  static duk_ret_t call_native(duk_context* context) {
    Heap& heap = *running();
    const auto number = static_cast<std::size_t>(duk_get_current_magic(context));
    json::array arguments;
    for (duk_idx_t i = 0; i < duk_get_top(context); ++i) arguments.push_back(read_json(context, i));
    const auto result = heap.functions_.at(number)(arguments);
    // A host function that ran into the deadline must not be caught and tried again.
    heap.check_deadline();
    if (result) {
      push_json(context, *result);
      return 1;
    }
    push_error(context, result.error());
    return duk_throw(context);
  }

  static void push_error(duk_context* context, const base::Error& error) {
    const std::string message = to_cesu8(error.message);
    duk_push_error_object(context, DUK_ERR_ERROR, "%s", message.c_str());
    push_json(context, json::value(std::string(base::to_string(error.kind))));
    duk_put_prop_string(context, -2, "kind");
    push_json(context, json::value(error.hint));
    duk_put_prop_string(context, -2, "hint");
    if (!error.retry_at) return;
    push_json(context, json::value(base::format_utc(*error.retry_at)));
    duk_put_prop_string(context, -2, "retryAt");
  }

  // Native loops without a question of their own want memory all the time.
  void count_allocation(std::size_t size) {
    constexpr unsigned k_allocations_between_checks = 256;
    constexpr std::size_t k_bytes_between_checks = 1U << 20U;
    bytes_since_check_ += size;
    if (++allocations_since_check_ < k_allocations_between_checks &&
        bytes_since_check_ < k_bytes_between_checks)
      return;
    allocations_since_check_ = 0;
    bytes_since_check_ = 0;
    check_deadline();
  }

  // What was refused is asked for again after garbage collections, from the fourth time on thorough
  // ones; then there is nothing left that the script could do.
  void* counted(void* memory) {
    constexpr int k_most_refusals = 5;
    if (memory != nullptr) {
      refusals_ = 0;
      return memory;
    }
    check_deadline();
    if (++refusals_ > k_most_refusals) throw ScriptStopped(Reason::out_of_memory);
    return nullptr;
  }

  static void* allocate(void* user, duk_size_t size) {
    auto& heap = *static_cast<Heap*>(user);
    if (size == 0) return nullptr;
    heap.count_allocation(size);
    return heap.counted(heap.memory_.allocate(size));
  }

  static void* reallocate(void* user, void* memory, duk_size_t size) {
    auto& heap = *static_cast<Heap*>(user);
    if (size == 0) {
      heap.memory_.release(memory);
      return nullptr;
    }
    heap.count_allocation(size);
    return heap.counted(heap.memory_.reallocate(memory, size));
  }

  static void release(void* user, void* memory) {
    static_cast<Heap*>(user)->memory_.release(memory);
  }

  EngineOptions options_;
  ScriptMemory memory_;
  std::vector<NativeFunction> functions_;
  duk_context* context_ = nullptr;
  unsigned allocations_since_check_ = 0;
  std::size_t bytes_since_check_ = 0;
  int refusals_ = 0;
  std::uintptr_t stack_base_ = 0;
};

JsEngine::JsEngine(EngineOptions options) : heap_(std::make_unique<Heap>(std::move(options))) {}
JsEngine::~JsEngine() = default;

void JsEngine::add_function(const std::string& name, NativeFunction function) {
  heap_->add_function(name, std::move(function));
}
ScriptResult JsEngine::run(std::string_view source, std::string_view file_name) {
  return heap_->run(source, file_name);
}
ScriptResult JsEngine::call(const std::string& function, const json::array& arguments) {
  return heap_->call(function, arguments);
}
std::size_t JsEngine::heap_use() const { return heap_->use(); }

}  // namespace usagestat::plugin_host

// The hooks that the engine is compiled with (see cmake/deps/Duktape.cmake).
using usagestat::plugin_host::JsEngine;

extern "C" int usagestat_duk_exec_timeout_check(void* user) {
  static_cast<const JsEngine::Heap*>(user)->check_deadline();
  return 0;
}
extern "C" int usagestat_duk_native_stack_check() {
  return JsEngine::Heap::running()->is_stack_used_up() ? 1 : 0;
}
extern "C" double usagestat_duk_now_ms(void*) { return JsEngine::Heap::running()->now_ms(); }
extern "C" int usagestat_duk_local_tzoffset_sec(double instant_ms) {
  return JsEngine::Heap::running()->utc_offset_seconds(instant_ms);
}
