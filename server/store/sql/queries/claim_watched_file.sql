-- The file of source $1, destination $2, name $3 and SHA-256 $4, to be scored by who holds this lock; nothing where somebody
-- else does, or it has ended.
SELECT file_id, output_name, model, champion_version, challenger_version
FROM water.watched_files
WHERE source = $1 AND destination = $2 AND name = $3 AND sha256 = $4 AND status = 'QUEUED'
FOR UPDATE SKIP LOCKED
