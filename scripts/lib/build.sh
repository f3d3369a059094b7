# shellcheck shell=bash
# Configures and builds presets. Needs lib/messages.sh, ROOT and the option pipefail.

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

# show_progress WHAT: reads what ninja says and tells how far it is: on a terminal in one line that changes, elsewhere
# at every tenth and after each minute. What compilers say passes through.
show_progress() {
  local line percent told=-10 told_at=$SECONDS words wipe=''
  while IFS= read -r line; do
    # Looks whether there is anything to build are no part of the build.
    [[ $line != '@built '*' Re-checking globbed directories...' && $line != '@built '*' Re-running CMake...' ]] || continue
    if [[ $line =~ ^@built\ ([0-9]+)\ ([0-9]+)\  ]]; then
      percent=$((100 * BASH_REMATCH[1] / BASH_REMATCH[2]))
      words="  Building $1: $percent % (${BASH_REMATCH[1]} of ${BASH_REMATCH[2]})"
      if [ -t 2 ]; then
        wipe=$'\r\e[K'
        printf '%s%s' "$wipe" "$words" >&2
      elif [ "$percent" -ge $((told + 10)) ] || [ "$SECONDS" -ge $((told_at + 60)) ]; then
        told=$((percent / 10 * 10)) told_at=$SECONDS
        printf '%s\n' "$words" >&2
      fi
    elif [[ $line != 'ninja: no work to do.' && $line != 'ninja: Entering directory '* && $line != '-- '* ]]; then
      printf '%s%s\n' "$wipe" "$line" >&2
      wipe=''
    fi
  done
  printf '%s' "$wipe" >&2
}

# build_preset NAME[:TARGET]: all of a preset, or one target of it. Says nothing where nothing is to be done.
build_preset() {
  local preset=${1%%:*} target=()
  [ "$preset" = "$1" ] || target=("${1#*:}")
  mkdir -p "$ROOT/build"
  configure_preset "$preset" || return 1
  (cd "$ROOT" && NINJA_STATUS='@built %f %t ' cmake --build --preset "$preset" ${target[0]:+--target "${target[0]}"} 2>&1 |
    show_progress "$1") || {
    warn "Building $1 failed; the compiler's reason stands above."
    return 1
  }
}
