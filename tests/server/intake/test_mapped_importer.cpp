#include "server/store/water_store.hpp"
#include "tests/server/intake/mapped_files.hpp"
#include "tests/temporary_folder.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>

#include <ostream>

namespace {

using namespace clearwell;
namespace bdata = boost::unit_test::data;

const std::string kReadings = R"({"format_version": 1, "name": "berlin", "title": "t", "content": "readings",
  "plant": {"id": "spree", "name": "Spree", "time_zone": "Europe/Berlin", "jurisdiction": "EU"}, "missing": ["NA"],
  "time": {"columns": ["at"], "formats": ["%Y-%m-%d %H:%M"], "zone": "Europe/Berlin"},
  "columns": [{"column": "temp", "sensor": "temp", "parameter": "temperature", "unit": "°F"},
              {"column": "cl", "sensor": "cl", "parameter": "free_chlorine", "unit": "mg/L", "bad": [0]}]})";

const std::string kLong =
    R"({"format_version": 1, "name": "lab", "title": "t", "content": "samples", "decimal_mark": ",",
  "time": {"columns": ["fecha", "hora"], "formats": ["%d/%m/%Y %H:%M", "%d/%m/%Y"], "zone_column": "huso",
           "zone": "America/Argentina/Buenos_Aires"},
  "sample_key": ["protocolo"], "laboratory": "lab", "point": {"key": ["pozo"], "name": "pozo", "kind": "raw"},
  "rows": {"name": "parametro", "value": "resultado", "unit": "unidad", "fraction": "fraccion",
           "parameters": [{"names": ["Nitratos"], "parameter": "nitrate", "unit": "mg/L", "basis": "NO3"},
                          {"names": ["Arsénico total"], "parameter": "arsenic"}]}})";
const std::string kLongHeader = "protocolo;fecha;hora;huso;lab;pozo;parametro;resultado;unidad;fraccion\n";

struct Mapped : tests::MappedFiles {
  void use(const std::string& mapping) {
    mapping_file = (folder.path() / "mapping.json").string();
    std::ofstream(mapping_file) << mapping;
  }
  intake::ImportReport good(const std::string& text, const std::optional<std::string>& plant_id = {}) {
    const auto report = import_text(text, "text", plant_id);
    BOOST_REQUIRE_MESSAGE(static_cast<bool>(report), (report ? "" : report.error().message));
    BOOST_TEST(report->accepted + report->rejected + report->duplicates == report->rows);
    return *report;
  }
  void save_plant(const std::string& plant_id, const std::string& jurisdiction) {
    store::Plant plant;
    plant.plant_id = plant_id;
    plant.name = plant_id;
    plant.jurisdiction = jurisdiction;
    store::Transaction transaction = database.begin();
    store::save_plant(transaction, plant);
    transaction.commit();
  }
  std::string results(const std::string& columns) {
    return text_of("SELECT string_agg(concat_ws('|', " + columns +
                   "), ', ' ORDER BY sample_id, parameter) FROM water.sample_results");
  }

  tests::TemporaryFolder folder;
};

