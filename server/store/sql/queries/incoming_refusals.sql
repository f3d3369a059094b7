-- incoming_refusals.sql: records refused for their time: how many, and at most $1 of them.
SELECT count(*) OVER () AS n, line, local_time::text, time_zone, refusal
FROM incoming_records WHERE refusal IS NOT NULL ORDER BY source_row LIMIT $1;
