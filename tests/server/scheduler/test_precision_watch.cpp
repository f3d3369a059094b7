#include "server/base/time_text.hpp"
#include "server/scheduler/scheduler.hpp"
#include "tests/server/scheduler/trained_models.hpp"

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

using namespace clearwell;
using namespace std::chrono_literals;
using scheduler::Job;

namespace {

/// A champion whose answers a laboratory checks, and the scheduler of the server that leads.
struct Laboratory : tests::TrainedModels {
  Laboratory() {
    add_samples(0, 200);
    train();
  }
  void train() const {
    BOOST_REQUIRE(training::train(database.shared(), registry, spec, {}, [](std::string_view, double) {}));
  }
  /// Another file than those before.
  void train_another() {
    ++spec.split.seed;
    train();
  }
  void make_champion(int version) const {
    BOOST_REQUIRE(registry.promotions().force("example", version, "because", "a test"));
  }
  std::filesystem::path file_of_champion() const {
    return std::filesystem::path(database.options().artifacts_place()) / champion().sha256;
  }
  scheduler::Scheduler make(bool demotes = true) {
    return {database.shared(),
            registry,
            {.models_dir = folder.path(), .retrain_at = std::nullopt, .demotes = demotes},
            [this] { return now; },
            {.started = [](const Job&) {},
             .ended = [this](const Job& job) { ended.push_back(job); },
             .drift_watched = [](const registry::ModelVersion&, const monitoring::DriftWindow&) {},
             .drift_unwatched = [](const registry::ModelVersion&, const std::string&) {},
             .store_away = [](const std::string&) {},
             .failed = [](const std::string&) {},
             .demoted = [this](const registry::Promotion& demotion) { demoted.push_back(demotion); },
             .precision_unwatched = [this](const registry::ModelVersion&,
                                           const std::string& reason) { unwatched.push_back(reason); }}};
  }
  /// So many positive answers of a version about one plant, on so many days in turn, each with a sample whose
  /// laboratory agreed or not.
  void answer_and_sample(int first, int n, bool laboratory_agrees, int version = 1, int days = 3) const {
    store::Transaction transaction = database->begin();
    transaction.run(
        "SELECT water.ensure_inference_partition($1::timestamptz + n * interval '1 day') "
        "FROM generate_series(0, 2) n",
        store::Params().add(base::format_time(midnight)));
    transaction.run_script(
        "INSERT INTO water.plants (plant_id, name, jurisdiction) VALUES ('north', 'North', 'EU') "
        "ON CONFLICT DO NOTHING");
    transaction.run(
        "WITH answers AS ("
        "  SELECT n, $1::timestamptz + n % $6::int * interval '1 day' + n * interval '1 second' AS at "
        "  FROM generate_series($2::int, $3::int) n"
        "), logged AS ("
        "  INSERT INTO water.water_inferences (inferred_at, model, version, role, plant_id, features, margin, "
        "    probability, threshold, positive) "
        "  SELECT at, 'example', $5::int, 'champion', 'north', '{1,1,1}', 2, 0.9, 0.5, true FROM answers"
        "), sampled AS ("
        "  INSERT INTO water.samples (plant_id, model, label, sampled_at, origin, sample_key) "
        "  SELECT 'north', 'example', $4::boolean, at, 'a test', n FROM answers RETURNING sample_id"
        ") "
        "INSERT INTO water.sample_results (sample_id, parameter, value, result_text) "
        "SELECT sample_id, 'x' || feature, 1 + sample_id / 1000.0, '' FROM sampled, generate_series(0, 2) feature",
        store::Params()
            .add(base::format_time(midnight))
            .add(std::int64_t{first})
            .add(std::int64_t{first + n - 1})
            .add(laboratory_agrees)
            .add(version)
            .add(days));
    transaction.commit();
  }
  void work_all(scheduler::Scheduler& scheduler) {
    now += 1min;
    while (scheduler.work_once({})) {
    }
  }
  /// Who answers after the one demotion that a new server's first look brings.
  int successor() {
    scheduler::Scheduler scheduler = make();
    work_all(scheduler);
    BOOST_REQUIRE(demoted.size() == 1);
    return demoted[0].version;
  }
  std::int64_t n_asked() const {
    return query("SELECT count(*) FROM ops.jobs WHERE reason = 'precision'").integer(0, 0);
  }

