-- A file that was found: its source $1, destination $2, name $3, SHA-256 $4, bytes $5 and stamp $6, the model $7 with
-- champion $8 and challenger $9 that are to score it. Its result has the name $10, or, where another file's has that,
-- $11. Nothing where it is there already; an error where both names are taken.
INSERT INTO water.watched_files (source, destination, name, sha256, bytes, stamp, model, champion_version, challenger_version,
                                 output_name)
SELECT $1, $2, $3, $4, $5::bigint, $6, $7, $8::integer, $9::integer,
       CASE WHEN EXISTS (SELECT FROM water.watched_files WHERE destination = $2 AND output_name = $10) THEN $11 ELSE $10 END
ON CONFLICT (source, destination, name, sha256) DO NOTHING
