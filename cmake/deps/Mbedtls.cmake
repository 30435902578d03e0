# SPDX-License-Identifier: MIT
# mbedTLS: the TLS of curl, and the hashes and signatures of the system floor.

set(ENABLE_TESTING OFF CACHE BOOL "" FORCE)
set(ENABLE_PROGRAMS OFF CACHE BOOL "" FORCE)
set(MBEDTLS_FATAL_WARNINGS OFF CACHE BOOL "" FORCE)
set(GEN_FILES OFF CACHE BOOL "" FORCE)
set(DISABLE_PACKAGE_CONFIG_AND_INSTALL ON CACHE BOOL "" FORCE)

locate_source(mbedtls mbedtls_tree)
add_subdirectory("${mbedtls_tree}" "${CMAKE_BINARY_DIR}/mbedtls" EXCLUDE_FROM_ALL SYSTEM)

set(mbedtls_user_config "${CMAKE_CURRENT_LIST_DIR}/mbedtls_user_config.h")
foreach(target IN ITEMS mbedcrypto mbedx509 mbedtls everest p256m)
  target_compile_definitions(${target} PUBLIC "MBEDTLS_USER_CONFIG_FILE=\"${mbedtls_user_config}\"")
endforeach()
target_sources(mbedcrypto PRIVATE "${CMAKE_CURRENT_LIST_DIR}/entropy_getrandom.c")

install_library(mbedtls mbedx509 mbedcrypto everest p256m)
install(DIRECTORY "${mbedtls_tree}/include/mbedtls" "${mbedtls_tree}/include/psa" DESTINATION include/mbedtls)
install(FILES mbedtls_user_config.h DESTINATION include/mbedtls)
