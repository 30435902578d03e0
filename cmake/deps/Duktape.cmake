# SPDX-License-Identifier: MIT
# Duktape: the JavaScript engine, with the hooks through which plugin_host stops a script, tells it the time and its zone.

locate_source(duktape duktape_tree)
set(duktape_directory "${CMAKE_BINARY_DIR}/duktape")

# replace_once(<variable> <old> <new>): fails when <old> is not there exactly once, so that another Duktape version cannot
# silently lose a change.
function(replace_once variable old new)
  string(FIND "${${variable}}" "${old}" first)
  string(FIND "${${variable}}" "${old}" last REVERSE)
  if(first EQUAL -1 OR NOT first EQUAL last)
    message(FATAL_ERROR "duktape: this text is not there exactly once:\n${old}")
  endif()
  string(REPLACE "${old}" "${new}" text "${${variable}}")
  set(${variable} "${text}" PARENT_SCOPE)
endfunction()

# The distribution's configuration tool needs Python 2; its marker for changes by hand does not.
file(READ "${duktape_tree}/src/duk_config.h" duk_config)
file(READ "${CMAKE_CURRENT_LIST_DIR}/duk_overrides.h" duk_overrides)
replace_once(duk_config "/* __OVERRIDE_DEFINES__ */" "${duk_overrides}")

# The engine asks for the deadline between bytecode instructions only. A built-in function can run for minutes in one
# instruction (an array of length 4294967295, nested quantifiers), so the long native loops count as well, in the engine's
# own counter. A counter at zero makes the next instruction stop too, so that a script cannot catch its way out.
# Code that runs outside a script, the host's own, is never stopped.
file(READ "${duktape_tree}/src/duktape.c" duktape_source)

set(tick_function "
static void usagestat_tick(duk_hthread *thr, duk_int_t cost) {
	if (thr->callstack_curr == NULL) {
		return;
	}
	thr->interrupt_counter -= cost;
	if (thr->interrupt_counter > 0) {
		return;
	}
	if (DUK_USE_EXEC_TIMEOUT_CHECK(thr->heap->heap_udata)) {
		thr->interrupt_init = 0;
		thr->interrupt_counter = 0;
		DUK_ERROR_RANGE(thr, \"execution timeout\");
	}
	thr->interrupt_init = DUK_HTHREAD_INTCTR_DEFAULT;
	thr->interrupt_counter = DUK_HTHREAD_INTCTR_DEFAULT - 1;
}

")

# 1. Array functions visit every index through these four.
set(first_index_function TRUE)
foreach(verb IN ITEMS get put del has)
  set(signature
    "DUK_EXTERNAL duk_bool_t duk_${verb}_prop_index(duk_hthread *thr, duk_idx_t obj_idx, duk_uarridx_t arr_idx) {\n")
  set(replacement "${signature}\tusagestat_tick(thr, 1);\n")
  if(first_index_function)
    string(PREPEND replacement "${tick_function}")
    set(first_index_function FALSE)
  endif()
  replace_once(duktape_source "${signature}" "${replacement}")
endforeach()

# 2. A call of a built-in function counts as 1/16 of the way to the next question, whatever it does.
replace_once(duktape_source
  "\t\t\trc = ((duk_hnatfunc *) func)->func(thr);\n"
  "\t\t\tthr->interrupt_counter -= DUK_HTHREAD_INTCTR_DEFAULT / 16;\n\t\t\trc = ((duk_hnatfunc *) func)->func(thr);\n")

# 3. indexOf() compares at every position.
replace_once(duktape_source
  "\t\t\tDUK_ASSERT(q_blen > 0);\n\t\t\tif (duk_memcmp("
  "\t\t\tDUK_ASSERT(q_blen > 0);\n\t\t\tusagestat_tick(thr, 1 + (q_blen >> 9));\n\t\t\tif (duk_memcmp(")

# 4. A regular expression counts its steps up to 1e9 (about 8 s). It asks at its first step, for callers that match again
# and again, and every 65536 steps.
replace_once(duktape_source
  "\t\tre_ctx->steps_count++;\n"
  "\t\tif ((re_ctx->steps_count & 0xffffU) == 0 && DUK_USE_EXEC_TIMEOUT_CHECK(re_ctx->thr->heap->heap_udata)) {
\t\t\tre_ctx->thr->interrupt_init = 0;
\t\t\tre_ctx->thr->interrupt_counter = 0;
\t\t\tDUK_ERROR_RANGE(re_ctx->thr, DUK_STR_REGEXP_EXECUTOR_STEP_LIMIT);
\t\t}
\t\tre_ctx->steps_count++;\n")

file(MAKE_DIRECTORY "${duktape_directory}")
file(WRITE "${duktape_directory}/duk_config.h" "${duk_config}")
file(WRITE "${duktape_directory}/duktape.cpp" "${duktape_source}")
file(COPY "${duktape_tree}/src/duktape.h" DESTINATION "${duktape_directory}")

add_library(duktape STATIC "${duktape_directory}/duktape.cpp")
target_include_directories(duktape PRIVATE "${duktape_directory}")

install_library(duktape)
install(FILES "${duktape_directory}/duk_config.h" "${duktape_directory}/duktape.h" DESTINATION include/duktape)
