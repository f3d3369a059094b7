# Libraries of the native build: Debian's packages, found alike on Debian 12 and 13. scripts/bootstrap installs them.
#
# Link the clearwell_dep_… targets (or the library's own target where it has a sound one). Each library is known to one
# room only; architecture.md says to which.
#
#   clearwell_dep_httplib       cpp-httplib   server/http                 clearwell_dep_xgboost   XGBoost    server/training
#   clearwell_dep_pqxx          libpqxx       server/store                clearwell_dep_libsvm    LIBSVM     server/training
#   clearwell_dep_prometheus    metrics       server/monitoring           clearwell_dep_boost_test           tests
#   nlohmann_json::nlohmann_json   CLI11::CLI11   spdlog::spdlog   OpenSSL::Crypto   Threads::Threads
#   EXPAT::EXPAT   XML as a stream          ZLIB::ZLIB   gzip          both server/intake
#   CURL::libcurl  HTTP client              server/registry
include_guard(GLOBAL)

find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(OpenSSL 3.0 REQUIRED)
find_package(ZLIB REQUIRED)
find_package(EXPAT 2.5 REQUIRED)
find_package(CURL 7.88 REQUIRED)
find_package(nlohmann_json 3.11 CONFIG REQUIRED)
find_package(CLI11 2.1 CONFIG REQUIRED)
find_package(spdlog 1.10 CONFIG REQUIRED)

# cpp-httplib: Debian compiles it as a shared library, with switches that change its classes' layout. They come from
# pkg-config and must reach every file that includes the header. On Debian 13 a program that uses httplib::Server must
# itself link OpenSSL, which pkg-config does not say.
pkg_check_modules(HTTPLIB REQUIRED IMPORTED_TARGET GLOBAL cpp-httplib>=0.11.4)
add_library(clearwell_dep_httplib INTERFACE)
target_link_libraries(clearwell_dep_httplib INTERFACE PkgConfig::HTTPLIB OpenSSL::SSL OpenSSL::Crypto Threads::Threads)
# 0.11.4 has no numeric version macro, and its virtual functions differ from 0.18's: 0.11.4 becomes 1104, 0.18.7 1807.
string(REGEX MATCH "^([0-9]+)\\.([0-9]+)\\.([0-9]+)" _ "${HTTPLIB_VERSION}")
math(EXPR clearwell_httplib_number "${CMAKE_MATCH_1} * 10000 + ${CMAKE_MATCH_2} * 100 + ${CMAKE_MATCH_3}")
target_compile_definitions(clearwell_dep_httplib INTERFACE CLEARWELL_HTTPLIB_VERSION=${clearwell_httplib_number})

# libpqxx: 6.4 on Debian 12, 7.10 on 13. The header's own PQXX_VERSION_MAJOR tells them apart.
pkg_check_modules(PQXX REQUIRED IMPORTED_TARGET GLOBAL libpqxx>=6.4)
add_library(clearwell_dep_pqxx INTERFACE)
target_link_libraries(clearwell_dep_pqxx INTERFACE PkgConfig::PQXX)

# XGBoost: Debian 12's own CMake package fails (its targets name a program of another package), so it is found by hand.
find_library(CLEARWELL_XGBOOST_LIBRARY xgboost REQUIRED)
find_path(CLEARWELL_XGBOOST_INCLUDE_DIR xgboost/c_api.h REQUIRED)
mark_as_advanced(CLEARWELL_XGBOOST_LIBRARY CLEARWELL_XGBOOST_INCLUDE_DIR)
add_library(clearwell_dep_xgboost INTERFACE)
target_link_libraries(clearwell_dep_xgboost INTERFACE ${CLEARWELL_XGBOOST_LIBRARY})
target_include_directories(clearwell_dep_xgboost SYSTEM INTERFACE ${CLEARWELL_XGBOOST_INCLUDE_DIR})

# LIBSVM: neither pkg-config nor CMake knows it.
find_library(CLEARWELL_LIBSVM_LIBRARY svm REQUIRED)
find_path(CLEARWELL_LIBSVM_INCLUDE_DIR libsvm/svm.h REQUIRED)
mark_as_advanced(CLEARWELL_LIBSVM_LIBRARY CLEARWELL_LIBSVM_INCLUDE_DIR)
add_library(clearwell_dep_libsvm INTERFACE)
target_link_libraries(clearwell_dep_libsvm INTERFACE ${CLEARWELL_LIBSVM_LIBRARY})
target_include_directories(clearwell_dep_libsvm SYSTEM INTERFACE ${CLEARWELL_LIBSVM_INCLUDE_DIR})

# prometheus-cpp: only its core. The pull part brings a second HTTP server. Its targets forget the threads library.
find_package(prometheus-cpp CONFIG REQUIRED)
add_library(clearwell_dep_prometheus INTERFACE)
target_link_libraries(clearwell_dep_prometheus INTERFACE prometheus-cpp::core Threads::Threads)

# Boost.Test: linked, not header-only, which costs ten seconds a file.
find_package(Boost 1.74 CONFIG REQUIRED COMPONENTS unit_test_framework)
add_library(clearwell_dep_boost_test INTERFACE)
target_link_libraries(clearwell_dep_boost_test INTERFACE Boost::unit_test_framework)
target_compile_definitions(clearwell_dep_boost_test INTERFACE BOOST_TEST_DYN_LINK)
