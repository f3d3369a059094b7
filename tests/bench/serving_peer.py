"""What a data team would write: FastAPI before XGBoost, with token, validation, metrics and a log of inferences: lines of a file, or rows of
PostgreSQL that are there before the answer is.

    CLEARWELL_BENCH_MODEL=model.json CLEARWELL_BENCH_TOKEN=… CLEARWELL_BENCH_LOG=inferences.log uvicorn serving_peer:app
    CLEARWELL_BENCH_DATABASE=…                               in place of the file
"""

import hashlib
import hmac
import json
import logging
import os
import time
from contextlib import asynccontextmanager
from itertools import count
from typing import Annotated

import numpy
import xgboost
from fastapi import Depends, FastAPI, Header, HTTPException, Response
from prometheus_client import CONTENT_TYPE_LATEST, Counter, Histogram, generate_latest
from psycopg_pool import AsyncConnectionPool
from pydantic import BaseModel, ConfigDict, Field

N_FEATURES = 9
THRESHOLD = 0.5
TOKEN_SHA256 = hashlib.sha256(os.environ["CLEARWELL_BENCH_TOKEN"].encode()).digest()

booster = xgboost.Booster(model_file=os.environ["CLEARWELL_BENCH_MODEL"])
booster.set_param({"nthread": 1})
requests_total = Counter("http_requests", "Requests", ["route", "code"])
request_seconds = Histogram("http_request_duration_seconds", "Duration", ["route"])
inferences_total = Counter("inferences", "Inferences", ["outcome"])
DATABASE = os.environ.get("CLEARWELL_BENCH_DATABASE")
inference_log = logging.getLogger("inferences")
inference_log.addHandler(logging.FileHandler(os.environ["CLEARWELL_BENCH_LOG"]))
inference_log.setLevel(logging.INFO)
inference_log.propagate = False
inference_ids = count(1)
pool = AsyncConnectionPool(DATABASE, min_size=4, max_size=16, open=False) if DATABASE else None


@asynccontextmanager
async def connected(_):
    if pool:
        await pool.open(wait=True)
    yield
    if pool:
        await pool.close()


app = FastAPI(lifespan=connected)

Measurement = Annotated[float | None, Field(allow_inf_nan=False)]


class Row(BaseModel):
    model_config = ConfigDict(extra="forbid")
    x0: Measurement = None
    x1: Measurement = None
    x2: Measurement = None
    x3: Measurement = None
    x4: Measurement = None
    x5: Measurement = None
    x6: Measurement = None
    x7: Measurement = None
    x8: Measurement = None

    def values(self):
        return (self.x0, self.x1, self.x2, self.x3, self.x4, self.x5, self.x6, self.x7, self.x8)


class ScoreRequest(BaseModel):
    model_config = ConfigDict(extra="forbid")
    data: Annotated[list[Row], Field(min_length=1, max_length=10_000)]


async def known_caller(authorization: Annotated[str, Header()] = ""):
    sent = hashlib.sha256(authorization.removeprefix("Bearer ").encode()).digest()
    if not hmac.compare_digest(sent, TOKEN_SHA256):
        raise HTTPException(401, "unknown token")


async def log(rows, predictions):
    records = [("example", 1, list(row.values()), prediction["probability"]) for row, prediction in zip(rows, predictions)]
    if pool is None:
        for prediction, record in zip(predictions, records):
            inference_log.info(json.dumps({"inference_id": prediction["inference_id"], "features": record[2],
                                           "probability": record[3]}))
        return
    async with pool.connection() as connection, connection.cursor() as cursor:
        await cursor.executemany("INSERT INTO public.peer_inferences (model, version, features, probability) "
                                 "VALUES (%s, %s, %s, %s)", records)


@app.post("/score", dependencies=[Depends(known_caller)])
async def score(request: ScoreRequest):
    begin = time.perf_counter()
    rows = numpy.array([row.values() for row in request.data], dtype=numpy.float32)  # None becomes NaN
    predictions = []
    for probability in booster.inplace_predict(rows).tolist():
        positive = probability >= THRESHOLD
        predictions.append({"inference_id": next(inference_ids), "positive": positive, "probability": probability,
                            "threshold": THRESHOLD})
        inferences_total.labels("positive" if positive else "negative").inc()
    await log(request.data, predictions)
    requests_total.labels("/score", "200").inc()
    request_seconds.labels("/score").observe(time.perf_counter() - begin)
    return {"model": "example", "version": 1, "predictions": predictions}


@app.get("/metrics")
async def metrics():
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)
