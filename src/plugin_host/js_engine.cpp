// SPDX-License-Identifier: MIT
// Duktape with its limits. Three places can stop a script at its deadline: the interrupt counter of
// the bytecode executor, the same check inside the regular-expression matcher, and the allocator,
// which native loops over huge sparse arrays keep calling.
#include "plugin_host/js_engine.hpp"

#include <duktape.h>

#include <algorithm>
#include <cstdlib>
#include <new>
#include <vector>

#include "plugin_host/js_value_internal.hpp"

namespace usagestat::plugin_host {
namespace {

namespace json = base::json;

// Thrown out of the engine when it cannot go on at all; the heap is thrown away after it.
struct EngineIsBroken {};

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
  explicit Heap(EngineOptions options) : options_(std::move(options)) {
    const Current current(this);
    context_ = duk_create_heap(allocate, reallocate, release, this, fail_fatally);
  }

  // Blocks are freed one by one instead of by duk_destroy_heap: that would run finalizers of a script
  // that has used up its time, and needs a heap that is not broken.
  ~Heap() {
    while (first_ != nullptr) {
      Block* next = first_->next;
      std::free(first_);
      first_ = next;
    }
  }
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
      const std::string converted = to_cesu8(source);
      duk_push_lstring(context, file_name.data(), file_name.size());
      duk_compile_lstring_filename(context, DUK_COMPILE_STRICT, converted.data(), converted.size());
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

  std::size_t use() const { return use_; }

  bool check_deadline() {
    if (!is_timed_out_ && options_.deadline.expired()) is_timed_out_ = true;
    return is_timed_out_;
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
  struct Block {
    Block* previous;
    Block* next;
    std::size_t size;
    std::size_t padding;  // keeps what follows aligned to 16 bytes
  };

  class Current {
   public:
    explicit Current(Heap* heap) : before_(running()) { running() = heap; }
    ~Current() { running() = before_; }
    Current(const Current&) = delete;
    Current& operator=(const Current&) = delete;

   private:
    Heap* before_;
  };

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
      if (context_ == nullptr) throw EngineIsBroken();
      if (duk_safe_call(context_, work_safely, &call, 0, 1) == DUK_EXEC_SUCCESS) {
        duk_pop(context_);
        // A script that swallowed its last interrupt has still used up its time.
        if (!is_timed_out_) return {std::move(call.value), std::nullopt};
      } else {
        (void)duk_safe_call(context_, describe_safely, &call, 1, 1);
        duk_pop(context_);
      }
    } catch (const EngineIsBroken&) {
      context_ = nullptr;
      call.failure.message = "the engine ran out of memory";
      is_out_of_memory_ = true;
    }
    if (is_timed_out_) {
      call.failure.reason = ScriptFailure::Reason::timeout;
    } else if (is_out_of_memory_) {
      call.failure.reason = ScriptFailure::Reason::out_of_memory;
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
    for (duk_idx_t i = 0; i < duk_get_top(context); ++i)
      arguments.push_back(read_json(context, i));
    const auto result = heap.functions_.at(number)(arguments);
    // A host function that ran into the deadline must not be caught and tried again.
    (void)heap.check_deadline();
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

  bool may_grow_by(std::size_t size) {
    if (size > options_.heap_bytes - std::min(use_, options_.heap_bytes)) {
      is_out_of_memory_ = true;
      return false;
    }
    constexpr unsigned k_allocations_between_checks = 1024;
    if (++allocations_ % k_allocations_between_checks == 0) (void)check_deadline();
    return !is_timed_out_ || allocations_after_timeout_++ < k_allocations_to_unwind;
  }

  static void* allocate(void* user, duk_size_t size) {
    auto& heap = *static_cast<Heap*>(user);
    if (size == 0 || !heap.may_grow_by(size + sizeof(Block))) return nullptr;
    auto* block = static_cast<Block*>(std::malloc(size + sizeof(Block)));
    if (block == nullptr) return nullptr;
    *block = {nullptr, heap.first_, size, 0};
    if (heap.first_ != nullptr) heap.first_->previous = block;
    heap.first_ = block;
    heap.use_ += size + sizeof(Block);
    return block + 1;
  }

  static void* reallocate(void* user, void* memory, duk_size_t size) {
    if (memory == nullptr) return allocate(user, size);
    if (size == 0) {
      release(user, memory);
      return nullptr;
    }
    auto& heap = *static_cast<Heap*>(user);
    Block* block = static_cast<Block*>(memory) - 1;
    if (size > block->size && !heap.may_grow_by(size - block->size)) return nullptr;
    const std::size_t before = block->size;
    auto* moved = static_cast<Block*>(std::realloc(block, size + sizeof(Block)));
    if (moved == nullptr) return nullptr;
    moved->size = size;
    heap.use_ += size;
    heap.use_ -= before;
    if (moved->previous != nullptr) moved->previous->next = moved;
    if (moved->next != nullptr) moved->next->previous = moved;
    if (moved->previous == nullptr) heap.first_ = moved;
    return moved + 1;
  }

  static void release(void* user, void* memory) {
    if (memory == nullptr) return;
    auto& heap = *static_cast<Heap*>(user);
    Block* block = static_cast<Block*>(memory) - 1;
    if (block->previous != nullptr) block->previous->next = block->next;
    if (block->next != nullptr) block->next->previous = block->previous;
    if (heap.first_ == block) heap.first_ = block->next;
    heap.use_ -= block->size + sizeof(Block);
    std::free(block);
  }

  [[noreturn]] static void fail_fatally(void*, const char*) { throw EngineIsBroken(); }

  // Unwinding makes an error object or two; native loops need thousands of allocations.
  static constexpr unsigned k_allocations_to_unwind = 200;

  EngineOptions options_;
  std::vector<NativeFunction> functions_;
  duk_context* context_ = nullptr;
  Block* first_ = nullptr;
  std::size_t use_ = 0;
  unsigned allocations_ = 0;
  unsigned allocations_after_timeout_ = 0;
  bool is_timed_out_ = false;
  bool is_out_of_memory_ = false;

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
  return static_cast<JsEngine::Heap*>(user)->check_deadline() ? 1 : 0;
}
extern "C" double usagestat_duk_now_ms(void*) { return JsEngine::Heap::running()->now_ms(); }
extern "C" int usagestat_duk_local_tzoffset_sec(double instant_ms) {
  return JsEngine::Heap::running()->utc_offset_seconds(instant_ms);
}
