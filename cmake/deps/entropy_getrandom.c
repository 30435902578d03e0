/* SPDX-License-Identifier: MIT
 * The entropy source that mbedTLS calls under MBEDTLS_ENTROPY_HARDWARE_ALT; see mbedtls_user_config.h. */
#if defined(__linux__)
#include <errno.h>
#include <stddef.h>
#include <sys/random.h>

/* Returns 0 and the number of bytes written, or -1 when the kernel gives none. */
int mbedtls_hardware_poll(void *data, unsigned char *output, size_t length, size_t *written) {
  (void)data;
  *written = 0;
  while (*written < length) {
    ssize_t got = getrandom(output + *written, length - *written, 0);
    if (got > 0) {
      *written += (size_t)got;
    } else if (got == 0 || errno != EINTR) {
      return -1;
    }
  }
  return 0;
}
#else
typedef int usagestat_entropy_getrandom_is_for_linux;
#endif
