# Libraries of the web client: Dear ImGui, ImPlot and the font, as scripts/bootstrap lays them out under
# build/third_party. The native build includes this file too, for the tests that run the panels without a window; there
# nlohmann/json comes from Dependencies.cmake.
#
#   clearwell_dep_imgui_headers    <imgui.h>, <backends/…>; sources in CLEARWELL_IMGUI_DIR
#   clearwell_dep_implot_headers   <implot.h>; sources in CLEARWELL_IMPLOT_DIR
#   CLEARWELL_FONT_FILE            DejaVu Sans, cut to the characters that the page shows
#   CLEARWELL_BOLD_FONT_FILE       its bold face, cut alike
#   under Emscripten also nlohmann_json::nlohmann_json, by the native build's name
include_guard(GLOBAL)

get_filename_component(clearwell_third_party "${CMAKE_CURRENT_LIST_DIR}/../build/third_party" ABSOLUTE)

# clearwell_web_path(VARIABLE default file description): a cache variable, from the environment variable of the same
# name when that is set, checked to hold the file.
function(clearwell_web_path variable default file description)
  if(DEFINED ENV{${variable}} AND NOT DEFINED CACHE{${variable}})
    set(default "$ENV{${variable}}")
  endif()
  set(${variable} "${default}" CACHE PATH "${description}")
  set(path "${${variable}}")
  if(file)
    set(path "${path}/${file}")
  endif()
  if(NOT EXISTS "${path}")
    message(FATAL_ERROR "${path} is missing: run scripts/bootstrap, or set ${variable} (${description})")
  endif()
endfunction()

clearwell_web_path(CLEARWELL_IMGUI_DIR "${clearwell_third_party}/imgui" imgui.h "folder of Dear ImGui's sources")
clearwell_web_path(CLEARWELL_IMPLOT_DIR "${clearwell_third_party}/implot" implot.h "folder of ImPlot's sources")
clearwell_web_path(CLEARWELL_FONT_FILE "${clearwell_third_party}/fonts/clearwell.ttf" "" "the page's font, TrueType")
clearwell_web_path(CLEARWELL_BOLD_FONT_FILE "${clearwell_third_party}/fonts/clearwell-bold.ttf" "" "its bold face")

add_library(clearwell_dep_imgui_headers INTERFACE)
target_include_directories(clearwell_dep_imgui_headers SYSTEM INTERFACE "${CLEARWELL_IMGUI_DIR}")

add_library(clearwell_dep_implot_headers INTERFACE)
target_include_directories(clearwell_dep_implot_headers SYSTEM INTERFACE "${CLEARWELL_IMPLOT_DIR}")
target_link_libraries(clearwell_dep_implot_headers INTERFACE clearwell_dep_imgui_headers)

if(EMSCRIPTEN)
  # Where Node is not Debian's own, it does not look where Debian keeps the JavaScript parser that every optimised link
  # needs ("Cannot find module 'acorn'").
  set_property(
    GLOBAL PROPERTY RULE_LAUNCH_LINK "\"${CMAKE_COMMAND}\" -E env LC_ALL=C.UTF-8 NODE_PATH=/usr/share/nodejs"
  )

  # Header-only libraries of the host. /usr/include itself must never be given to emcc: the host's C headers would be
  # mixed with Emscripten's. So each gets a folder in the build tree that holds one symbolic link.
  function(clearwell_host_headers target name header)
    string(MAKE_C_IDENTIFIER "CLEARWELL_${name}_ROOT" variable)
    find_path(${variable} ${header} PATHS /usr/include /usr/local/include NO_DEFAULT_PATH NO_CMAKE_FIND_ROOT_PATH)
    mark_as_advanced(${variable})
    if(NOT ${variable})
      message(FATAL_ERROR "${header} is missing in /usr/include: run scripts/bootstrap")
    endif()
    set(folder "${CMAKE_BINARY_DIR}/host_headers/${name}")
    file(MAKE_DIRECTORY "${folder}")
    file(CREATE_LINK "${${variable}}/${name}" "${folder}/${name}" SYMBOLIC)
    add_library(${target} INTERFACE)
    target_include_directories(${target} SYSTEM INTERFACE "${folder}")
  endfunction()

  clearwell_host_headers(clearwell_dep_nlohmann_json nlohmann nlohmann/json.hpp)
  add_library(nlohmann_json::nlohmann_json ALIAS clearwell_dep_nlohmann_json)
endif()
