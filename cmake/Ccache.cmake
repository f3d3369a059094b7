# Compiles through ccache where it is installed; harmless where it is not. Give -DCLEARWELL_CCACHE=OFF to do without.
# The base directory makes paths relative and the working directory is left out of the hash, so that clones in different
# places share what was compiled.
include_guard(GLOBAL)

option(CLEARWELL_CCACHE "Compile through ccache when it is installed" ON)

if(CLEARWELL_CCACHE)
  find_program(CLEARWELL_CCACHE_PROGRAM ccache NO_CMAKE_FIND_ROOT_PATH)
  mark_as_advanced(CLEARWELL_CCACHE_PROGRAM)
  if(CLEARWELL_CCACHE_PROGRAM)
    set(launcher ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${PROJECT_SOURCE_DIR} CCACHE_NOHASHDIR=1 ${CLEARWELL_CCACHE_PROGRAM})
    set(CMAKE_C_COMPILER_LAUNCHER ${launcher})
    set(CMAKE_CXX_COMPILER_LAUNCHER ${launcher})
  endif()
endif()
