# Sanitizers for a whole build tree: CLEARWELL_SANITIZE=address,undefined (preset asan) or thread (preset tsan).
#
# A target of third-party code takes itself out with clearwell_without_sanitizers(target): its faults are not ours to
# mend, and one file of ImPlot compiles for minutes when it is instrumented.
include_guard(GLOBAL)

set(CLEARWELL_SANITIZE "" CACHE STRING "Comma-separated list for -fsanitize, empty for none")

if(CLEARWELL_SANITIZE)
  add_compile_options(-fsanitize=${CLEARWELL_SANITIZE} -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${CLEARWELL_SANITIZE})
  if(CLEARWELL_SANITIZE MATCHES "undefined")
    # Without this UBSan prints its finding and the test passes.
    add_compile_options(-fno-sanitize-recover=all)
  endif()
  # With instrumentation GCC takes libstdc++'s own std::regex for uninitialised; the release build has the warning.
  add_compile_options($<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)
endif()

function(clearwell_without_sanitizers target)
  if(CLEARWELL_SANITIZE)
    target_compile_options(${target} PRIVATE -fno-sanitize=all)
  endif()
endfunction()
