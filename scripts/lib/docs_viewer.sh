# shellcheck shell=bash
# Swagger UI, which shows openapi.yaml at /docs, under build/third_party, which git ignores.
# Needs lib/messages.sh, ROOT and third_party_dir.

# The Python package drf-spectacular-sidecar publishes unmodified copies of npm's swagger-ui-dist, so that pip, which is
# here already, fetches them and npm is not needed. Apache-2.0.
readonly docs_viewer_version=2026.10.1
readonly docs_viewer_sha256=fe1d005d8ac9b5d0472f2fe5deeb2e7d6dcffaa24118044f22578b4b8c4b31f2
readonly docs_viewer_folder=drf_spectacular_sidecar/static/drf_spectacular_sidecar/swagger-ui-dist

# A subshell, so that the download goes away whatever happens.
fetch_docs_viewer() (
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  echo "drf-spectacular-sidecar==$docs_viewer_version --hash=sha256:$docs_viewer_sha256" >"$work/requirements.txt"
  /usr/bin/python3 -m pip --quiet --disable-pip-version-check download --no-deps --only-binary :all: \
    --require-hashes --requirement "$work/requirements.txt" --dest "$work" >&2 ||
    die "Swagger UI could not be fetched; pip's reason stands above." \
      "Without a network set CLEARWELL_SWAGGER_UI_DIR to a folder with swagger-ui-bundle.js and swagger-ui.css."
  /usr/bin/python3 -m zipfile -e "$work"/drf_spectacular_sidecar-*.whl "$work/unpacked"
  mkdir -p "$1"
  cp "$work/unpacked/$docs_viewer_folder"/{LICENSE,swagger-ui-bundle.js,swagger-ui.css} "$1/"
)

ensure_docs_viewer() {
  local folder
  if [ -n "${CLEARWELL_SWAGGER_UI_DIR:-}" ]; then
    [ -f "$CLEARWELL_SWAGGER_UI_DIR/swagger-ui-bundle.js" ] ||
      die "CLEARWELL_SWAGGER_UI_DIR=$CLEARWELL_SWAGGER_UI_DIR holds no swagger-ui-bundle.js"
    return
  fi
  folder=$(third_party_dir)/swagger-ui
  [ "$(cat "$folder.stamp" 2>/dev/null)" = "$docs_viewer_sha256" ] && return
  say "Fetching Swagger UI (from drf-spectacular-sidecar $docs_viewer_version, 2.7 MB): the page /docs is drawn with it"
  fetch_docs_viewer "$folder"
  echo "$docs_viewer_sha256" >"$folder.stamp"
}
