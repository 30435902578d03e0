# SPDX-License-Identifier: MIT
# Catch2: the tests only.

set(CATCH_DEVELOPMENT_BUILD OFF CACHE BOOL "" FORCE)
set(CATCH_INSTALL_DOCS OFF CACHE BOOL "" FORCE)
set(CATCH_INSTALL_EXTRAS OFF CACHE BOOL "" FORCE)
locate_source(catch2 catch2_tree)
add_subdirectory("${catch2_tree}" "${CMAKE_BINARY_DIR}/catch2" EXCLUDE_FROM_ALL SYSTEM)

install_library(Catch2 Catch2WithMain)
install(DIRECTORY "${catch2_tree}/src/catch2" DESTINATION include/catch2 FILES_MATCHING PATTERN "*.hpp")
install(DIRECTORY "${CMAKE_BINARY_DIR}/catch2/generated-includes/catch2" DESTINATION include/catch2)
install(FILES "${catch2_tree}/extras/Catch.cmake" "${catch2_tree}/extras/CatchAddTests.cmake" DESTINATION cmake)
