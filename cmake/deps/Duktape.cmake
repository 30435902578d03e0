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
# own counter. The question does not return once the deadline has passed: it throws duk_fatal_exception, which the engine
# hands on through all of its frames, so that no catch or finally block of a script runs any more.
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
	(void) DUK_USE_EXEC_TIMEOUT_CHECK(thr->heap->heap_udata);
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

# 2. A call of a built-in function counts as 1/4 of the way to the next question, whatever it does.
replace_once(duktape_source
  "\t\t\trc = ((duk_hnatfunc *) func)->func(thr);\n"
  "\t\t\tthr->interrupt_counter -= DUK_HTHREAD_INTCTR_DEFAULT / 4;\n\t\t\trc = ((duk_hnatfunc *) func)->func(thr);\n")

# 3. indexOf(), split() and replace() compare at every position.
replace_once(duktape_source
  "\t\t\tDUK_ASSERT(q_blen > 0);\n\t\t\tif (duk_memcmp("
  "\t\t\tDUK_ASSERT(q_blen > 0);\n\t\t\tusagestat_tick(thr, 1 + (duk_int_t) (q_blen >> 9));\n\t\t\tif (duk_memcmp(")
replace_once(duktape_source
  "\t\t\t\tDUK_ASSERT(q_blen > 0); /* no issues with empty memcmp() */\n"
  "\t\t\t\tusagestat_tick(thr, 1 + (duk_int_t) (q_blen >> 9));\n")
replace_once(duktape_source
  "\t\t\twhile (p <= p_end) {
\t\t\t\tDUK_ASSERT(p + q_blen <= DUK_HSTRING_GET_DATA(h_input) + DUK_HSTRING_GET_BYTELEN(h_input));
\t\t\t\tif (duk_memcmp("
  "\t\t\twhile (p <= p_end) {
\t\t\t\tusagestat_tick(thr, 1 + (duk_int_t) (q_blen >> 9));
\t\t\t\tif (duk_memcmp(")

# 4. Other string functions take time by the length of their text.
replace_once(duktape_source
  "\tduk__push_this_helper(thr, 1 /*check_object_coercible*/);
\treturn duk_to_hstring_m1(thr); /* This will reject all Symbol values; accepts Symbol objects. */\n"
  "\tduk_hstring *h;
\tduk__push_this_helper(thr, 1 /*check_object_coercible*/);
\th = duk_to_hstring_m1(thr);
\tusagestat_tick(thr, (duk_int_t) (DUK_HSTRING_GET_BYTELEN(h) >> 6));
\treturn h;\n")

# 5. Text becomes a number (also by an operator) in a time that grows with its digits and its exponent.
replace_once(duktape_source
  "\tduk_native_stack_check(thr);\n\tduk__numconv_parse_raw("
  "\tduk_native_stack_check(thr);
\tusagestat_tick(thr, 64 + (duk_int_t) duk_get_length(thr, -1));\n\tduk__numconv_parse_raw(")

# 6. JSON.stringify() can visit the same value again and again.
replace_once(duktape_source
  "DUK_LOCAL duk_bool_t duk__json_enc_value(duk_json_enc_ctx *js_ctx, duk_idx_t idx_holder) {
\tduk_hthread *thr = js_ctx->thr;\n"
  "DUK_LOCAL duk_bool_t duk__json_enc_value(duk_json_enc_ctx *js_ctx, duk_idx_t idx_holder) {
\tduk_hthread *thr = js_ctx->thr;\n\tusagestat_tick(thr, 1);\n")

# 7. The compiler takes time by the length of the source.
replace_once(duktape_source
  "DUK_INTERNAL void duk_js_compile(duk_hthread *thr, const duk_uint8_t *src_buffer, duk_size_t src_length, duk_small_uint_t flags) {\n"
  "DUK_INTERNAL void duk_js_compile(duk_hthread *thr, const duk_uint8_t *src_buffer, duk_size_t src_length, duk_small_uint_t flags) {
\tusagestat_tick(thr, (duk_int_t) (src_length >> 5));\n")

# 8. The garbage collector scans the whole heap for every 256 links of a chain of objects.
replace_once(duktape_source
  "\twhile (DUK_HEAP_HAS_MARKANDSWEEP_RECLIMIT_REACHED(heap)) {\n"
  "\twhile (DUK_HEAP_HAS_MARKANDSWEEP_RECLIMIT_REACHED(heap)) {
\t\t(void) DUK_USE_EXEC_TIMEOUT_CHECK(heap->heap_udata);\n")

# 9. A regular expression counts its steps up to 1e9 (about 8 s). It asks at its first step, for callers that match again
# and again, and every 65536 steps.
replace_once(duktape_source
  "\t\tre_ctx->steps_count++;\n"
  "\t\tif ((re_ctx->steps_count & 0xffffU) == 0) {
\t\t\t(void) DUK_USE_EXEC_TIMEOUT_CHECK(re_ctx->thr->heap->heap_udata);
\t\t}
\t\tre_ctx->steps_count++;\n")

# The exception lives in the configuration, so that the memory functions of the host can throw it as well.
replace_once(duktape_source
  "class duk_fatal_exception : public virtual std::runtime_error {
      public:
\tduk_fatal_exception(const char *message) : std::runtime_error(message) {
\t}
};\n"
  "")

file(MAKE_DIRECTORY "${duktape_directory}")
file(WRITE "${duktape_directory}/duk_config.h" "${duk_config}")
file(WRITE "${duktape_directory}/duktape.cpp" "${duktape_source}")
file(COPY "${duktape_tree}/src/duktape.h" DESTINATION "${duktape_directory}")

add_library(duktape STATIC "${duktape_directory}/duktape.cpp")
target_include_directories(duktape PRIVATE "${duktape_directory}")

install_library(duktape)
install(FILES "${duktape_directory}/duk_config.h" "${duktape_directory}/duktape.h" DESTINATION include/duktape)
