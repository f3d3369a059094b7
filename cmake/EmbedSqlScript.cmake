# Run by the build: writes HEADER and SOURCE from the files under SQL_DIRECTORY. See EmbedSql.cmake.
cmake_minimum_required(VERSION 3.25)

set(declarations "")
set(definitions "")
set(migrations "")

file(GLOB queries ${SQL_DIRECTORY}/queries/*.sql)
list(SORT queries)
foreach(path IN LISTS queries)
  get_filename_component(name ${path} NAME_WE)
  if(NOT name MATCHES "^[a-z][a-z0-9_]*$")
    message(FATAL_ERROR "${path}: the name becomes a C++ constant, so it takes small letters, digits and _ only")
  endif()
  file(READ ${path} text)
  string(APPEND declarations "extern const std::string_view ${name};\n")
  string(APPEND definitions "constinit const std::string_view ${name} = R\"clearwell(${text})clearwell\";\n\n")
endforeach()

file(GLOB migration_files ${SQL_DIRECTORY}/migrations/*.sql)
list(SORT migration_files)
set(last 0)
foreach(path IN LISTS migration_files)
  get_filename_component(name ${path} NAME_WE)
  if(NOT name MATCHES "^V([0-9][0-9][0-9])__[a-z0-9_]+$")
    message(FATAL_ERROR "${path}: a migration is called V<three digits>__<small letters, digits and _>.sql")
  endif()
  math(EXPR version "${CMAKE_MATCH_1}")
  if(NOT version GREATER last)
    message(FATAL_ERROR "${path}: there is another migration of the number ${last}")
  endif()
  set(last ${version})
  file(READ ${path} text)
  file(SHA256 ${path} digest)
  string(APPEND migrations "    {${version}, \"${name}\", R\"clearwell(${text})clearwell\", \"${digest}\"},\n")
endforeach()

set(header_text "// Made by cmake/EmbedSqlScript.cmake from server/store/sql. Do not edit.
#pragma once

#include \"server/store/migration.hpp\"

#include <span>
#include <string_view>

namespace clearwell::store::sql {

${declarations}
/// In the order in which they are applied.
std::span<const Migration> migrations();

}  // namespace clearwell::store::sql
")
set(source_text "// Made by cmake/EmbedSqlScript.cmake from server/store/sql. Do not edit.
#include \"server/store/sql.hpp\"

namespace clearwell::store::sql {

${definitions}namespace {

constinit const Migration kMigrations[] = {
${migrations}};

}  // namespace

std::span<const Migration> migrations() { return kMigrations; }

}  // namespace clearwell::store::sql
")

# An unchanged header keeps its time, so that a changed query does not recompile every room that runs one.
foreach(pair IN ITEMS HEADER SOURCE)
  string(TOLOWER ${pair} kind)
  set(old "")
  if(EXISTS ${${pair}})
    file(READ ${${pair}} old)
  endif()
  if(NOT old STREQUAL ${kind}_text)
    file(WRITE ${${pair}} "${${kind}_text}")
  endif()
endforeach()
