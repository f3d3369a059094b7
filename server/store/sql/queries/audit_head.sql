-- Number and SHA-256 of the last entry that was appended.
SELECT entry_id, encode(sha256, 'hex') FROM ops.audit_head
