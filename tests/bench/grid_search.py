"""The peer of grid_search.cpp: scikit-learn's GridSearchCV with XGBoost on the same rows, folds and settings.

For each line on stdin, a grid in JSON, a line on stdout: {"seconds", "scores": mean ROC AUC of each candidate}.

    grid_search.py water_potability.csv cv_folds.csv THREADS
"""

import csv
import json
import sys
import time

import numpy
import xgboost
from sklearn.model_selection import GridSearchCV, PredefinedSplit

NAMES = {"n_trees": "n_estimators"}  # the rest is called alike


def read_rows(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.reader(file))[1:]


def main():
    data, folds, threads = sys.argv[1:]
    rows = read_rows(data)
    features = numpy.array([[float(cell or "nan") for cell in row[:-1]] for row in rows], dtype=numpy.float32)
    labels = numpy.array([int(row[-1]) for row in rows])
    division = PredefinedSplit([int(row[1]) for row in read_rows(folds)])
    for line in sys.stdin:
        grid = {NAMES.get(name, name): values for name, values in json.loads(line).items()}
        # One thread a fit, as ours: GridSearchCV's own processes bring more than OpenMP on so few rows.
        model = xgboost.XGBClassifier(tree_method="hist", base_score=0.5, random_state=42, n_jobs=1)
        search = GridSearchCV(model, grid, scoring="roc_auc", cv=division, n_jobs=int(threads), refit=False)
        begin = time.perf_counter()
        search.fit(features, labels)
        seconds = time.perf_counter() - begin
        print(json.dumps({"seconds": seconds, "scores": list(search.cv_results_["mean_test_score"])}), flush=True)


if __name__ == "__main__":
    main()
