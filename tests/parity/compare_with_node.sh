#!/usr/bin/env bash
# Native and WASM (Node) score the same rows with the same model files: every bit of margin, probability, verdict and
# contributions must be equal.
#   compare_with_node.sh VECTORS_DIR SCORE_BITS SCORE_BITS_JS
set -euo pipefail
vectors=$1 native=$2 wasm=$3
if [ ! -e "$wasm" ]; then
  echo "skipped: $wasm is not built (scripts/test builds the wasm preset)"
  exit 77
fi
for model in "$vectors"/*.onnx; do
  name=${model%.onnx}
  "$native" "$model" "$name.rows.f32" "$name.native.bits"
  node --no-experimental-fetch "$wasm" "$model" "$name.rows.f32" "$name.wasm.bits"
  cmp "$name.native.bits" "$name.wasm.bits"
  echo "$(basename "$name"): $(($(stat -c %s "$name.rows.f32") / 24)) rows, $(stat -c %s "$name.native.bits") bytes of answers, all equal"
done
