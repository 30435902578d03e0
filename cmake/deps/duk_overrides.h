/* usagestat: compiled as C++, so that a script error that unwinds through a host function runs its destructors. */
#define DUK_USE_CPP_EXCEPTIONS

/* usagestat: what ends a script for good. The engine hands it on to the caller of its interface; the heap must not be used
 * after it. */
#include <stdexcept>
class duk_fatal_exception : public virtual std::runtime_error {
 public:
  explicit duk_fatal_exception(const char *message) : std::runtime_error(message) {}
};

/* usagestat: asked every 256 Ki instructions; throws when the deadline has passed, else 0. */
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

/* usagestat: non-zero when the stack of this thread is used up as far as a script may; recursion then ends with a
 * RangeError. */
#undef DUK_USE_COMPILER_RECLIMIT
#define DUK_USE_COMPILER_RECLIMIT 700
extern "C" int usagestat_duk_native_stack_check(void);
#undef DUK_USE_NATIVE_STACK_CHECK
#define DUK_USE_NATIVE_STACK_CHECK() usagestat_duk_native_stack_check()
