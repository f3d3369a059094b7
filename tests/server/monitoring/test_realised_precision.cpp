#include "server/monitoring/realised_precision.hpp"

#include "server/base/time_text.hpp"
#include "server/monitoring/store_facts.hpp"
#include "server/monitoring/telemetry.hpp"
#include "tests/emptied_database.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <ostream>

using namespace clearwell;
using namespace std::chrono_literals;
namespace bdata = boost::unit_test::data;

namespace {

/// Two plants, and answers of the model `lake` about them; sampled at noon some days ago.
struct Laboratory {
  Laboratory() {
    store::Transaction transaction = database->begin();
    transaction.run_script(
        "INSERT INTO water.plants (plant_id, name, jurisdiction) VALUES ('north', 'North', 'EU'), "
        "('south', 'South', 'EU')");
    transaction.commit();
  }
  void sample(const std::string& label, base::TimePoint at, const std::string& plant = "north",
              const std::string& model = "lake", const std::string& precision = "moment") {
    store::Transaction transaction = database->begin();
    transaction.run(
        "INSERT INTO water.samples (plant_id, model, label, sampled_at, time_precision, origin, sample_key) "
        "VALUES ($1, $2, $3::boolean, $4::timestamptz, $5, 'a test', $6)",
        store::Params()
            .add(plant)
            .add(model)
            .add(label.empty() ? std::optional<std::string>() : label)
            .add(base::format_time(at))
            .add(precision)
            .add(std::to_string(++n_samples)));
    transaction.commit();
  }
  void answer(bool positive, base::TimePoint at, int version = 1, const std::string& plant = "north") const {
    store::Transaction transaction = database->begin();
    transaction.run("SELECT water.ensure_inference_partition($1::timestamptz)",
                    store::Params().add(base::format_time(at)));
    transaction.run(
        "INSERT INTO water.water_inferences (inferred_at, model, version, role, plant_id, features, margin, "
        "probability, "
        "threshold, positive) VALUES ($1::timestamptz, 'lake', $2::integer, 'champion', $3, '{1}', 0, 0.5, 0.5, "
        "$4::boolean)",
        store::Params().add(base::format_time(at)).add(version).add(plant).add(positive));
    transaction.commit();
  }
  std::int64_t match(std::chrono::hours within = 12h) const {
    return monitoring::match_samples(*database, within, std::chrono::system_clock::now());
  }
  evaluation::ConfusionMatrix outcomes(int version = 1) const {
    for (const auto& realised : monitoring::realised_outcomes(*database))
      if (realised.version == version) return realised.outcomes;
    return {};
  }

  const tests::TemporaryDatabase& database = tests::emptied_database();
  base::TimePoint noon = std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now()) - 60h;
  int n_samples = 0;
};

struct Distance {
  std::chrono::minutes apart;
  const char* precision;
  int pairs;
};
std::ostream& operator<<(std::ostream& out, const Distance& distance) {
  return out << distance.apart.count() << " minutes from a " << distance.precision;
}

