-- Whether somebody is at work on the file of source $1, destination $2, name $3 and stamp $4: a row of it is there, and its
-- lock is not to be had. Of a file without a stamp it does not show.
WITH of_stamp AS MATERIALIZED (
  SELECT FROM water.watched_files
  WHERE source = $1 AND destination = $2 AND name = $3 AND $4 <> '' AND stamp = $4 AND status = 'QUEUED'
)
SELECT EXISTS (SELECT FROM of_stamp)
       AND NOT EXISTS (SELECT FROM water.watched_files
                       WHERE source = $1 AND destination = $2 AND name = $3 AND stamp = $4 AND status = 'QUEUED'
                       FOR SHARE SKIP LOCKED)
