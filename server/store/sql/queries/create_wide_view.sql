-- create_wide_view.sql: see the function in the migrations.
SELECT water.create_wide_view($1, $2, $3, $4);
