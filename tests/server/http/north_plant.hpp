#pragma once

#include "tests/server/http/service_fixture.hpp"

namespace clearwell::tests {

/// One plant under Argentine law with three samples of turbidity (limit 3 NTU) and nitrate, and an instrument.
struct NorthPlant : ServiceFixture {
  NorthPlant() {
    store::Transaction transaction = database->begin();
    transaction.run_script(R"(
    INSERT INTO water.plants (plant_id, name, place, operator, latitude, longitude, time_zone, jurisdiction, population_served, simulated)
    VALUES ('north', 'North', 'Saladillo', 'Coop', -35.6, -59.8, 'America/Argentina/Buenos_Aires', 'AR', 32000, true);
    INSERT INTO water.samples (plant_id, sampled_at, content_sha256, laboratory)
    SELECT 'north', ('2026-03-0' || n || 'T08:00:00Z')::timestamptz, sha256(n::text::bytea), 'Laboratory ' || n FROM generate_series(1, 3) n;
    INSERT INTO water.sample_results (sample_id, parameter, value, qualifier, unit, result_text)
    SELECT sample_id, 'turbidity', row_number() OVER (ORDER BY sampled_at) * 1.5, '=', 'NTU', 'x' FROM water.samples;
    INSERT INTO water.sample_results (sample_id, parameter, value, qualifier, unit, result_text)
    SELECT sample_id, 'made_up', 0.01, '<', 'mg/L', '<0.01' FROM water.samples;
    INSERT INTO water.sensors VALUES ('north-1', 'north', 'turbidity', 'NTU', true);
    INSERT INTO water.readings VALUES ('north-1', '2026-03-01T00:00:00Z', 0.5), ('north-1', '2026-03-04T00:00:00Z', 0.7);)");
    transaction.commit();
  }
};

}  // namespace clearwell::tests
