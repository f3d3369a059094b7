-- Whether the file of source $1, destination $2 and name $3 has ended that has stamp $4, where it has one, or SHA-256 $5;
-- and whether somebody is at work on the one of that stamp: a row of it is there, and its lock is not to be had.
WITH of_name AS MATERIALIZED (
  SELECT stamp, sha256, status FROM water.watched_files WHERE source = $1 AND destination = $2 AND name = $3
)
SELECT EXISTS (SELECT FROM of_name WHERE (($4 <> '' AND stamp = $4) OR sha256 = $5) AND status <> 'QUEUED'),
       EXISTS (SELECT FROM of_name WHERE $4 <> '' AND stamp = $4 AND status = 'QUEUED')
         AND NOT EXISTS (SELECT FROM water.watched_files
                         WHERE source = $1 AND destination = $2 AND name = $3 AND stamp = $4 AND status = 'QUEUED'
                         FOR SHARE SKIP LOCKED)
