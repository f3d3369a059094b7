# A room is a folder with one static library of the same name. Its links are its arrows (tests/architecture reads the includes).
#   clearwell_room(server/store SOURCES database.cpp … PUBLIC clearwell::common PRIVATE PkgConfig::PQXX)
function(clearwell_room path)
  cmake_parse_arguments(ROOM "" "" "SOURCES;PUBLIC;PRIVATE" ${ARGN})
  string(REPLACE "/" "_" name ${path})
  string(REPLACE "server_" "" name ${name})
  add_library(clearwell_${name} STATIC ${ROOM_SOURCES})
  add_library(clearwell::${name} ALIAS clearwell_${name})
  target_compile_features(clearwell_${name} PUBLIC cxx_std_20)
  target_include_directories(clearwell_${name} PUBLIC ${PROJECT_SOURCE_DIR})
  target_link_libraries(clearwell_${name} PUBLIC ${ROOM_PUBLIC} PRIVATE ${ROOM_PRIVATE} clearwell::warnings)
endfunction()

# A Boost.Test program beside the room it specifies, run by ctest under `name` with the given labels.
# WITH: the command that starts it, where it needs company; the exit code 77 skips the test.
#   clearwell_test(test_common SOURCES … LINKS clearwell::common LABELS unit)
function(clearwell_test name)
  cmake_parse_arguments(TEST "" "TIMEOUT" "SOURCES;LINKS;LABELS;WITH" ${ARGN})
  if(NOT TARGET clearwell_boost_main)
    add_library(clearwell_boost_main OBJECT ${PROJECT_SOURCE_DIR}/tests/boost_main.cpp)
    target_link_libraries(clearwell_boost_main PRIVATE Boost::unit_test_framework clearwell::warnings)
    target_compile_definitions(clearwell_boost_main PRIVATE BOOST_TEST_DYN_LINK)
  endif()
  add_executable(${name} ${TEST_SOURCES})
  target_link_libraries(${name} PRIVATE ${TEST_LINKS} clearwell_boost_main Boost::unit_test_framework clearwell::warnings)
  # Half of a whole build's time went into optimising what tests say; what they say it of stays optimised.
  # So compiled, g++ takes a std::stop_token's state for uninitialised.
  target_compile_options(${name} PRIVATE -Og -Wno-maybe-uninitialized)
  target_compile_definitions(${name} PRIVATE BOOST_TEST_DYN_LINK CLEARWELL_SOURCE_DIR="${PROJECT_SOURCE_DIR}"
                                             CLEARWELL_BINARY_DIR="${PROJECT_BINARY_DIR}")
  add_test(NAME ${name} COMMAND ${TEST_WITH} $<TARGET_FILE:${name}> --report_level=short WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
  if(NOT TEST_TIMEOUT)
    set(TEST_TIMEOUT 120)
  endif()
  set_tests_properties(${name} PROPERTIES LABELS "${TEST_LABELS}" TIMEOUT ${TEST_TIMEOUT})
  if(TEST_WITH)
    set_tests_properties(${name} PROPERTIES SKIP_RETURN_CODE 77)
  endif()
endfunction()
