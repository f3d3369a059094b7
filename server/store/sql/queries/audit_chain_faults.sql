-- How many of the newest 500 entries of the audit trail do not fit their own hash or the entry before, with one more where
-- the newest is not the head. The whole trail is what `clearwell audit verify` looks at.
WITH newest AS (
  SELECT entry_id, previous_sha256, sha256, ops.audit_entry_bytes(e) AS bytes
  FROM ops.audit_entries e ORDER BY entry_id DESC LIMIT 501
), checked AS (
  SELECT entry_id, sha256, sha256 <> sha256(bytes) AS changed,
         entry_id > 1 AND (lag(entry_id) OVER chain IS DISTINCT FROM entry_id - 1
                           OR lag(sha256) OVER chain IS DISTINCT FROM previous_sha256) AS torn,
         row_number() OVER (ORDER BY entry_id DESC) AS nth
  FROM newest WINDOW chain AS (ORDER BY entry_id)
)
SELECT (SELECT count(*) FROM checked WHERE nth <= 500 AND (changed OR torn))
       + (SELECT count(*) FROM ops.audit_head h
          WHERE h.entry_id <> coalesce((SELECT max(entry_id) FROM checked), 0)
             OR h.entry_id > 0 AND h.sha256 IS DISTINCT FROM (SELECT sha256 FROM checked WHERE nth = 1))
