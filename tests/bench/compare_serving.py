"""Serves one booster by Clearwell, FastAPI with uvicorn, and MLflow, compares what they answer, then how fast.

    compare_serving.py CLEARWELL SERVING_MODEL HTTP_LOAD SECONDS ROUNDS WORKERS      (run by run_serving)
"""

import json
import os
import pathlib
import random
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

CLEARWELL, SERVING_MODEL, HTTP_LOAD = sys.argv[1:4]
SECONDS, ROUNDS, WORKERS = float(sys.argv[4]), int(sys.argv[5]), int(sys.argv[6])
FEATURES = [f"x{i}" for i in range(9)]
CONNECTIONS = (1, 8, 64)
BATCH = 1_000
HERE = pathlib.Path(__file__).parent
BIN = pathlib.Path(sys.executable).parent


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def make_rows(n):
    """As an instrument sends them: four decimals, some missing."""
    draw = random.Random(6)
    return [{name: None if draw.random() < 0.125 else round(draw.uniform(-10, 10), 4) for name in FEATURES}
            for _ in range(n)]


def descendants(pid):
    table = subprocess.run(["ps", "-e", "-o", "pid=,ppid="], check=True, capture_output=True, text=True).stdout
    parents = dict(map(int, line.split()) for line in table.splitlines())
    found = {pid}
    while more := {child for child, parent in parents.items() if parent in found} - found:
        found |= more
    return found


def cpu_seconds(pid):
    """Of the process and those it started, without PostgreSQL."""
    ticks = 0
    for one in descendants(pid):
        try:
            fields = pathlib.Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
        except FileNotFoundError:
            continue
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


class Server:
    def __init__(self, name, command, port, path, token, body_of, probabilities_of, log, environment=None):
        self.name, self.port, self.path, self.token = name, port, path, token
        self.body_of, self.probabilities_of = body_of, probabilities_of
        self.process = subprocess.Popen([str(part) for part in command], stdout=log, stderr=log, cwd=HERE,
                                        start_new_session=True, env={**os.environ, **(environment or {})})

    def wait(self, path):
        for _ in range(1200):
            if self.process.poll() is not None:
                raise RuntimeError(f"{self.name} ended with {self.process.returncode}")
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=2):
                    return
            except OSError:
                time.sleep(0.1)
        raise RuntimeError(f"{self.name} does not answer")

    def wire(self, rows):
        body = json.dumps(self.body_of(rows))
        token = f"Authorization: Bearer {self.token}\r\n" if self.token else ""
        return (f"POST {self.path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nContent-Type: application/json\r\n{token}"
                f"Content-Length: {len(body)}\r\n\r\n{body}").encode()

    def probabilities(self, rows):
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{self.path}",
                                         json.dumps(self.body_of(rows)).encode(), {"Content-Type": "application/json"})
        if self.token:
            request.add_header("Authorization", f"Bearer {self.token}")
        with urllib.request.urlopen(request, timeout=60) as answer:
            return self.probabilities_of(json.load(answer))

    def load(self, folder, rows, connections):
        file = folder / "request"
        file.write_bytes(self.wire(rows))
        before = cpu_seconds(self.process.pid)
        said = subprocess.run([HTTP_LOAD, str(self.port), str(connections), str(SECONDS), str(file)],
                              check=True, capture_output=True, text=True).stdout
        run = json.loads(said)
        # With the half second that http_load leaves out.
        asked = max(1.0, run["per_second"] * (SECONDS + 0.5))
        run["cpu_us"] = 1e6 * (cpu_seconds(self.process.pid) - before) / asked
        return run

    def resident_mb(self):
        """Of the process and those it started; pages that several share count in parts (PSS). PostgreSQL is nobody's child."""
        kilobytes = 0
        for pid in descendants(self.process.pid):
            for line in pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    kilobytes += int(line.split()[1])
        return kilobytes / 1024

    def stop(self):
        os.killpg(self.process.pid, signal.SIGTERM)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def by_v1(rows):
    return {"data": rows}


def of_v1(answer):
    return [prediction["probability"] for prediction in answer["predictions"]]


def start_clearwell(folder, log):
    common = [CLEARWELL, "--data-dir", folder / "data", "--models", folder]
    port = free_port()
    server = Server("Clearwell", [*common, "serve", "--listen", f"127.0.0.1:{port}", "--retrain-at", "off"], port,
                    "/v1/models/example/score", None, by_v1, of_v1, log)
    server.wait("/readyz")
    subprocess.run([*common, "plants", "add", "north", "--name", "North", "--jurisdiction", "EU", "--time-zone",
                    "Europe/Madrid"], check=True, stdout=log, stderr=log)
    server.token = subprocess.run([*common, "token", "create", "--role", "plant", "--name", "bench", "--plant", "north"],
                                  check=True, capture_output=True, text=True).stdout.strip()
    return server


