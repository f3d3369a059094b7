#!/usr/bin/env bash
# scripts/lib/build.sh: how a build tells how far it is, and that a finished one says nothing.

# shellcheck source-path=SCRIPTDIR
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source_root=$(cd "$here/../.." && pwd)
export LC_ALL=C.UTF-8
# shellcheck source=expect.sh
. "$here/expect.sh"
ROOT=$(mktemp -d) # a small project of its own, built by the same functions
trap 'rm -rf "$ROOT"' EXIT
# shellcheck source=../../scripts/lib/messages.sh
. "$source_root/scripts/lib/messages.sh"
# shellcheck source=../../scripts/lib/build.sh
. "$source_root/scripts/lib/build.sh"

ninja_says() {
  printf '%s\n' '@built 1 40 Building CXX object a.o' '@built 2 40 Building CXX object b.o' 'b.cpp:1: warning: odd' \
    '@built 5 40 Building CXX object c.o' '@built 40 40 Linking' 'ninja: no work to do.'
}

progress_where_nobody_watches() {
  expect "occasional lines, and what compilers say" \
    "  Building release: 2 % (1 of 40)
b.cpp:1: warning: odd
  Building release: 12 % (5 of 40)
  Building release: 100 % (40 of 40)" \
    "$(ninja_says | show_progress release 2>&1)"
}

# shellcheck disable=SC2016  # the inner shell's own
progress_on_a_terminal() {
  local line=$'\r\e[K  Building release: '
  ninja_says >"$ROOT/said"
  expect "one line that changes, wiped at the end" \
    "${line}2 % (1 of 40)${line}5 % (2 of 40)"$'\r\e[K'"b.cpp:1: warning: odd"$'\r\n'"${line}12 % (5 of 40)${line}100 % (40 of 40)"$'\r\e[K' \
    "$(/usr/bin/python3 -c 'import pty, sys; pty.spawn(sys.argv[1:])' bash -c '. "$0"; show_progress release <"$1"' \
      "$source_root/scripts/lib/build.sh" "$ROOT/said")"
}

write_project() {
  cat >"$ROOT/CMakePresets.json" <<'END'
{"version": 6, "configurePresets": [{"name": "small", "generator": "Ninja", "binaryDir": "${sourceDir}/build/small"}],
 "buildPresets": [{"name": "small", "configurePreset": "small"}]}
END
  cat >"$ROOT/CMakeLists.txt" <<'END'
cmake_minimum_required(VERSION 3.25)
project(small LANGUAGES NONE)
file(GLOB looked_for CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/*.sql) # looked for again by each build
add_custom_command(OUTPUT made DEPENDS ${CMAKE_SOURCE_DIR}/given COMMAND sh ${CMAKE_SOURCE_DIR}/given)
add_custom_target(all_of_it ALL DEPENDS made)
END
}

a_real_build() {
  write_project
  echo 'touch made' >"$ROOT/given"
  # Newer versions of CMake and ninja count the look for files as a step.
  expect_match "the first build says how far it is" $'^Configuring small\n  Building small: (100 % \\(1 of 1|50 % \\(1 of 2)\\)$' \
    "$(build_preset small 2>&1)"
  expect "a finished one says nothing" "" "$(build_preset small 2>&1)"
  touch "$ROOT/new.sql"
  expect "a new file that changes nothing says nothing" "" "$(build_preset small 2>&1)"
  echo 'echo what went wrong; exit 1' >"$ROOT/given"
  local said result=0
  said=$(build_preset small 2>&1) || result=$?
  expect "a failure is one" 1 "$result"
  expect_match "and its reason stands above" $'what went wrong\n.*Building small failed; the compiler\'s reason stands above\.$' \
    "$said"
}

progress_where_nobody_watches
progress_on_a_terminal
a_real_build
finish
