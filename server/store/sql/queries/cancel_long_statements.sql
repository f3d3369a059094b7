-- cancel_long_statements.sql: $1 the name of the sessions that are meant, $2 seconds that a statement may take; see V020.
SELECT ops.cancel_long_statements($1, make_interval(secs => $2::double precision));
