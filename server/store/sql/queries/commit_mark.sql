-- commit_mark.sql: the last group that writer $1 has stored. Refused while a session is still at work on the next one.
SELECT n_groups FROM ops.commit_marks WHERE writer = $1 FOR UPDATE NOWAIT;
