# The program of the page, and the files that a web server hands out: build/wasm/web/dist.

# clearwell_embed_font(name file): an object with the bytes, so that the first picture needs no further request.
function(clearwell_embed_font name file)
  set(source ${CMAKE_CURRENT_BINARY_DIR}/${name}.cpp)
  add_custom_command(
    OUTPUT ${source}
    COMMAND ${CMAKE_COMMAND} -DNAME=${name} -DINPUT=${file} -DOUTPUT=${source} -P ${PROJECT_SOURCE_DIR}/web/embed_bytes.cmake
    DEPENDS ${file} ${PROJECT_SOURCE_DIR}/web/embed_bytes.cmake
    VERBATIM
  )
  target_sources(clearwell_page PRIVATE ${source})
endfunction()

target_sources(clearwell_web_platform PRIVATE platform/browser.cpp platform/frame_loop.cpp)

add_executable(clearwell_page main.cpp app.cpp facts.cpp imgui_backend.cpp ${CLEARWELL_IMGUI_DIR}/backends/imgui_impl_opengl3.cpp)
clearwell_embed_font(clearwell_font_regular ${CLEARWELL_FONT_FILE})
clearwell_embed_font(clearwell_font_bold ${CLEARWELL_BOLD_FONT_FILE})
target_link_libraries(
  clearwell_page PRIVATE clearwell::web_views clearwell::web_platform nlohmann_json::nlohmann_json clearwell::warnings
)
target_compile_definitions(clearwell_page PRIVATE IMGUI_IMPL_OPENGL_ES3)
set_source_files_properties(
  ${CLEARWELL_IMGUI_DIR}/backends/imgui_impl_opengl3.cpp
  PROPERTIES COMPILE_OPTIONS "-include;${PROJECT_SOURCE_DIR}/web/glget_shim.h;-w"
             OBJECT_DEPENDS ${PROJECT_SOURCE_DIR}/web/glget_shim.h
)
# Drawing is as fast with -Os and much smaller on the wire; what scores rows is not, and runs twice as fast without. Source by
# source, because Emscripten lets no later option take an -Os back; by whole paths, since others are taken for this folder's.
foreach(target clearwell_page clearwell_web_state clearwell_web_views clearwell_web_platform clearwell_imgui)
  target_compile_options(${target} PRIVATE -Os)
endforeach()
get_target_property(sources clearwell_common SOURCES)
foreach(source ${sources})
  cmake_path(ABSOLUTE_PATH source BASE_DIRECTORY ${PROJECT_SOURCE_DIR}/common)
  if(NOT source MATCHES "onnx/(program|operators/tree_walk)[.]cpp$")
    set_source_files_properties(${source} TARGET_DIRECTORY clearwell_common PROPERTIES COMPILE_OPTIONS -Os)
  endif()
endforeach()

set(library ${PROJECT_SOURCE_DIR}/web/platform/library.js)
# noExitRuntime is named although boot.js does not set it: only then does newer Emscripten (3.1.69) link the default
# that keeps the page alive when main() has returned; without it no timeout is ever called back.
target_link_options(
  clearwell_page
  PRIVATE -O3
          -flto
          -sMIN_WEBGL_VERSION=2
          -sMAX_WEBGL_VERSION=2
          -sENVIRONMENT=web
          -sALLOW_MEMORY_GROWTH=1
          -sFILESYSTEM=0
          -sDYNAMIC_EXECUTION=0
          -sMODULARIZE=1
          -sEXPORT_NAME=createClearwell
          -sEXPORTED_RUNTIME_METHODS=UTF8ToString
          -sEXPORTED_FUNCTIONS=_main,_malloc,_free
          -sINCOMING_MODULE_JS_API=canvas,instantiateWasm,noExitRuntime,onAbort,printErr
          -sGL_SUPPORT_AUTOMATIC_ENABLE_EXTENSIONS=0
          "SHELL:--js-library ${library}"
)
set_target_properties(clearwell_page PROPERTIES LINK_DEPENDS ${library} OUTPUT_NAME clearwell)

set(dist ${CMAKE_CURRENT_BINARY_DIR}/dist)
set(shell_sources shell.html boot.js style.css service_worker.js manifest.webmanifest icon.svg icon_tile.svg)
list(TRANSFORM shell_sources PREPEND ${PROJECT_SOURCE_DIR}/web/)
find_program(CLEARWELL_NODE node REQUIRED NO_CMAKE_FIND_ROOT_PATH)
add_custom_command(
  OUTPUT ${dist}/index.html
  COMMAND ${CLEARWELL_NODE} ${PROJECT_SOURCE_DIR}/web/pack.mjs ${PROJECT_SOURCE_DIR}/web ${CMAKE_CURRENT_BINARY_DIR} ${dist}
  DEPENDS clearwell_page ${PROJECT_SOURCE_DIR}/web/pack.mjs ${shell_sources}
  COMMENT "Page: hashed names and compressed twins in web/dist"
  VERBATIM
)
add_custom_target(clearwell_dist ALL DEPENDS ${dist}/index.html)
