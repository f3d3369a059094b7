-- Of the whole database on its server's disk, in bytes.
SELECT pg_database_size(current_database())
