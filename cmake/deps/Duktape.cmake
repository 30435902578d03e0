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

# A regular expression runs in one native loop that counts its steps up to 1e9 (about 8 s). The loop asks for the deadline
# too: at its first step, for callers that match again and again, and every 65536 steps.
# Brackets and semicolons mean something to CMake in a list only; here the text stays one string throughout.
file(READ "${duktape_tree}/src/duktape.c" duktape_source)
replace_once(duktape_source
  "		re_ctx->steps_count++;\n"
  "		if ((re_ctx->steps_count & 0xffffU) == 0 && DUK_USE_EXEC_TIMEOUT_CHECK(re_ctx->thr->heap->heap_udata)) {\n\
			re_ctx->thr->interrupt_init = 0;\n\
			re_ctx->thr->interrupt_counter = 0;\n\
			DUK_ERROR_RANGE(re_ctx->thr, DUK_STR_REGEXP_EXECUTOR_STEP_LIMIT);\n\
			DUK_WO_NORETURN(return NULL;);\n\
		}\n\
		re_ctx->steps_count++;\n")

file(MAKE_DIRECTORY "${duktape_directory}")
file(WRITE "${duktape_directory}/duk_config.h" "${duk_config}")
file(WRITE "${duktape_directory}/duktape.cpp" "${duktape_source}")
file(COPY "${duktape_tree}/src/duktape.h" DESTINATION "${duktape_directory}")

add_library(duktape STATIC "${duktape_directory}/duktape.cpp")
target_include_directories(duktape PRIVATE "${duktape_directory}")

install_library(duktape)
install(FILES "${duktape_directory}/duk_config.h" "${duktape_directory}/duktape.h" DESTINATION include/duktape)
