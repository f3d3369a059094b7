-- without_jit.sql: until the transaction ends, nothing is compiled: where statistics are missing yet, PostgreSQL would take
-- seconds to compile a query that takes milliseconds to run.
SET LOCAL jit = off;
