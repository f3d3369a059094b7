-- set_commit_mark.sql: this transaction is group $2 of writer $1.
UPDATE ops.commit_marks SET n_groups = $2, marked_at = now() WHERE writer = $1;
