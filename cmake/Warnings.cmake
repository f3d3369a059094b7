# How every file of ours is compiled. One include() for the root CMakeLists.txt, before any target exists.
#
#   clearwell::warnings   link it PRIVATE to each of our targets; third-party code never gets it
include_guard(GLOBAL)

include(${CMAKE_CURRENT_LIST_DIR}/Ccache.cmake)
include(${CMAKE_CURRENT_LIST_DIR}/Sanitizers.cmake)

# The server and the browser must compute the same bits. A fused multiply-add rounds once where a multiplication and an
# addition round twice, and only one of the two machines may have it; so no contraction, anywhere. For the same reason
# nobody may add -ffast-math or -Ofast.
add_compile_options(-ffp-contract=off)
if("${CMAKE_CXX_FLAGS} ${CMAKE_C_FLAGS}" MATCHES "-ffast-math|-Ofast|-funsafe-math-optimizations")
  message(FATAL_ERROR "Clearwell promises equal bits in server and browser: build it without -ffast-math and -Ofast")
endif()

option(CLEARWELL_WARNINGS_AS_ERRORS "Stop at the first warning in our own code" OFF)

add_library(clearwell_warnings INTERFACE)
add_library(clearwell::warnings ALIAS clearwell_warnings)

target_compile_options(
  clearwell_warnings
  INTERFACE
    -Wall
    -Wextra
    -Wpedantic
    -Wshadow
    -Wcast-qual
    -Wextra-semi
    -Wformat=2
    -Wimplicit-fallthrough
    -Wnon-virtual-dtor
    -Wold-style-cast
    -Woverloaded-virtual
    -Wsuggest-override
    # Of -Wconversion we keep what loses information here: double to float (a split value is a float32) and floating
    # point to integer. The rest, mostly size_t to double in means and rates, is noise in a numerical program.
    -Wfloat-conversion
    $<$<BOOL:${CLEARWELL_WARNINGS_AS_ERRORS}>:-Werror>
    # libpqxx 7 deprecates calls that libpqxx 6 has no replacement for, and both must compile.
    $<$<CXX_COMPILER_ID:GNU>:-Wno-error=deprecated-declarations>
)

target_compile_options(
  clearwell_warnings INTERFACE $<$<CXX_COMPILER_ID:GNU>:-Wduplicated-cond -Wlogical-op>
                               # In WASM size_t has 32 bits: a 64-bit length cut short is a hole, not noise.
                               $<$<CXX_COMPILER_ID:Clang>:-Wshorten-64-to-32 -Wimplicit-float-conversion
                               -Wno-implicit-int-float-conversion>
)
