-- What POST /v1/batch found out about its files before it scored them.
CREATE TABLE water.batches (
  batch_id   text PRIMARY KEY CHECK (batch_id ~ '^[0-9a-f]{32}$'),
  model      text NOT NULL,
  version    integer NOT NULL,
  sent_by    text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  report     jsonb NOT NULL -- {"model","version","rows","drift":[…]}
);

-- Ids are drawn a thousand at a time, so that there are some in reserve while the database is away.
ALTER SEQUENCE water.water_inferences_inference_id_seq INCREMENT BY 1000;

-- Which inferences answered a request that came with an Idempotency-Key. The same version gives the same answer again.
CREATE TABLE water.idempotency_keys (
  caller         text NOT NULL,
  key            text NOT NULL,
  used_at        timestamptz NOT NULL DEFAULT now(),
  request_sha256 text NOT NULL,
  model          text NOT NULL,
  version        integer NOT NULL,
  inference_ids  bigint[] NOT NULL, -- in the order of the rows
  PRIMARY KEY (caller, key)
);
CREATE INDEX idempotency_keys_used_at ON water.idempotency_keys (used_at);
