"""The exported files pass ONNX's own checker, and onnxruntime gives our labels and, within 1e-6, our probabilities; of a
regression, our values within 1e-6 of their size.

    check_onnx.py VECTORS_DIR SCORE_BITS

Exit code 77 (skipped) where the packages of tests/requirements.txt are not installed.
"""

import pathlib
import subprocess
import sys

try:
    import numpy
    import onnx
    import onnxruntime
except ImportError as missing:
    print(f"skipped: {missing} (scripts/test installs tests/requirements.txt)")
    sys.exit(77)

TOLERANCE = 1e-6


def our_answers(score_bits, model, rows_file, n_features):
    out = model.with_suffix(".native.bits")
    subprocess.run([score_bits, model, rows_file, out], check=True)
    record = numpy.dtype([("margin", "<f4"), ("probability", "<f4"), ("positive", "u1"), ("contributions", "<f8", n_features + 1)])
    return numpy.fromfile(out, dtype=record)


def check_values(model, session, rows, ours):
    (values,) = session.run(["value"], {"float_input": rows})
    assert values.shape == (len(rows), 1)
    both = numpy.isfinite(ours["margin"]) & numpy.isfinite(values[:, 0])
    assert numpy.array_equal(numpy.isfinite(ours["margin"]), numpy.isfinite(values[:, 0])), f"{model.name}: overflows differ"
    # Of the values' size, not of each one's own: a sum of some hundreds may come out near zero.
    usual = numpy.abs(ours["margin"][both]).clip(numpy.median(numpy.abs(ours["margin"][both])))
    difference = numpy.abs(values[both, 0].astype("f8") - ours["margin"][both]) / usual
    assert numpy.all(difference <= TOLERANCE), f"{model.name}: values differ by {difference.max()} of their size"
    assert numpy.unique(values[both]).size > 3, "hardly any values: the comparison would prove nothing"
    print(f"{model.name}: checker clean; {len(rows)} rows, values within {difference.max():.1e} of their size")


def check(model, score_bits):
    onnx.checker.check_model(onnx.load(model), full_check=True)
    session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
    n_features = session.get_inputs()[0].shape[1]
    rows_file = model.with_suffix(".rows.f32")
    rows = numpy.fromfile(rows_file, dtype="<f4").reshape(-1, n_features)
    ours = our_answers(score_bits, model, rows_file, n_features)
    if [output.name for output in session.get_outputs()] == ["value"]:
        return check_values(model, session, rows, ours)
    label, probabilities = session.run(["label", "probabilities"], {"float_input": rows})

    # A margin may overflow to infinity with extreme inputs, and infinity minus infinity is no number: both must say so.
    both = ~(numpy.isnan(ours["probability"]) & numpy.isnan(probabilities[:, 1]))
    difference = numpy.abs(probabilities[both, 1] - ours["probability"][both])
    assert numpy.all(difference <= TOLERANCE), f"{model.name}: probabilities differ by {difference.max()}"
    assert numpy.allclose(probabilities[both].sum(axis=1), 1, atol=1e-6)
    wrong = numpy.flatnonzero(label != ours["positive"])
    assert wrong.size == 0, f"{model.name}: {wrong.size} labels differ, first in row {wrong[:5]}"
    assert 0.05 < label.mean() < 0.95, "one class only: the comparison would prove nothing"
    assert label.shape == (len(rows),) and probabilities.shape == (len(rows), 2)
    print(f"{model.name}: checker clean; {len(rows)} rows, labels equal, probabilities within {difference.max():.1e}")


def main():
    vectors, score_bits = pathlib.Path(sys.argv[1]), sys.argv[2]
    models = sorted(vectors.glob("*.onnx"))
    assert models, f"no model file in {vectors}"
    for model in models:
        check(model, score_bits)


main()
