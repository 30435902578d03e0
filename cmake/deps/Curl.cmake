# SPDX-License-Identifier: MIT
# curl: HTTP/1.1 over the mbedTLS of Mbedtls.cmake and nothing else.

# Facts that curl's own search would look for in installed libraries; here they are targets of the same build.
set(MBEDTLS_INCLUDE_DIR "${mbedtls_tree}/include" CACHE PATH "" FORCE)
set(MBEDTLS_LIBRARY mbedtls CACHE STRING "" FORCE)
set(MBEDX509_LIBRARY mbedx509 CACHE STRING "" FORCE)
set(MBEDCRYPTO_LIBRARY mbedcrypto CACHE STRING "" FORCE)
set(HAVE_MBEDTLS_DES_CRYPT_ECB 0 CACHE INTERNAL "")
# .netrc is another program's secret store: a request carries only what a plugin gave it.
foreach(option IN ITEMS HTTP_ONLY CURL_USE_MBEDTLS CURL_DISABLE_NETRC CURL_DISABLE_INSTALL)
  set(${option} ON CACHE BOOL "" FORCE)
endforeach()
foreach(option IN ITEMS
    BUILD_CURL_EXE BUILD_TESTING BUILD_LIBCURL_DOCS BUILD_MISC_DOCS BUILD_EXAMPLES ENABLE_CURL_MANUAL
    CURL_USE_OPENSSL CURL_USE_LIBPSL CURL_USE_LIBSSH2 CURL_USE_GSSAPI USE_LIBIDN2 USE_NGHTTP2 ENABLE_ARES
    CURL_BROTLI CURL_ZSTD CURL_ZLIB CURL_USE_PKGCONFIG CURL_ENABLE_EXPORT_TARGET)
  set(${option} OFF CACHE BOOL "" FORCE)
endforeach()
# The certificates come from the system floor at run time, never from a path compiled in.
set(CURL_CA_BUNDLE none CACHE STRING "" FORCE)
set(CURL_CA_PATH none CACHE STRING "" FORCE)
if(APPLE)
  # curl's IPv6 code for macOS wants a framework that a cross compiler does not have.
  set(ENABLE_IPV6 OFF CACHE BOOL "" FORCE)
endif()

locate_source(curl curl_tree)
add_subdirectory("${curl_tree}" "${CMAKE_BINARY_DIR}/curl" EXCLUDE_FROM_ALL SYSTEM)
target_compile_definitions(libcurl_static PRIVATE "MBEDTLS_USER_CONFIG_FILE=\"${mbedtls_user_config}\"")

install_library(libcurl_static)
install(DIRECTORY "${curl_tree}/include/curl" DESTINATION include/curl FILES_MATCHING PATTERN "*.h")
