# shellcheck shell=bash
# Dear ImGui and ImPlot as C++ sources, and the page's font, all under build/third_party, which git ignores.
# Needs lib/messages.sh and ROOT.

# The Python package imgui-bundle publishes a source archive that holds unmodified copies of both (it also holds
# modified ones; these two folders are upstream's: Dear ImGui 1.92.7, docking branch, and ImPlot 1.1 WIP).
readonly bundle_version=1.92.801
readonly bundle_sha256=7d790708affe7476969d397784b40eb91760a201ce752131e5bedf4d514e3a45
readonly bundle_imgui=external/hello_imgui/hello_imgui/external/imgui
readonly bundle_implot=external/imgui_test_engine/imgui_test_engine/imgui_test_suite/thirdparty/implot

# What the page can show: Latin, Greek, super- and subscripts, arrows, comparison signs and a few marks.
readonly font_source=/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf
readonly bold_font_source=/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf
readonly font_characters=U+0020-007E,U+00A0-017F,U+0391-03A9,U+03B1-03C9,U+2010-2026,U+2030,U+2032,U+2033,\
U+2070-209C,U+20AC,U+2103,U+2190-2193,U+2212,U+221E,U+2248,U+2260,U+2264,U+2265,U+25B2,U+25BC,U+25CF,U+26A0,U+2713

third_party_dir() { printf '%s/build/third_party' "$ROOT"; }

# pip asks a source archive's build back end for metadata before it hands the archive over. This stand-in answers in its
# place, so that nothing of the package is run and none of its build tools is installed.
write_stand_in_backend() {
  local directory=$1
  mkdir -p "$directory/scikit_build_core"
  touch "$directory/scikit_build_core/__init__.py"
  cat >"$directory/scikit_build_core/build.py" <<PYTHON
import pathlib

def prepare_metadata_for_build_wheel(metadata_directory, config_settings=None):
    info = pathlib.Path(metadata_directory, "imgui_bundle-$bundle_version.dist-info")
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: imgui-bundle\nVersion: $bundle_version\n")
    return info.name
PYTHON
}

# download_bundle DIRECTORY: the archive, checked against its SHA-256 by pip.
download_bundle() {
  local directory=$1
  write_stand_in_backend "$directory/backend"
  echo "imgui-bundle==$bundle_version --hash=sha256:$bundle_sha256" >"$directory/requirements.txt"
  PYTHONPATH=$directory/backend /usr/bin/python3 -m pip --quiet --disable-pip-version-check download \
    --no-deps --no-binary :all: --no-build-isolation --require-hashes \
    --requirement "$directory/requirements.txt" --dest "$directory" >&2 ||
    die "The source archive of imgui-bundle $bundle_version could not be fetched; pip's reason stands above." \
      "Without a network set CLEARWELL_IMGUI_DIR and CLEARWELL_IMPLOT_DIR to folders with the sources."
}

# unpack_bundle ARCHIVE DIRECTORY: only the sources and licences, not the examples.
unpack_bundle() {
  local archive=$1 directory=$2 top=imgui_bundle-$bundle_version part
  tar -xzf "$archive" -C "$directory" --no-same-owner --exclude='*/examples' --exclude='*/example' --exclude='*/docs' \
    --exclude='*/misc/fonts' "$top/$bundle_imgui" "$top/$bundle_implot"
  mkdir -p "$(third_party_dir)"
  for part in imgui implot; do rm -rf "$(third_party_dir)/${part:?}"; done
  mv "$directory/$top/$bundle_imgui" "$(third_party_dir)/imgui"
  mv "$directory/$top/$bundle_implot" "$(third_party_dir)/implot"
}

# A subshell, so that the download goes away whatever happens.
fetch_imgui_and_implot() (
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  download_bundle "$work"
  unpack_bundle "$work"/imgui_bundle-*.tar.gz "$work"
)

ensure_imgui_and_implot() {
  local stamp
  if [ -n "${CLEARWELL_IMGUI_DIR:-}" ] && [ -n "${CLEARWELL_IMPLOT_DIR:-}" ]; then
    [ -f "$CLEARWELL_IMGUI_DIR/imgui.h" ] || die "CLEARWELL_IMGUI_DIR=$CLEARWELL_IMGUI_DIR holds no imgui.h"
    [ -f "$CLEARWELL_IMPLOT_DIR/implot.h" ] || die "CLEARWELL_IMPLOT_DIR=$CLEARWELL_IMPLOT_DIR holds no implot.h"
    return
  fi
  stamp=$(third_party_dir)/imgui-bundle.stamp
  [ "$(cat "$stamp" 2>/dev/null)" = "$bundle_sha256" ] && return
  say "Fetching Dear ImGui and ImPlot (source archive imgui-bundle $bundle_version, 48 MB): the page is drawn with them"
  fetch_imgui_and_implot
  echo "$bundle_sha256" >"$stamp"
}

# cut_font SOURCE TARGET: only the characters that the page shows; nothing to do when TARGET already is that.
cut_font() {
  local source=$1 font=$2 stamp=$2.stamp wanted
  wanted="$font_characters $(stat -c %s "$source")"
  [ -f "$font" ] && [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ] && return
  say "Cutting $(basename "$source") down to the characters that the page shows"
  mkdir -p "${font%/*}"
  # Debian's own Python: the fonttools package serves no other.
  /usr/bin/python3 -m fontTools.subset "$source" --unicodes="$font_characters" --output-file="$font" \
    --layout-features= --no-hinting --drop-tables+=FFTM
  echo "$wanted" >"$stamp"
}

ensure_font() {
  cut_font "$font_source" "$(third_party_dir)/fonts/clearwell.ttf"
  cut_font "$bold_font_source" "$(third_party_dir)/fonts/clearwell-bold.ttf"
}
