"""Scoring calls of clients that know nothing of Clearwell: MLflow's own and Triton's, unmodified.

    stock_clients.py PORT    (a server with the one model `example` of the features x0 to x3 on 127.0.0.1)

Prints, as JSON, what each of them was told of the same two rows; exit code 77 where the packages are missing.
"""

import json
import os
import sys

os.environ["MLFLOW_DISABLE_TELEMETRY"] = "true"  # nobody is called but the server
try:
    import numpy
    import pandas
    import tritonclient.http as triton
    from mlflow.pyfunc.scoring_server.client import ScoringServerClient
except ImportError as error:
    print(f"not installed: {error}", file=sys.stderr)
    sys.exit(77)

GAP = float("nan")
ROWS = {"x0": [0.1, 7.0], "x1": [GAP, 2.0], "x2": [-3.0, GAP], "x3": [4.0, 1e-3]}


def by_mlflow(port):
    client = ScoringServerClient("127.0.0.1", port)
    client.ping()
    client.get_version()
    table = client.invoke(pandas.DataFrame(ROWS)).get_predictions()
    array = client.invoke(numpy.array(list(ROWS.values())).T).get_predictions()
    named = client.invoke(pandas.DataFrame(ROWS), params={"plant_id": "north"}).get_predictions()
    return {f"mlflow {name}": answer["probability"].tolist()
            for name, answer in (("table", table), ("array", array), ("named", named))}


def by_triton(port):
    client = triton.InferenceServerClient(f"127.0.0.1:{port}")
    assert client.is_server_live() and client.is_server_ready() and client.is_model_ready("example")
    assert client.get_server_metadata()["name"] == "clearwell"
    metadata = client.get_model_metadata("example")
    answers = {}
    for binary in (False, True):
        inputs = []
        for tensor in metadata["inputs"]:
            values = numpy.array(ROWS[tensor["name"]], dtype=numpy.float32)
            inputs.append(triton.InferInput(tensor["name"], list(values.shape), tensor["datatype"]))
            inputs[-1].set_data_from_numpy(values, binary_data=binary)
        outputs = [triton.InferRequestedOutput(name, binary_data=binary) for name in ("probability", "flags")]
        answer = client.infer("example", inputs, outputs=outputs)
        answers[f"triton binary={binary}"] = answer.as_numpy("probability").tolist()
        assert answer.as_numpy("flags").shape == (2,)
        answers[f"triton all outputs binary={binary}"] = client.infer("example", inputs).as_numpy("probability").tolist()
    pinned = client.infer("example", inputs, model_version="1").as_numpy("probability").tolist()
    return {**answers, "triton version": pinned}


def main():
    port = int(sys.argv[1])
    print(json.dumps({**by_mlflow(port), **by_triton(port)}))


if __name__ == "__main__":
    main()
