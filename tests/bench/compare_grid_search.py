"""Runs grid_search and grid_search.py in turn on the same grids, compares what they find, then prints the times.

Only rounds that are not run are saved: of a grid with several numbers of trees one run gives them all. The first grid, with three
of them, is the one that must be LEAST_RATIO times as fast as scikit-learn's, else the exit code is 1; the second, with one
number, is shown beside it: there every candidate is a run of its own on both sides, and the two take about as long.

    compare_grid_search.py THREADS ROUNDS -- OURS… -- PEER…      both commands without their last argument, THREADS
"""

import json
import statistics
import subprocess
import sys

SAMPLED = {"subsample": [0.8], "colsample_bytree": [0.8]}
PREFIXES_OF_ONE_RUN = "n_trees 3 x max_depth 2 x learning_rate 2"
GRIDS = {
    PREFIXES_OF_ONE_RUN: {
        "n_trees": [100, 200, 300], "max_depth": [4, 6], "learning_rate": [0.05, 0.1], **SAMPLED},
    "n_trees 1 x max_depth 4 x learning_rate 3": {
        "n_trees": [300], "max_depth": [3, 4, 5, 6], "learning_rate": [0.03, 0.05, 0.1], **SAMPLED},
}
LEAST_RATIO = 1.5
TOLERANCE = 0.002  # of a mean ROC AUC: two releases of one library may round a bin's edge differently
WARM_UP = {"n_trees": [5], **SAMPLED}  # libraries are loaded and processes started before anything is timed


class Engine:
    def __init__(self, command):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def search(self, grid):
        self.process.stdin.write(json.dumps(grid) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            sys.exit(f"{self.process.args[0]} ended without an answer")
        return json.loads(line)


def compare(name, grid, engines, rounds):
    seconds = {engine: [] for engine in engines}
    scores = {}
    for _ in range(rounds):
        for engine, running in engines.items():
            answer = running.search(grid)
            seconds[engine].append(answer["seconds"])
            scores[engine] = answer["scores"]
    ours, peer = scores["clearwell"], scores["scikit-learn"]
    if len(ours) != len(peer) or max(abs(a - b) for a, b in zip(ours, peer)) > TOLERANCE:
        sys.exit(f"{name}: not the same work\n  clearwell    {ours}\n  scikit-learn {peer}")
    print(f"\n{name}: {len(ours)} combinations x 5 folds, median of {rounds}")
    for engine in engines:
        times = "  ".join(f"{value:.2f}" for value in seconds[engine])
        print(f"  {engine:12}  {statistics.median(seconds[engine]):7.2f} s   best ROC AUC {max(scores[engine]):.6f}"
              f"   ({times})")
    ratio = statistics.median(seconds["scikit-learn"]) / statistics.median(seconds["clearwell"])
    print(f"  {ratio:.2f} times as fast")
    return ratio


def main():
    threads, rounds, _, *rest = sys.argv[1:]
    cut = rest.index("--")
    engines = {"clearwell": Engine(rest[:cut] + [threads]), "scikit-learn": Engine(rest[cut + 1:] + [threads])}
    for engine in engines.values():
        engine.search(WARM_UP)
    ratios = {name: compare(name, grid, engines, int(rounds)) for name, grid in GRIDS.items()}
    if ratios[PREFIXES_OF_ONE_RUN] < LEAST_RATIO:
        sys.exit(f"{PREFIXES_OF_ONE_RUN}: {ratios[PREFIXES_OF_ONE_RUN]:.2f} times as fast, and at least {LEAST_RATIO} is asked for")


if __name__ == "__main__":
    main()
