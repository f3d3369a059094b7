#include "server/monitoring/drift_watch.hpp"

#include "common/drift/distribution.hpp"
#include "common/drift/kolmogorov_smirnov.hpp"
#include "server/dataset/drift_reference.hpp"
#include "server/monitoring/realised_precision.hpp"
#include "tests/registered_models.hpp"
#include "tests/server/monitoring/asked_model.hpp"

#include <algorithm>
#include <filesystem>
#include <limits>

using namespace clearwell;
using namespace std::chrono_literals;
using monitoring::DriftWindow;

namespace {

struct Watched : tests::AskedModel {
  std::vector<DriftWindow> watch(base::TimePoint now) const {
    monitoring::watch_drift(*database, registry, {}, now);
    return monitoring::drift_windows(*database, "example", champion().version, 100);
  }
  base::TimePoint yesterday = today - 24h;
};

void move_x0(tests::AskedModel::Row& row) {
  row[0] += 1;
}
void lose_x0(tests::AskedModel::Row& row) {
  row[0] = std::numeric_limits<float>::quiet_NaN();
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(drift_watch, Watched)

BOOST_AUTO_TEST_CASE(a_day_like_the_training_is_stable_and_the_figures_are_those_of_the_rows) {
  ask(yesterday, 0, 200);
  const std::vector<DriftWindow> windows = watch(today + 1min);
  BOOST_REQUIRE(windows.size() == 1);
  BOOST_TEST(windows[0].start == base::format_time_seconds(yesterday));
  BOOST_TEST(windows[0].end == base::format_time_seconds(today));
  BOOST_TEST(windows[0].outcome == "stable");
  BOOST_TEST(windows[0].reason == "");
  BOOST_TEST(windows[0].n_rows == 200);

  std::vector<double> before;
  std::vector<double> asked;
  for (std::size_t row = 0; row < 600; ++row) {
    // The log's text keeps six digits, and the database its own float32.
    const float value = table.row(row)[0];
    (row < 400 ? before : asked).push_back(row < 400 ? value : std::stof(std::to_string(value)));
  }
  std::sort(before.begin(), before.end());
  std::sort(asked.begin(), asked.end());
  const auto expected = drift::kolmogorov_smirnov(drift::distribution_of(before, 0, 400), asked);
  const store::Rows x0 = query(
      "SELECT method, statistic, p_value, n_reference, n_current, missing_now, drifted FROM tracking.feature_drift "
      "WHERE feature = 'x0'");
  BOOST_TEST(x0.text(0, 0) == "kolmogorov_smirnov");
  BOOST_TEST(std::abs(x0.number(0, 1) - expected->distance) < 1e-12);
  BOOST_TEST(std::abs(x0.number(0, 2) - expected->p_value) < 1e-12);
  BOOST_TEST(x0.integer(0, 3) == 400);
  BOOST_TEST(x0.integer(0, 4) == 200);
  BOOST_TEST(x0.number(0, 5) == 0);
  BOOST_TEST(!x0.boolean(0, 6));
  BOOST_TEST(query("SELECT count(*) FROM tracking.feature_drift").integer(0, 0) == 4);  // x0 to x2 and the score
  BOOST_TEST(query("SELECT missing_now FROM tracking.feature_drift WHERE feature = 'x1'").number(0, 0) > 0.04);

  BOOST_TEST(monitoring::watch_drift(*database, registry, {}, today + 2min).looked_at.empty());
  const std::string text = scraped();
  BOOST_TEST(text.find("clearwell_feature_drifted{feature=\"(score)\",model=\"example\"} 0") != std::string::npos);
  BOOST_TEST(text.find(R"(clearwell_feature_drift{feature="x0",method="kolmogorov_smirnov",model="example"} 0.)") !=
             std::string::npos);
  BOOST_TEST(text.find(R"(clearwell_feature_drift{feature="x0",method="psi",model="example"} 0.)") !=
             std::string::npos);
  BOOST_TEST(text.find(R"(clearwell_feature_missing_ratio{feature="x0",model="example"} 0)") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(what_has_moved_is_named) {
  ask(yesterday, 0, 200, move_x0);
  const std::vector<DriftWindow> windows = watch(today);
  BOOST_TEST(windows[0].outcome == "drift");
  BOOST_TEST(windows[0].reason == "x0, (score)");
  BOOST_TEST(scraped().find(R"(clearwell_feature_drifted{feature="x0",model="example"} 1)") != std::string::npos);
  BOOST_TEST(scraped().find(R"(clearwell_feature_drifted{feature="x2",model="example"} 0)") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(an_instrument_that_falls_silent_is_a_gap_and_not_a_value) {
  ask(yesterday, 0, 100, lose_x0);
  BOOST_TEST(watch(today)[0].reason.starts_with("x0 (missing)"));
  const store::Rows x0 = query(
      "SELECT statistic IS NULL, psi IS NULL, drifted IS NULL, not_computed, missing_now, missing_drifted "
      "FROM tracking.feature_drift WHERE feature = 'x0'");
  for (std::size_t column = 0; column < 3; ++column)
    BOOST_TEST(x0.boolean(0, column));
  BOOST_TEST(x0.text(0, 3) == "the window has no measured value");
  BOOST_TEST(x0.number(0, 4) == 1);
  BOOST_TEST(x0.boolean(0, 5));
  BOOST_TEST(scraped().find(R"(clearwell_feature_drift{feature="x0")") == std::string::npos);
  BOOST_TEST(scraped().find(R"(clearwell_feature_drifted{feature="x0",model="example"} 1)") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(precision_is_estimated_on_a_stable_day_and_switched_off_by_drift_and_by_the_laboratory) {
  ask(
      yesterday, 0, 200, [](Row&) {}, "north");
  watch(today);
  const auto newest = [&] {
    return query(
        "SELECT precision, lower, upper, off, n_positive FROM tracking.precision_estimates ORDER BY window_end DESC");
  };
  BOOST_TEST(newest().text(0, 3) == "");
  const store::Rows mean =
      query("SELECT avg(probability::double precision), count(*) FROM water.water_inferences WHERE positive");
  BOOST_TEST(newest().number(0, 0) == mean.number(0, 0), boost::test_tools::tolerance(1e-9));
  BOOST_TEST(newest().integer(0, 4) == mean.integer(0, 1));
  BOOST_TEST(newest().number(0, 1) < newest().number(0, 0));
  BOOST_TEST(newest().number(0, 2) > newest().number(0, 0));
  const std::string text = scraped();
  BOOST_TEST(text.find(R"(clearwell_model_precision_estimated{model="example",version="1"} 0.)") != std::string::npos);
  BOOST_TEST(text.find(R"(clearwell_model_precision_estimation_off{model="example",reason="drift",version="1"} 0)") !=
             std::string::npos);

  ask(today, 0, 200, move_x0);
  watch(today + 24h);
  BOOST_TEST(newest().text(0, 3) == "drift");
  BOOST_TEST(newest().is_null(0, 0));

  // The laboratory finds the contrary of what was said, forty times.
  store::Transaction transaction = database->begin();
  transaction.run_script(
      "INSERT INTO water.plants (plant_id, name, jurisdiction) VALUES ('north', 'North', 'EU');"
      "INSERT INTO water.samples (plant_id, model, label, sampled_at, origin, sample_key)"
      "  SELECT 'north', 'example', NOT positive, inferred_at, 'a test', inference_id FROM water.water_inferences"
      "  WHERE plant_id = 'north' ORDER BY inferred_at LIMIT 40");
  transaction.commit();
  monitoring::match_samples(*database, 1h, today + 24h);
  ask(today + 24h, 0, 200);
  watch(today + 48h);
  BOOST_TEST(newest().text(0, 3) == "laboratory_calibration");
}

BOOST_AUTO_TEST_CASE(every_positive_call_of_a_large_window_is_counted) {
  store::Transaction transaction = database->begin();
  transaction.run("SELECT water.ensure_inference_partition($1::timestamptz)",
                  store::Params().add(base::format_time(yesterday)));
  transaction.run(
      "INSERT INTO water.water_inferences (inferred_at, model, version, role, features, margin, probability, "
      "threshold, "
      "positive) SELECT $1::timestamptz + n * interval '1 second', 'example', 1, 'champion', '{0, 0, 0}', 0, 0.6, 0.5, "
      "n % 3 = 0 FROM generate_series(1, 30000) n",
      store::Params().add(base::format_time(yesterday)));
  transaction.commit();
  watch(today);
  const store::Rows counted = query(
      "SELECT n_rows, n_positive FROM tracking.drift_windows JOIN "
      "tracking.precision_estimates USING (name, version, window_start)");
  BOOST_TEST(counted.integer(0, 0) == 30'000);
  BOOST_TEST(counted.integer(0, 1) == 10'000);
}

BOOST_AUTO_TEST_CASE(a_regression_has_no_precision_to_estimate) {
  const tests::RegisteredModels models(database);
  models.add("height", tests::first_model(), std::nullopt);
  ask(yesterday, 0, 100);
  monitoring::watch_drift(*database, registry, {}, today + 24h);
  BOOST_TEST(!monitoring::drift_windows(*database, "height", 1, 1).empty());
  BOOST_TEST(query("SELECT count(*) FROM tracking.precision_estimates WHERE name = 'example'").integer(0, 0) > 0);
  BOOST_TEST(query("SELECT count(*) FROM tracking.precision_estimates WHERE name = 'height'").integer(0, 0) == 0);
}

BOOST_AUTO_TEST_CASE(an_answer_without_a_probability_says_nothing_of_calibration) {
  ask(
      yesterday, 0, 100, [](Row&) {}, "north");
  store::Transaction transaction = database->begin();
  transaction.run(
      "INSERT INTO water.water_inferences (inferred_at, model, version, role, plant_id, features, margin) "
      "VALUES ($1::timestamptz, 'example', 1, 'champion', 'north', '{0, 0, 0}', 7)",
      store::Params().add(base::format_time(yesterday + 20h)));
  transaction.run_script(
      "INSERT INTO water.plants (plant_id, name, jurisdiction) VALUES ('north', 'North', 'EU');"
      "INSERT INTO water.samples (plant_id, model, label, sampled_at, origin, sample_key)"
      "  SELECT 'north', 'example', true, inferred_at, 'a test', 1 FROM water.water_inferences"
      "  WHERE probability IS NULL");
  transaction.commit();
  BOOST_TEST(monitoring::match_samples(*database, 1h, today) == 1);
  const monitoring::DriftLook look = monitoring::watch_drift(*database, registry, {}, today);
  BOOST_TEST(look.unwatched.empty());
  BOOST_TEST(look.looked_at.size() == 1);
}

BOOST_AUTO_TEST_CASE(a_file_that_cannot_be_read_keeps_no_other_model_from_being_watched) {
  const tests::RegisteredModels models(database);
  models.add("other", tests::first_model());
  ask(yesterday, 0, 100);
  const std::filesystem::path file = std::filesystem::path(database.options().artifacts_place()) / champion().sha256;
  std::filesystem::rename(file, folder.path() / "away");
  const monitoring::DriftLook look = monitoring::watch_drift(*database, registry, {}, today + 24h);
  std::filesystem::rename(folder.path() / "away", file);
  BOOST_REQUIRE(look.unwatched.size() == 1);
  BOOST_TEST(look.unwatched[0].version.name == "example");
  BOOST_TEST(look.unwatched[0].reason == "cannot read " + file.string() + ": No such file or directory");
  BOOST_REQUIRE(look.looked_at.size() == 1);
  BOOST_TEST(look.looked_at[0].name == "other");
  BOOST_TEST(monitoring::drift_windows(*database, "example", 1, 1).empty());

  const std::vector<DriftWindow> windows = watch(today + 24h);
  BOOST_REQUIRE(windows.size() == 2);
  BOOST_TEST(windows[1].outcome == "stable");
}

BOOST_AUTO_TEST_CASE(windows_of_another_length_begin_after_what_was_looked_at) {
  const bool today_begins_two_days = today.time_since_epoch() % 48h == 0h;
  const base::TimePoint odd = today_begins_two_days ? yesterday : today;
  ask(odd - 24h, 0, 100);
  watch(odd);
  ask(odd + 30h, 0, 100);
  const auto look = [&] { return monitoring::watch_drift(*database, registry, {.window = 48h}, odd + 73h); };
  BOOST_TEST(look().looked_at.size() == 1);
  const DriftWindow newest = monitoring::drift_windows(*database, "example", 1, 1).at(0);
  BOOST_TEST(newest.start == base::format_time_seconds(odd + 24h));
  BOOST_TEST(newest.end == base::format_time_seconds(odd + 72h));
  BOOST_TEST(newest.n_rows == 100);
  BOOST_TEST(look().looked_at.empty());
}

BOOST_AUTO_TEST_CASE(scores_have_drifted_only_where_they_are_unlike_unseen_rows_and_unlike_fitted_ones) {
  const store::Rows kept = query("SELECT bytes FROM tracking.run_artifacts WHERE path = 'data/drift_reference.json'");
  const dataset::DriftReference trained = dataset::parse_drift_reference(kept.bytes(0, 0)).value();
  const drift::Distribution nobodys = drift::distribution_of(std::vector<double>(400, 0.999), 0, 400);
  const auto keep = [&](const drift::Distribution& unseen, const drift::Distribution& fitted) {
    dataset::DriftReference changed = trained;
    changed.unseen_score = unseen;
    changed.fitted_score = fitted;
    store::Transaction transaction = database->begin();
    transaction.run("UPDATE tracking.run_artifacts SET bytes = $1 WHERE path = 'data/drift_reference.json'",
                    store::Params().add_bytes(dataset::to_json(changed)));
    transaction.commit();
  };
  ask(yesterday, 0, 200);
  keep(nobodys, trained.fitted_score);  // the folds' models scored otherwise than the registered one
  BOOST_TEST(watch(today)[0].outcome == "stable");
  ask(today, 0, 200);
  keep(trained.unseen_score, nobodys);  // the registered one is too sure of what it was fitted to
  BOOST_TEST(watch(today + 24h)[0].outcome == "stable");
  ask(today + 24h, 0, 200);
  keep(nobodys, nobodys);
  BOOST_TEST(watch(today + 48h)[0].reason == "(score)");
}

BOOST_AUTO_TEST_CASE(an_outage_is_not_computed_and_never_healthy) {
  ask(today - 72h, 0, 100);
  const std::vector<DriftWindow> windows = watch(today);
  BOOST_REQUIRE(windows.size() == 3);
  BOOST_TEST(windows[2].outcome == "stable");
  for (const std::size_t silent : {0, 1}) {
    BOOST_TEST(windows[silent].outcome == "not_computed");
    BOOST_TEST(windows[silent].reason == "the window has no inference");
  }
  const std::string text = scraped();
  BOOST_TEST(text.find("clearwell_feature_drifted{") == std::string::npos);
  BOOST_TEST(text.find("clearwell_feature_drift{") == std::string::npos);
  BOOST_TEST(text.find("clearwell_feature_missing_ratio{") == std::string::npos);
  const auto end = std::chrono::duration_cast<std::chrono::seconds>((today - 48h).time_since_epoch()).count();
  BOOST_TEST(text.find(R"(clearwell_drift_window_end_timestamp_seconds{model="example"} )" + std::to_string(end)) !=
             std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_watch_that_stopped_leaves_no_figures_of_long_ago) {
  ask(today - 96h, 0, 100);
  BOOST_TEST(watch(today - 72h)[0].outcome == "stable");
  BOOST_TEST(scraped().find("clearwell_feature_drifted{") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(too_few_rows_are_not_computed) {
  ask(yesterday, 0, 29);
  BOOST_TEST(watch(today)[0].outcome == "not_computed");
  BOOST_TEST(watch(today)[0].reason == "the window has fewer than 30 measured values");
}

BOOST_AUTO_TEST_CASE(a_version_without_anything_to_compare_with_says_so) {
  const tests::RegisteredModels models(database);
  models.add("other", tests::first_model());
  monitoring::watch_drift(*database, registry, {}, today + 48h);
  const std::vector<DriftWindow> windows = monitoring::drift_windows(*database, "other", 1, 100);
  BOOST_REQUIRE(windows.size() == 2);
  BOOST_TEST(windows[0].reason == "the version's training kept nothing to compare with");
  BOOST_TEST(scraped().find(R"(clearwell_drift_window_end_timestamp_seconds{model="other"} 0)") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
