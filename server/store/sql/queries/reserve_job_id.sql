-- So that a job can be locked before anybody sees it.
SELECT nextval(pg_get_serial_sequence('ops.jobs', 'job_id'))
