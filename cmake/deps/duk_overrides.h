/* usagestat: compiled as C++, so that a script error that unwinds through a host function runs its destructors. */
#define DUK_USE_CPP_EXCEPTIONS

/* usagestat: asked every 256 Ki instructions; non-zero stops the script with an error that it cannot catch. */
extern "C" int usagestat_duk_exec_timeout_check(void *udata);
#define DUK_USE_INTERRUPT_COUNTER
#undef DUK_USE_EXEC_TIMEOUT_CHECK
#define DUK_USE_EXEC_TIMEOUT_CHECK(udata) usagestat_duk_exec_timeout_check((udata))

/* usagestat: the clock and the zone of the run, which a story replaces by its own. */
extern "C" double usagestat_duk_now_ms(void *context);
#undef DUK_USE_DATE_GET_NOW
#define DUK_USE_DATE_GET_NOW(ctx) usagestat_duk_now_ms((ctx))
extern "C" int usagestat_duk_local_tzoffset_sec(double time_ms);
#undef DUK_USE_DATE_GET_LOCAL_TZOFFSET
#define DUK_USE_DATE_GET_LOCAL_TZOFFSET(d) usagestat_duk_local_tzoffset_sec((d))
