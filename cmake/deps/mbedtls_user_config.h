/* SPDX-License-Identifier: MIT
 * What usagestat changes in mbedTLS's default configuration. Read after the defaults by every file that includes mbedTLS. */
#ifndef USAGESTAT_MBEDTLS_USER_CONFIG_H
#define USAGESTAT_MBEDTLS_USER_CONFIG_H

/* mbedTLS asks getrandom(2) only on glibc and opens /dev/random elsewhere, which a container may lack. */
#if defined(__linux__)
#define MBEDTLS_NO_PLATFORM_ENTROPY
#define MBEDTLS_ENTROPY_HARDWARE_ALT
#endif

/* Providers are asked by several threads at once, and both TLS 1.3's key store and curl's random generator are shared by
 * them: without this mbedTLS takes no lock at all. */
#if !defined(_WIN32) || defined(__MINGW32__)
#define MBEDTLS_THREADING_C
#define MBEDTLS_THREADING_PTHREAD
#endif

#endif
