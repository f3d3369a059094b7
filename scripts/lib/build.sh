# shellcheck shell=bash
# Configures and builds presets. Needs lib/messages.sh and ROOT.

# A tree is configured anew when it is missing or older than the presets; everything else ninja notices by itself.
configure_preset() {
  local preset=$1
  local stamp=$ROOT/build/$preset/.configured
  if [ -f "$ROOT/build/$preset/build.ninja" ] && [ "$stamp" -nt "$ROOT/CMakePresets.json" ]; then
    return 0
  fi
  say "Configuring $preset"
  (cd "$ROOT" && cmake --preset "$preset" >"$ROOT/build/configure-$preset.log" 2>&1) || {
    tail -n 30 "$ROOT/build/configure-$preset.log" >&2
    warn "Configuring $preset failed; the whole log is build/configure-$preset.log"
    return 1
  }
  touch "$stamp"
}

up_to_date() { [ "$(ninja -C "$ROOT/build/$1" -n "${@:2}" 2>/dev/null | tail -n 1)" = 'ninja: no work to do.' ]; }

# build_preset NAME[:TARGET]: all of a preset, or one target of it. Shows ninja's progress where somebody watches, only
# faults elsewhere.
build_preset() {
  local preset=${1%%:*} quiet=() target=()
  [ "$preset" = "$1" ] || target=("${1#*:}")
  mkdir -p "$ROOT/build"
  configure_preset "$preset" || return 1
  up_to_date "$preset" "${target[@]}" && return
  [ -t 2 ] || quiet=(--quiet)
  (cd "$ROOT" && cmake --build --preset "$preset" ${target[0]:+--target "${target[0]}"} -- "${quiet[@]}" >&2) || {
    warn "Building $1 failed; the compiler's reason stands above."
    return 1
  }
}
