-- next_incoming_readings.sql: some more of open_incoming_readings.sql; none at its end.
FETCH 20000 FROM incoming_readings;
