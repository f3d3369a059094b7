-- A file that was found: its source $1, destination $2, name $3, SHA-256 $4, bytes $5 and stamp $6, the model $7 with
-- champion $8 and challenger $9 that are to score it. Its result has its name $3, or, where an earlier content had that,
-- $10. Nothing where it is there already.
INSERT INTO water.watched_files (source, destination, name, sha256, bytes, stamp, model, champion_version, challenger_version,
                                 output_name)
SELECT $1, $2, $3, $4, $5::bigint, $6, $7, $8::integer, $9::integer,
       CASE WHEN EXISTS (SELECT FROM water.watched_files WHERE destination = $2 AND output_name = $3) THEN $10 ELSE $3 END
ON CONFLICT DO NOTHING
