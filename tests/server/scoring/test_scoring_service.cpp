#include "server/scoring/scoring_service.hpp"

#include "server/store/database.hpp"
#include "tests/emptied_database.hpp"
#include "tests/registered_models.hpp"

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <limits>
#include <numeric>

namespace clearwell::scoring {
namespace {

constexpr float kNotMeasured = std::numeric_limits<float>::quiet_NaN();

std::shared_ptr<const LoadedModel> load(const std::string& bytes, int version) {
  Result<Predictor> predictor = Predictor::load(bytes);
  BOOST_REQUIRE(predictor);
  registry::ModelVersion facts;
  facts.name = "example";
  facts.version = version;
  return std::make_shared<const LoadedModel>(LoadedModel{facts, std::move(predictor).value()});
}

ScoreRequest request_of(std::vector<float> rows, std::size_t n_rows) {
  ScoreRequest request;
  request.rows = std::move(rows);
  request.n_rows = n_rows;
  return request;
}

/// A service over an emptied database; `told` is what its shadow did.
struct Scoring {
  explicit Scoring(std::size_t max_shadow_rows = 50'000) : max_shadow_rows_(max_shadow_rows) {}

  const tests::TemporaryDatabase& database = tests::emptied_database();
  std::size_t max_shadow_rows_;
  std::string told = {};
  InferenceLog log{database.shared()};
  Shadow shadow{log,
                {.scored =
                     [this](const std::string&, const std::vector<OutcomeCount>& outcomes) {
                       std::size_t n_rows = 0;
                       for (const OutcomeCount& outcome : outcomes)
                         n_rows += outcome.n_rows;
                       told += "scored " + std::to_string(n_rows) + ";";
                     },
                 .dropped = [this](const std::string&, std::size_t n) { told += "dropped " + std::to_string(n) + ";"; },
                 .failed = [this](const std::string&, std::size_t, const std::string& reason) { told += reason; }},
                max_shadow_rows_};
  const ScoringService service{log, shadow};
};

BOOST_AUTO_TEST_SUITE(scoring_service)

BOOST_AUTO_TEST_CASE(the_answer_is_the_predictors_and_stands_in_the_log) {
  const Scoring scoring;
  const ServedModel served{load(tests::first_model(), 1), nullptr};
  const ScoreRequest request = request_of({1, 2, 3, 4, -5, kNotMeasured, 6, 0.5F}, 2);

  const ScoreResult result = scoring.service.score(served, request);
  BOOST_REQUIRE(result.rows.size() == 2U);
  for (std::size_t i = 0; i < 2; ++i) {
    const Prediction expected = served.champion->predictor.predict(std::span(request.rows).subspan(4 * i, 4));
    BOOST_CHECK(result.rows[i].prediction == expected);
    const store::Rows row = scoring.database->begin().run(
        "SELECT probability, positive, role, version FROM water.water_inferences WHERE inference_id = $1",
        store::Params().add(result.rows[i].inference_id));
    BOOST_REQUIRE(row.size() == 1U);
    BOOST_TEST(static_cast<float>(row.number(0, 0)) == expected.probability);
    BOOST_TEST(row.boolean(0, 1) == expected.positive);
    BOOST_TEST(row.text(0, 2) == "champion");
    BOOST_TEST(row.integer(0, 3) == 1);
  }
}

BOOST_AUTO_TEST_CASE(the_challenger_scores_the_same_rows_in_the_log_only) {
  Scoring scoring;
  const ServedModel served{load(tests::first_model(), 1), load(tests::second_model(), 2)};
  ScoreRequest request = request_of({1, 2, 3, 4}, 1);
  request.plant_id = "north";
  const ScoreResult result = scoring.service.score(served, request);
  BOOST_CHECK(result.rows[0].prediction == served.champion->predictor.predict(request.rows));
  scoring.shadow.wait_until_idle();
  BOOST_TEST(scoring.told == "scored 1;");
  const store::Rows shadow = scoring.database->begin().run(
      "SELECT version, probability, plant_id FROM water.water_inferences WHERE role = 'challenger'");
  BOOST_REQUIRE(shadow.size() == 1U);
  BOOST_TEST(shadow.integer(0, 0) == 2);
  BOOST_TEST(static_cast<float>(shadow.number(0, 1)) == served.challenger->predictor.predict(request.rows).probability);
  BOOST_TEST(shadow.text(0, 2) == "north");
}

BOOST_AUTO_TEST_CASE(what_the_challenger_cannot_take_is_dropped_and_told) {
  Scoring scoring(1);
  const ServedModel served{load(tests::first_model(), 1), load(tests::second_model(), 2)};
  scoring.service.score(served, request_of({1, 2, 3, 4, 1, 2, 3, 4}, 2));
  scoring.shadow.wait_until_idle();
  BOOST_TEST(scoring.told == "dropped 2;");
  scoring.service.score(served, request_of({1, 2, 3, 4}, 1));
  scoring.shadow.wait_until_idle();
  BOOST_TEST(scoring.told == "dropped 2;scored 1;");
}

BOOST_AUTO_TEST_CASE(rows_that_still_wait_at_the_end_are_logged) {
  const ServedModel served{load(tests::first_model(), 1), load(tests::second_model(), 2)};
  const tests::TemporaryDatabase* database = nullptr;
  {
    const Scoring scoring;
    database = &scoring.database;
    for (int i = 0; i < 20; ++i)
      scoring.service.score(served, request_of({1, 2, 3, 4}, 1));
  }
  const store::Rows rows =
      (*database)->begin().run("SELECT count(*) FROM water.water_inferences WHERE role = 'challenger'");
  BOOST_TEST(rows.integer(0, 0) == 20);
}

BOOST_AUTO_TEST_CASE(a_challenger_of_other_features_does_not_score_them) {
  Scoring scoring;
  const ServedModel served{load(tests::first_model(), 1), load(tests::linear_file(), 2)};
  scoring.service.score(served, request_of({1, 2, 3, 4}, 1));
  scoring.shadow.wait_until_idle();
  BOOST_TEST(scoring.told.empty());
}

BOOST_AUTO_TEST_CASE(each_row_has_the_flags_of_its_own_measurements) {
  const Scoring scoring;
  const ServedModel served{load(tests::first_model(), 1), nullptr};
  const ScoreResult result = scoring.service.score(served, request_of({1, 2, 3, 4, 1, 200, 3, kNotMeasured}, 2));
  BOOST_TEST(result.rows[0].flags.empty());
  BOOST_REQUIRE(result.rows[1].flags.size() == 2U);
  BOOST_TEST(result.rows[1].flags[0].feature == 1U);
  BOOST_CHECK(result.rows[1].flags[0].kind == FlagKind::outside_plausible_range);
  BOOST_CHECK(result.rows[1].flags[1].kind == FlagKind::not_measured);
}

BOOST_AUTO_TEST_CASE(contributions_sum_to_the_margin_where_they_are_asked_for) {
  const Scoring scoring;
  const ServedModel served{load(tests::first_model(), 1), nullptr};
  ScoreRequest request = request_of({1, 2, kNotMeasured, 4}, 1);
  BOOST_TEST(scoring.service.score(served, request).rows[0].contributions.empty());
  request.contributions = true;
  const ScoredRow row = scoring.service.score(served, request).rows[0];
  BOOST_REQUIRE(row.contributions.size() == 5U);
  const double sum = std::accumulate(row.contributions.begin(), row.contributions.end(), 0.0);
  BOOST_TEST(std::abs(sum - double{row.prediction.margin}) < 1e-5);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace clearwell::scoring