void check(const std::vector<intake::RejectedRow>& found, const std::vector<intake::RejectedRow>& expected) {
  BOOST_TEST_REQUIRE(found.size() == expected.size());
  for (std::size_t i = 0; i < found.size(); ++i) {
    BOOST_TEST(found[i].line == expected[i].line);
    BOOST_TEST(found[i].column == expected[i].column);
    BOOST_TEST(found[i].value == expected[i].value);
    BOOST_TEST(found[i].reason == expected[i].reason);
  }
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(mapped_importer, Mapped)

BOOST_AUTO_TEST_CASE(readings_keep_their_unit_beside_and_tell_a_sensor_out_of_order) {
  use(kReadings);
  const auto report = good("at,temp,cl\n2026-03-01 12:00,50,0.4\n2026-03-01 12:01,NA,0\n2026-03-01 12:02,,NA\n");
  BOOST_TEST(report.accepted == 2);
  check(report.errors, {{4, "", "", "the row has no measurement"}});
  BOOST_TEST(text_of("SELECT string_agg(concat_ws('|', sensor_id, read_at AT TIME ZONE 'UTC', value, quality, "
                     "reported_value), ', ' ORDER BY sensor_id, read_at) FROM water.readings") ==
             "spree-cl|2026-03-01 11:00:00|0.4|good, spree-cl|2026-03-01 11:01:00|0|bad, "
             "spree-temp|2026-03-01 11:00:00|10|good|50");
  BOOST_TEST(text_of("SELECT unit FROM water.sensors WHERE sensor_id = 'spree-temp'") == "°C");
}

// 2026-10-25: at 3:00 clocks go back to 2:00. The second 2:30 is an hour after the first, also where 2:00 is lacking.
BOOST_AUTO_TEST_CASE(the_hour_that_occurs_twice_is_two_hours) {
  use(kReadings);
  const std::string file =
      "at,temp,cl\n2026-10-25 01:30,50,1\n2026-10-25 02:00,50,1\n2026-10-25 02:30,50,2\n2026-10-25 02:30,50,3\n"
      "2026-10-25 02:45,50,4\n2026-10-25 03:00,50,5\n";
  BOOST_TEST(good(file).accepted == 6);
  BOOST_TEST(
      text_of("SELECT string_agg(to_char(read_at AT TIME ZONE 'UTC', 'HH24:MI'), ' ' ORDER BY value, read_at) FROM "
              "water.readings WHERE sensor_id = 'spree-cl'") == "23:30 00:00 00:30 01:30 01:45 02:00");
  BOOST_TEST(good(file).duplicates == 6);
}

BOOST_AUTO_TEST_CASE(the_hour_that_clocks_skip_is_refused) {
  use(kReadings);
  const auto report = good("at,temp,cl\n2026-03-29 01:59,50,1\n2026-03-29 02:30,50,1\n2026-02-30 02:30,50,1\n");
  BOOST_TEST(report.accepted == 1);
  check(report.errors, {{3, "at", "2026-03-29 02:30:00", "is no time in Europe/Berlin, where clocks skip that hour"},
                        {4, "at", "2026-02-30 02:30", "is a time that no calendar has (read as %Y-%m-%d %H:%M)"}});
}

BOOST_AUTO_TEST_CASE(another_reading_of_the_same_moment_is_kept_for_decision) {
  use(kReadings);
  good("at,temp,cl\n2026-03-01 12:00,50,0.4\n");
  const std::string other = "at,temp,cl\n2026-03-01 12:00,50,0.5\n2026-03-01 12:01,50,0.5\n";
  for (int time = 0; time < 2; ++time) {
    const auto report = good(other);
    BOOST_TEST(report.conflicts == 1);
    check(report.errors, {{2, "spree-cl at 2026-03-01T11:00:00Z", "0.5",
                           "contradicts '0.4', stored; kept beside it until somebody decides"}});
  }
  BOOST_TEST(text_of("SELECT value::text FROM water.readings WHERE sensor_id = 'spree-cl' ORDER BY read_at") == "0.4");
  BOOST_TEST(count("water.reading_conflicts") == 1);
}

BOOST_AUTO_TEST_CASE(a_long_file_keeps_what_the_laboratory_wrote) {
  use(kLong);
  const auto report =
      good(kLongHeader + "69893;01/03/2026;08:00;;Lab;P1;Nitratos;44,3;;\n" +
           "69893;01/03/2026;08:00;;Lab;P1;Arsénico total;< 10;ug/L;total\n" +
           "69893;01/03/2026;08:00;;Lab;P1;Sabor;N.D.;;\n" + "69893;01/03/2026;08:00;;Lab;P1;Escherichia coli;-;;\n");
  BOOST_TEST(report.accepted == 3);
  check(report.errors, {{5, "resultado", "-", "states no result"}});
  BOOST_TEST(results("parameter, finding, value, qualifier, unit, result_text, canonical_value, fraction, remarks") ==
             "Sabor|not_detected|=||N.D.||, arsenic|value|10|<|ug/L|< 10|0.01|total|, "
             "nitrate|value|44.3|=|mg/L|44,3|44.3||taken as NO3");
  BOOST_TEST(
      text_of("SELECT concat_ws('|', sample_key, laboratory, sampled_at AT TIME ZONE 'UTC', p.name, p.kind) FROM "
              "water.samples JOIN water.sampling_points p USING (sampling_point_id)") ==
      "69893|Lab|2026-03-01 11:00:00|P1|raw");
  BOOST_TEST(report.understood.size() == 3U);
}

BOOST_AUTO_TEST_CASE(a_day_is_no_moment_and_a_zone_may_stand_in_the_row) {
  use(kLong);
  const auto report = good(kLongHeader + "1;01/03/2026;;;;P1;pH;7,1;;\n2;01/03/2026;08:00;EST;;P1;pH;7,1;;\n" +
                           "3;01/03/2026;08:00;Atlantis/Poseidonis;;P1;pH;7,1;;\n");
  BOOST_TEST(report.accepted == 2);
  check(report.errors,
        {{4, "fecha", "2026-03-01 08:00:00", "has the time zone 'Atlantis/Poseidonis', which nobody knows"}});
  BOOST_TEST(text_of("SELECT string_agg(concat_ws('|', time_precision, sampled_at AT TIME ZONE 'UTC'), ', ' ORDER BY "
                     "sample_key) FROM water.samples") == "day|2026-03-01 03:00:00, moment|2026-03-01 13:00:00");
}

struct Refused {
  const char* row;
  const char* column;
  const char* value;
  const char* reason;
};
std::ostream& operator<<(std::ostream& out, const Refused& refused) {
  return out << refused.row;
}

const Refused kRefused[] = {
    {"1;01/03/2026;;;;P1;Conductividad;940;mS/cm;", "resultado", "940",
     "is 940000 µS/cm, and water has 0 to 100000: is the unit \"mS/cm\" right?"},
    {"1;01/03/2026;;;;P1;Plomo;5;mg/kg;", "unidad", "mg/kg",
     "lead: the unit \"mg/kg\" is not known (accepted: mg/L, µg/L, ng/L or g/L)"},
    {"1;01/03/2026;;;;P1;Nitrito;5;mg/L;", "unidad", "mg/L",
     "nitrite: the unit \"mg/L\" does not say whether as NO2 or N"},
    {"1;01/03/2026;;;;P1;pH;7.1.2;;", "resultado", "7.1.2",
     "\"7.1.2\" is no result (accepted: a number with \",\" as its decimal mark, < or > before it, or a word such as "
     "N.D., "
     "absent, present)"},
    {"1;2026-03-01;;;;P1;pH;7,1;;", "fecha", "2026-03-01", "is not a time (accepted: %d/%m/%Y %H:%M or %d/%m/%Y)"},
    {";01/03/2026;;;;P1;pH;7,1;;", "protocolo", "", "does not name the sample"},
    {"1;01/03/2026;;;;P1;;7,1;;", "parametro", "", "the parameter is missing"},
};

BOOST_DATA_TEST_CASE_F(Mapped, a_refusal_names_the_cell, bdata::make(kRefused), refused) {
  use(kLong);
  check(good(kLongHeader + refused.row + "\n").errors, {{2, refused.column, refused.value, refused.reason}});
  BOOST_TEST(count("water.samples") == 0);
}

BOOST_AUTO_TEST_CASE(another_result_of_the_same_sample_is_kept_for_decision) {
  use(kLong);
  good(kLongHeader + "1;01/03/2026;;;;P1;pH;7,1;;\n");
  const std::string other = kLongHeader + "1;01/03/2026;;;;P1;pH;7,2;;\n1;01/03/2026;;;;P1;Hierro;0,1;mg/L;\n" +
                            "1;02/03/2026;;;;P1;Zinc;1;mg/L;\n";
  for (int time = 0; time < 2; ++time) {
    const auto report = good(other);
    BOOST_TEST(report.conflicts == 2);
    check(report.errors,
          {{2, "1, pH", "7,2", "contradicts '7,1', stored from text; kept beside it until somebody decides"},
           {4, "1, Zinc", "1",
            "contradicts a sample of 2026-03-01T03:00:00Z, stored from text; kept beside it until somebody decides"}});
  }
  BOOST_TEST(results("parameter, value") == "iron|0.1, ph|7.1");
  BOOST_TEST(count("water.result_conflicts") == 2);
}

BOOST_AUTO_TEST_CASE(results_of_a_plant_are_judged_and_counted) {
  use(kLong);
  store::Transaction transaction = database.begin();
  transaction.run_script("TRUNCATE water.verdict_totals, water.sample_totals");
  transaction.commit();
  save_plant("saladillo", "AR");
  good(kLongHeader + "1;01/03/2026;;;;P1;Arsénico total;40;ug/L;\n2;01/03/2026;;;;P1;Arsénico total;<20;ug/L;\n" +
           "3;01/03/2026;;;;P1;Arsénico total;N.D.;ug/L;\n4;01/03/2026;;;;P1;Arsénico total;0,004;mg/L;\n",
       "saladillo");
  BOOST_TEST(
      text_of("SELECT string_agg(concat_ws(' ', parameter, jurisdiction, verdict, total), ', ' ORDER BY verdict) FROM "
              "water.verdict_totals") == "arsenic AR beyond 1, arsenic AR cannot_be_judged 2, arsenic AR within 1");
  BOOST_TEST(text_of("SELECT total::text FROM water.sample_totals WHERE plant_id = 'saladillo'") == "4");
}

// The page shows values beside limits, so in the limits' unit, and what the laboratory wrote with its own.
BOOST_AUTO_TEST_CASE(results_of_a_plant_are_shown_in_the_parameters_own_unit) {
  use(kLong);
  save_plant("saladillo", "AR");
  good(kLongHeader +
           "1;01/03/2026;08:00;UTC;;P1;Arsénico total;40;ug/L;\n2;02/03/2026;08:00;UTC;;P1;Arsénico total;N.D.;;\n" +
           "1;01/03/2026;08:00;UTC;;P1;Hierro;0,1;mg/L;\n",
       "saladillo");
  const store::WaterStore water(database);
  const auto parameters = water.parameters_of("saladillo");
  BOOST_TEST_REQUIRE(parameters.size() == 2U);
  BOOST_TEST(parameters[0].latest_result->value == 0.04);
  BOOST_TEST(parameters[0].latest_result->unit == "mg/L");
  BOOST_TEST(parameters[0].latest_result->result_text == "40 ug/L");
  BOOST_TEST(parameters[1].latest_result->result_text == "0,1");
  const base::TimePoint day = parameters[0].latest_result->sampled_at;
  const auto history =
      water.history("saladillo", "arsenic", {day - std::chrono::hours(48), day + std::chrono::hours(48)}, 10).buckets;
  BOOST_TEST_REQUIRE(history.size() == 1U);
  BOOST_TEST(history[0].max == 0.04);
}

BOOST_AUTO_TEST_CASE(an_unknown_plant_is_refused_as_a_whole) {
  use(kLong);
  const auto report = import_text(kLongHeader + "1;01/03/2026;;;;P1;pH;7,1;;\n", "text", "nowhere");
  BOOST_TEST_REQUIRE(!report);
  BOOST_TEST(report.error().message == "unknown plant 'nowhere', known: none");
}

const std::string kStations =
    "MonitoringLocationIdentifier,MonitoringLocationName,MonitoringLocationTypeName,LatitudeMeasure,LongitudeMeasure\n";

BOOST_AUTO_TEST_CASE(a_station_learns_what_is_not_known_and_contradicts_what_is) {
  BOOST_TEST(good(kStations + "A-1,,Stream,,\n").accepted == 1);
  BOOST_TEST(good(kStations + "A-1,North,Stream,38.5,-84.1\n").accepted == 1);
  BOOST_TEST(good(kStations + "A-1,North,Stream,38.5,-84.1\n").duplicates == 1);
  const auto report = good(kStations + "A-1,South,Stream,38.5,-84.1\n,South,Stream,1,1\nA-2,x,Stream,98,1\n");
  BOOST_TEST(report.conflicts == 1);
  check(report.errors,
        {{2, "sampling point A-1", "South 38.5 -84.1", "contradicts 'North 38.5 -84.1', stored; kept as it is"},
         {3, "MonitoringLocationIdentifier", "", "the key of the sampling point is missing"},
         {4, "LatitudeMeasure", "98", "is no place on earth"}});
}

// One row of each generation of names, with a non-detect and its limit in another place.
BOOST_AUTO_TEST_CASE(both_generations_of_wqx_names_say_the_same) {
  good(
      "ActivityIdentifier,ActivityStartDate,ActivityStartTime/Time,ActivityStartTime/TimeZoneCode,"
      "MonitoringLocationIdentifier,ResultIdentifier,ResultDetectionConditionText,CharacteristicName,"
      "ResultSampleFractionText,ResultMeasureValue,ResultMeasure/MeasureUnitCode,MethodSpeciationName,"
      "DetectionQuantitationLimitMeasure/MeasureValue,DetectionQuantitationLimitMeasure/MeasureUnitCode\n"
      "A1,2024-05-21,10:30:00,EDT,P1,R1,Not Detected,Nitrate,Dissolved,,,as N,100,ug/L\n");
  const std::string stored =
      results("parameter, finding, value, qualifier, unit, detection_limit, round(canonical_value::numeric, 6)");
  BOOST_TEST(stored == "nitrate|not_detected|100|<|ug/L as N|100|0.442680");
  const auto report = good(
      "Activity_ActivityIdentifier,Activity_StartDate,Activity_StartTime,Activity_StartTimeZone,Location_Identifier,"
      "Result_MeasureIdentifier,Result_ResultDetectionCondition,Result_Characteristic,Result_SampleFraction,"
      "Result_Measure,Result_MeasureUnit,Result_MethodSpeciation,DetectionLimit_MeasureA,DetectionLimit_MeasureUnitA\n"
      "A1,2024-05-21,10:30:00,EDT,P1,R1,Not Detected,Nitrate,Dissolved,,,as N,100,ug/L\n");
  BOOST_TEST(report.duplicates == 1);
}

BOOST_AUTO_TEST_SUITE_END()
