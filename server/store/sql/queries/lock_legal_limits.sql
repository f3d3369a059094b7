-- One server at a time publishes the limits. The number means nothing.
SELECT pg_advisory_xact_lock(4410287733920158)
