# shellcheck shell=bash
# Tools that only tests use, pinned, under build/test-tools, which git ignores.
# Needs lib/messages.sh and ROOT.

test_tools_dir() { printf '%s/build/test-tools' "$ROOT"; }

# needs_update STAMP FILE: true unless the stamp holds the file's checksum; `confirm_update` writes it.
needs_update() { [ "$(cat "$1" 2>/dev/null)" != "$(sha256sum <"$2")" ]; }
confirm_update() { sha256sum <"$2" >"$1"; }

# ONNX's own checker and onnxruntime: independent judges of the model files; kubernetes-validate has Kubernetes' schemas.
ensure_python_tools() { ensure_venv venv "onnx, onnxruntime, kubernetes-validate" "$ROOT/tests/requirements.txt"; }

# Clients of other makers that score through the server; what they depend on is pinned apart.
ensure_client_tools() { ensure_venv clients-venv "mlflow-skinny, tritonclient" "$ROOT/tests/http/requirements.txt"; }

# ensure_venv NAME WHAT REQUIREMENTS: a venv of Debian's Python, because another python3 may come first in PATH and
# Debian lets pip install nowhere else.
ensure_venv() {
  local venv requirements=$3
  venv=$(test_tools_dir)/$1
  needs_update "$venv/clearwell.stamp" "$requirements" || return 0
  say "Installing the tests' Python packages ($2) into build/test-tools/$1"
  rm -rf "$venv"
  /usr/bin/python3 -m venv "$venv" &&
    "$venv/bin/python" -m pip --quiet --disable-pip-version-check install --only-binary :all: \
      --requirement "$requirements" >&2 &&
    confirm_update "$venv/clearwell.stamp" "$requirements"
}

# playwright-core drives Debian's Chromium and Firefox; unlike playwright it brings no browser of its own. axe-core knows what WCAG asks
# of a page, uplot is a chart to measure ours against. s3rver is a bucket, aws4 checks what is signed for it.
# grafana-foundation-sdk has the types of Grafana's dashboards, typescript checks them.
ensure_node_tools() {
  local directory package=$ROOT/tests/package.json
  directory=$(test_tools_dir)/node
  needs_update "$directory/clearwell.stamp" "$package" || return 0
  say "Installing the tests' Node packages (playwright-core, axe-core, s3rver, aws4, grafana-foundation-sdk, typescript, uplot) into build/test-tools/node"
  rm -rf "$directory"
  mkdir -p "$directory"
  cp "$package" "$directory/"
  (cd "$directory" && npm install --silent --engine-strict --no-audit --no-fund --no-package-lock --ignore-scripts >&2)
  confirm_update "$directory/clearwell.stamp" "$package"
}