def start_fastapi(folder, log, database=None):
    port = free_port()
    server = Server("FastAPI, SQL" if database else "FastAPI", [BIN / "uvicorn", "serving_peer:app", "--port", str(port), "--workers", str(WORKERS)], port,
                    "/score", "bench-token", by_v1, of_v1, log,
                    {"CLEARWELL_BENCH_MODEL": str(folder / "model.json"), "CLEARWELL_BENCH_TOKEN": "bench-token",
                     "CLEARWELL_BENCH_LOG": str(folder / "inferences.log"), "OMP_NUM_THREADS": "1",
                     **({"CLEARWELL_BENCH_DATABASE": database} if database else {})})
    server.wait("/metrics")
    return server


def start_mlflow(folder, log):
    import mlflow.xgboost
    import xgboost
    booster = xgboost.Booster(model_file=str(folder / "model.json"))
    mlflow.xgboost.save_model(booster, str(folder / "mlflow"), model_format="json")
    port = free_port()
    server = Server("MLflow", [BIN / "mlflow", "models", "serve", "-m", folder / "mlflow", "--env-manager", "local", "-p",
                               str(port), "-w", str(WORKERS)], port, "/invocations", None,
                    lambda rows: {"dataframe_split": {"columns": FEATURES,
                                                      "data": [[row[name] for name in FEATURES] for row in rows]}},
                    lambda answer: answer["predictions"], log,
                    {"MLFLOW_DISABLE_TELEMETRY": "true", "OMP_NUM_THREADS": "1", "PATH": f"{BIN}:{os.environ['PATH']}"})
    server.wait("/ping")
    return server


def compare_answers(servers, rows):
    expected = servers[0].probabilities(rows)
    for server in servers[1:]:
        answered = server.probabilities(rows)
        furthest = max(abs(a - b) for a, b in zip(expected, answered, strict=True))
        if furthest > 1e-6:
            raise RuntimeError(f"{server.name} answers otherwise by up to {furthest}")
        print(f"{server.name} answers {len(rows)} rows as {servers[0].name} does, to within {furthest:.1e}")


def measure(servers, folder, what, rows, connections):
    runs = {server.name: [] for server in servers}
    for _ in range(ROUNDS):
        for server in servers:
            runs[server.name].append(server.load(folder, rows, connections))
    ours = None
    for server in servers:
        if any(run["failed"] for run in runs[server.name]):
            raise RuntimeError(f"{what}: {server.name} failed: {runs[server.name]}")
        one = {key: statistics.median(run[key] for run in runs[server.name]) for key in runs[server.name][0]}
        ours = ours or one
        ratio = "" if one is ours else (f"   Clearwell: {ours['per_second'] / one['per_second']:.1f} times the requests, "
                                        f"p99 {one['p99_us'] / ours['p99_us']:.1f} times shorter")
        print(f"{what:<24} {server.name:<12} {one['per_second']:>9.0f}/s   median {one['median_us'] / 1000:>8.2f} ms   "
              f"p99 {one['p99_us'] / 1000:>8.2f} ms   CPU {one['cpu_us']:>7.0f} us{ratio}", flush=True)


def main():
    with tempfile.TemporaryDirectory(prefix="clearwell-bench-") as name:
        folder = pathlib.Path(name)
        folder.chmod(0o755)
        database = subprocess.run([SERVING_MODEL, folder / "data", folder / "model.json"], check=True, capture_output=True,
                                  text=True).stdout.strip()
        servers = []
        with open(folder / "log", "w") as log:
            try:
                servers.append(start_clearwell(folder, log))
                servers.append(start_fastapi(folder, log))
                servers.append(start_fastapi(folder, log, database))
                servers.append(start_mlflow(folder, log))
                batch = make_rows(BATCH)
                single = [next(row for row in batch if None not in row.values())]  # MLflow refuses a lone row with a gap
                compare_answers(servers, batch)
                print(f"{ROUNDS} rounds of {SECONDS:g} s in turn, medians over rounds; {WORKERS} workers of each peer")
                for connections in CONNECTIONS:
                    measure(servers, folder, f"1 row, {connections} connections", single, connections)
                measure(servers, folder, f"{BATCH} rows, 1 connection", batch, 1)
                for server in servers:
                    print(f"resident {server.name:<12} {server.resident_mb():8.0f} MB")
            except Exception:
                log.flush()
                print((folder / "log").read_text()[-4000:], file=sys.stderr)
                raise
            finally:
                for server in servers:
                    server.stop()


main()
