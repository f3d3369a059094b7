-- make_commit_mark.sql: the mark of writer $1; those of servers that have long ended go.
WITH ended AS (
  DELETE FROM ops.commit_marks WHERE marked_at < now() - interval '30 days'
)
INSERT INTO ops.commit_marks (writer) VALUES ($1) ON CONFLICT DO NOTHING;