  base::TimePoint midnight =
      std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now()) + std::chrono::days(2);
  base::TimePoint now = midnight;
  std::vector<Job> ended;
  std::vector<registry::Promotion> demoted;
  std::vector<std::string> unwatched;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(precision_watch, Laboratory)

BOOST_AUTO_TEST_CASE(a_champion_that_laboratories_doubt_is_retrained_and_one_that_they_contradict_is_demoted) {
  scheduler::Scheduler scheduler = make();
  answer_and_sample(0, 12, true);
  answer_and_sample(12, 17, false);
  work_all(scheduler);
  BOOST_TEST(n_asked() == 0);  // too few samples to doubt it
  answer_and_sample(29, 1, false);
  work_all(scheduler);
  BOOST_TEST(n_asked() == 1);
  BOOST_TEST(demoted.empty());
  BOOST_REQUIRE(ended.size() == 1);
  BOOST_TEST(ended[0].requested_by == "precision monitor");
  BOOST_TEST(nlohmann::json::parse(ended[0].request_json).at("cause") ==
             "of 30 positive answers laboratories confirmed 12: precision 0.400 (0.246 to 0.577), floor 0.500");
  BOOST_TEST(nlohmann::json::parse(ended[0].result_json.value()).at("version") == 2);
  BOOST_TEST(champion().version == 1);

  answer_and_sample(30, 30, false);
  work_all(scheduler);
  BOOST_TEST(n_asked() == 2);
  BOOST_REQUIRE(ended.size() == 2);
  BOOST_REQUIRE(demoted.size() == 1);
  BOOST_TEST(demoted[0].outcome == "demoted");
  BOOST_TEST(demoted[0].from_version.value() == 1);
  BOOST_TEST(demoted[0].decided_by == "precision monitor");
  const auto figures = nlohmann::json::parse(demoted[0].figures_json);
  BOOST_TEST(figures.at("labelled_samples") == 60);
  BOOST_TEST(figures.at("true_positives") == 12);
  BOOST_TEST(figures.at("floor") == 0.5);
  BOOST_TEST(figures.at("retrain_job_id") == ended[1].job_id);
  BOOST_TEST(query("SELECT count(*) FROM ops.audit_entries WHERE action = 'model.demoted'").integer(0, 0) == 1);
  work_all(scheduler);
  BOOST_TEST(demoted.size() == 1);
  BOOST_TEST(n_asked() == 2);
}

BOOST_AUTO_TEST_CASE(one_bad_day_asks_for_a_retraining_and_takes_no_place_away) {
  scheduler::Scheduler scheduler = make();
  answer_and_sample(0, 15, true);  // of three days
  answer_and_sample(15, 60, false, 1, 1);
  work_all(scheduler);
  BOOST_TEST(n_asked() == 1);
  BOOST_TEST(demoted.empty());
}

BOOST_AUTO_TEST_CASE(the_last_champion_before_that_laboratories_do_not_contradict_answers_again) {
  train_another();
  train_another();
  make_champion(2);
  make_champion(3);
  answer_and_sample(0, 60, false, 2);  // known too late for its time as champion
  answer_and_sample(60, 60, false, 3);
  BOOST_TEST(successor() == 1);
  BOOST_TEST(demoted[0].from_version.value() == 3);
}

BOOST_AUTO_TEST_CASE(where_laboratories_contradict_all_of_them_the_champion_answers_on) {
  train_another();
  make_champion(2);
  make_champion(1);  // each came in place of the other
  make_champion(2);
  answer_and_sample(0, 60, false, 1);
  answer_and_sample(60, 60, false, 2);
  BOOST_TEST(successor() == 2);
}

BOOST_AUTO_TEST_CASE(a_version_whose_file_is_lost_does_not_answer_again) {
  const std::filesystem::path file = file_of_champion();
  train_another();
  make_champion(2);
  std::filesystem::remove(file);
  answer_and_sample(0, 60, false, 2);
  BOOST_TEST(successor() == 2);
}

BOOST_AUTO_TEST_CASE(what_cannot_be_read_just_now_is_waited_for) {
  const std::filesystem::path file = file_of_champion();
  const std::filesystem::path away = folder.path() / "away";
  train_another();
  make_champion(2);
  std::filesystem::rename(file, away);
  std::filesystem::create_symlink(file, file);  // too many links to follow
  scheduler::Scheduler scheduler = make();
  answer_and_sample(0, 60, false, 2);
  work_all(scheduler);
  BOOST_TEST(unwatched.size() == 1);
  BOOST_TEST(demoted.empty());
  BOOST_TEST(n_asked() == 0);
  std::filesystem::remove(file);
  std::filesystem::rename(away, file);
  work_all(scheduler);
  BOOST_REQUIRE(demoted.size() == 1);
  BOOST_TEST(demoted[0].version == 1);
}

BOOST_AUTO_TEST_CASE(the_floor_is_that_of_the_spec_of_the_version_itself) {
  spec.metric.precision_floor = 0.2;  // by now; version 1 was trained under another one
  write_spec();
  scheduler::Scheduler scheduler = make();
  answer_and_sample(0, 24, true);
  answer_and_sample(24, 36, false);
  work_all(scheduler);
  BOOST_TEST(n_asked() == 1);

  spec.metric.precision_floor = 0.9;
  write_spec();
  train();
  const int strict = registry.list("example").front().version;
  BOOST_REQUIRE(registry.promotions().force("example", strict, "because", "a test"));
  answer_and_sample(60, 48, true, strict);  // near in time to the samples above, which tell of it too
  answer_and_sample(108, 12, false, strict);
  work_all(scheduler);
  BOOST_REQUIRE(demoted.size() == 1);
  BOOST_TEST(demoted[0].from_version.value() == strict);
  BOOST_TEST(demoted[0].reason ==
             "of 120 positive answers laboratories confirmed 72: precision 0.600 (0.511 to 0.683), floor 0.900");
}

BOOST_AUTO_TEST_CASE(a_champion_whose_file_is_missing_is_told_of_and_judged_once_it_is_there) {
  const std::filesystem::path file = file_of_champion();
  const std::filesystem::path away = folder.path() / "away";
  scheduler::Scheduler scheduler = make();
  answer_and_sample(0, 60, false);
  std::filesystem::rename(file, away);
  work_all(scheduler);
  BOOST_TEST(unwatched == std::vector<std::string>{"cannot read " + file.string() + ": No such file or directory"},
             boost::test_tools::per_element());
  BOOST_TEST(demoted.empty());
  std::filesystem::rename(away, file);
  work_all(scheduler);
  BOOST_TEST(unwatched.size() == 1);
  BOOST_TEST(demoted.size() == 1);
}

BOOST_AUTO_TEST_CASE(nothing_happens_to_a_champion_where_that_is_left_to_people) {
  scheduler::Scheduler scheduler = make(false);
  answer_and_sample(0, 60, false);
  work_all(scheduler);
  BOOST_TEST(demoted.empty());
  BOOST_TEST(n_asked() == 0);
  BOOST_TEST(query("SELECT count(*) FROM water.inference_samples").integer(0, 0) > 0);  // there was something to see
}

BOOST_AUTO_TEST_SUITE_END()
