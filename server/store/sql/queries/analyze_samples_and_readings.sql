-- analyze_samples_and_readings.sql: see V020.
SELECT water.analyze_samples_and_readings();
