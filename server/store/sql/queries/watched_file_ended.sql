-- Whether the file of source $1, destination $2 and name $3 has ended that has stamp $4, where it has one, or SHA-256 $5.
SELECT EXISTS (SELECT FROM water.watched_files
               WHERE source = $1 AND destination = $2 AND name = $3 AND (($4 <> '' AND stamp = $4) OR sha256 = $5)
                 AND status <> 'QUEUED')
