-- One process at a time migrates; the others wait and then find the work done. The number means nothing.
SELECT pg_advisory_xact_lock(7364129805446012)