const Distance kDistances[] = {
    {-12h, "moment", 1}, {-12h - 1min, "moment", 0}, {12h, "moment", 1}, {12h + 1min, "moment", 0},
    {36h, "day", 1},     {36h + 1min, "day", 0},     {0h, "month", 0},   {0h, "year", 0},
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(realised_precision, Laboratory)

BOOST_AUTO_TEST_CASE(each_of_the_four_outcomes_is_counted_by_version) {
  for (int n = 0; n < 3; ++n) {
    sample("t", noon - n * 48h);
    answer(true, noon - n * 48h + 1h);
    answer(false, noon - n * 48h + 1h, 2);
  }
  sample("f", noon - 192h);
  answer(true, noon - 192h);
  answer(false, noon - 192h, 2);
  BOOST_TEST(match() == 8);
  BOOST_CHECK((outcomes(1) == evaluation::ConfusionMatrix{3, 1, 0, 0}));
  BOOST_CHECK((outcomes(2) == evaluation::ConfusionMatrix{0, 0, 1, 3}));

  monitoring::Telemetry telemetry("1", "a");
  monitoring::read_store_facts(*database, telemetry);
  const std::string text = telemetry.exposition.text();
  for (const char* line :
       {R"(precision_realised{model="lake",version="1"} 0.75)",
        R"(precision_realised_lower{model="lake",version="1"} 0.30)",
        R"(precision_realised_upper{model="lake",version="1"} 0.95)", R"(recall_realised{model="lake",version="1"} 1)",
        R"(recall_realised{model="lake",version="2"} 0)", R"(labelled_samples{model="lake",version="2"} 4)"})
    BOOST_TEST(text.find("clearwell_model_" + std::string(line)) != std::string::npos, line);
  // One that never says yes has no precision.
  BOOST_TEST(text.find(R"(clearwell_model_precision_realised{model="lake",version="2"})") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(many_answers_about_one_sample_are_one_piece_of_evidence) {
  sample("f", noon);
  for (int n = 1; n <= 20; ++n)
    answer(true, noon + n * 10min);
  answer(false, noon - 5min);
  BOOST_TEST(match() == 21);
  BOOST_CHECK((outcomes() == evaluation::ConfusionMatrix{0, 0, 1, 0}));
}

BOOST_AUTO_TEST_CASE(another_plant_another_model_and_a_sample_without_a_label_say_nothing) {
  answer(true, noon);
  sample("t", noon, "south");
  sample("t", noon, "north", "sea");
  sample("", noon);
  match();
  BOOST_CHECK(outcomes() == evaluation::ConfusionMatrix());
}

BOOST_DATA_TEST_CASE(near_is_within_the_hours_of_the_time_that_is_known, bdata::make(kDistances), distance) {
  sample("t", noon, "north", "lake", distance.precision);
  answer(true, noon + distance.apart);
  BOOST_TEST(match() == distance.pairs);
}

BOOST_AUTO_TEST_CASE(what_comes_later_is_joined_later_and_once) {
  answer(true, noon);
  BOOST_TEST(match() == 0);
  sample("t", noon);
  BOOST_TEST(match() == 1);
  BOOST_TEST(match() == 0);
  answer(true, noon + 1h);
  sample("f", std::chrono::system_clock::now() - 1h);
  answer(true, std::chrono::system_clock::now());
  BOOST_TEST(match() >= 1);
}

BOOST_AUTO_TEST_CASE(a_corrected_label_corrects_the_figures) {
  sample("t", noon);
  answer(true, noon);
  match();
  store::Transaction corrected = database->begin();
  corrected.run(
      "INSERT INTO water.label_versions (sample_id, version, label, reason, entered_by) SELECT sample_id, 2, false, "
      "'sheets mixed up', 'mara' FROM water.samples");
  corrected.commit();
  BOOST_CHECK((outcomes() == evaluation::ConfusionMatrix{1, 0, 0, 0}));  // nobody has certified it
  store::Transaction certified = database->begin();
  certified.run(
      "INSERT INTO water.label_certifications (sample_id, version, certified_by) SELECT sample_id, 2, 'jon' FROM "
      "water.samples");
  certified.commit();
  BOOST_CHECK((outcomes() == evaluation::ConfusionMatrix{0, 1, 0, 0}));
}

BOOST_AUTO_TEST_CASE(what_a_person_entered_counts_once_another_has_certified_it) {
  sample("t", noon);
  answer(true, noon);
  match();
  store::Transaction entered = database->begin();
  entered.run("UPDATE water.samples SET awaits_certification = true");
  entered.run(
      "INSERT INTO water.sample_results (sample_id, parameter, value, result_text) SELECT sample_id, 'ph', 7, '7' FROM "
      "water.samples");
  entered.commit();
  BOOST_CHECK(outcomes() == evaluation::ConfusionMatrix());
  store::Transaction certified = database->begin();
  certified.run(
      "INSERT INTO water.result_certifications (sample_id, parameter, result_key, version, certified_by) "
      "SELECT sample_id, 'ph', '', 1, 'mara' FROM water.samples");
  certified.commit();
  BOOST_CHECK((outcomes() == evaluation::ConfusionMatrix{1, 0, 0, 0}));
}

BOOST_AUTO_TEST_CASE(windows_follow_the_sampling) {
  sample("t", *base::parse_time("2025-01-10T12:00:00Z"));
  answer(true, *base::parse_time("2025-01-10T12:30:00Z"));
  sample("f", *base::parse_time("2025-04-10T12:00:00Z"));
  answer(true, *base::parse_time("2025-04-10T12:30:00Z"));
  match();
  const auto windows = monitoring::realised_windows(*database, "lake", 1, 30);
  BOOST_REQUIRE(windows.size() == 2);
  BOOST_TEST(windows[0].from == "2025-03-13T00:00:00Z");
  BOOST_TEST(windows[0].to == "2025-04-12T00:00:00Z");
  BOOST_CHECK((windows[0].outcomes == evaluation::ConfusionMatrix{0, 1, 0, 0}));
  BOOST_CHECK((windows[1].outcomes == evaluation::ConfusionMatrix{1, 0, 0, 0}));
  BOOST_CHECK(outcomes() == evaluation::ConfusionMatrix());  // longer ago than the gauges tell of
}

BOOST_AUTO_TEST_CASE(false_positives_are_listed_one_by_one) {
  sample("f", noon);
  answer(true, noon + 1min);
  answer(true, noon + 2min);
  sample("f", noon - 48h);
  answer(true, noon - 48h);
  sample("t", noon - 96h);
  answer(true, noon - 96h);
  match();
  const std::string json = monitoring::false_positives_json(*database, "lake", 1, 10);
  BOOST_TEST(json.find(R"("inferred_at" : ")" + base::format_time(noon + 1min)) != std::string::npos);
  BOOST_TEST(json.find(R"("inferred_at" : ")" + base::format_time(noon - 48h)) != std::string::npos);
  std::size_t n = 0;
  for (std::size_t at = 0; (at = json.find("inference_id", at)) != std::string::npos; ++at)
    ++n;
  BOOST_TEST(n == 2);
  BOOST_TEST(monitoring::false_positives_json(*database, "lake", 2, 10) == "[]");
}

BOOST_AUTO_TEST_SUITE_END()
