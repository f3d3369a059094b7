#include "server/scheduler/scheduler.hpp"

#include "server/base/time_text.hpp"
#include "server/scheduler/daily_schedule.hpp"
#include "server/scheduler/retrain_times.hpp"
#include "tests/server/scheduler/trained_models.hpp"

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include <atomic>
#include <filesystem>
#include <future>
#include <stdexcept>
#include <thread>

using namespace clearwell;
using namespace std::chrono_literals;
using scheduler::Job;
using scheduler::JobKind;

namespace {

/// A server's scheduler on a clock that ticks when told; two days from now, so that the version trained now is old
/// then.
struct Night : tests::TrainedModels {
  Night() {
    add_samples(0, 200);
    BOOST_REQUIRE(training::train(database.shared(), registry, spec, {}, [](std::string_view, double) {}));
  }
  scheduler::Scheduler make(std::optional<std::chrono::minutes> retrain_at = 3h) {
    return {database.shared(),
            registry,
            {.models_dir = folder.path(), .retrain_at = retrain_at},
            [this] { return now; },
            {.started = [](const Job&) {},
             .ended = [this](const Job& job) { ended.push_back(job); },
             .drift_watched = [this](const registry::ModelVersion&,
                                     const monitoring::DriftWindow& newest) { watched.push_back(newest); },
             .drift_unwatched = [this](const registry::ModelVersion& version,
                                       const std::string&) { unwatched.push_back(version.name); },
             .store_away = [](const std::string&) {},
             .failed = [](const std::string&) {}}};
  }
  /// Some days of inferences, from midnight on, whose x0 the training has never seen.
  void ask_of_other_water(int days) const {
    store::Transaction transaction = database->begin();
    for (int day = 0; day < days; ++day) {
      transaction.run("SELECT water.ensure_inference_partition($1::timestamptz)",
                      store::Params().add(base::format_time(midnight + day * 24h)));
      transaction.run(
          "INSERT INTO water.water_inferences (inferred_at, model, version, role, features, margin, probability, "
          "threshold, positive) SELECT $1::timestamptz + n * interval '1 minute', 'example', 1, 'champion', "
          "ARRAY[90 + n, n, 0]::real[], 3, 0.99, 0.5, true FROM generate_series(1, 50) n",
          store::Params().add(base::format_time(midnight + day * 24h)));
    }
    transaction.commit();
  }
  std::int64_t n_asked() const { return query("SELECT count(*) FROM ops.jobs WHERE reason = 'drift'").integer(0, 0); }
  void run_script(const std::string& sql) const {
    store::Transaction transaction = database->begin();
    transaction.run_script(sql);
    transaction.commit();
  }
  static void work_all(scheduler::Scheduler& scheduler) {
    while (scheduler.work_once({})) {
    }
  }

  base::TimePoint midnight =
      std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now()) + std::chrono::days(2);
  base::TimePoint now = midnight;
  std::vector<Job> ended;
  std::vector<monitoring::DriftWindow> watched;
  std::vector<std::string> unwatched;
  scheduler::Jobs jobs{*database, [this] { return now; }};
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(scheduling, Night)

BOOST_AUTO_TEST_CASE(each_night_it_retrains_once_and_missed_nights_are_caught_up_once) {
  scheduler::Scheduler scheduler = make();
  work_all(scheduler);  // of yesterday at three, when the version was there already or nobody was awake
  ended.clear();
  now = midnight + 2h + 59min;
  work_all(scheduler);
  BOOST_TEST(ended.empty());

  now = midnight + 3h;
  work_all(scheduler);
  BOOST_REQUIRE(ended.size() == 1);
  BOOST_TEST(ended[0].kind == "retrain");
  BOOST_TEST(ended[0].status == "FINISHED");
  BOOST_TEST(ended[0].scheduled_for.value() == base::format_time(midnight + 3h));
  BOOST_TEST(nlohmann::json::parse(*ended[0].result_json).at("due") == false);
  work_all(scheduler);
  now = midnight + 20h;
  work_all(scheduler);
  BOOST_TEST(ended.size() == 1);

  add_samples(200, 230);
  now = midnight + std::chrono::days(5) + 8h;
  work_all(scheduler);
  BOOST_REQUIRE(ended.size() == 2);
  BOOST_TEST(ended[1].scheduled_for.value() == base::format_time(midnight + std::chrono::days(5) + 3h));
  const auto result = nlohmann::json::parse(*ended[1].result_json);
  BOOST_TEST(result.at("version") == 2);
  BOOST_TEST(result.at("outcome") == "refused");
  BOOST_TEST(registry.promotions().history("example").front().decided_by == "daily schedule");
}

BOOST_AUTO_TEST_CASE(a_fresh_version_is_not_retrained_at_once) {
  now = std::chrono::system_clock::now();
  scheduler::Scheduler scheduler = make();
  work_all(scheduler);
  BOOST_TEST(ended.empty());
}

BOOST_AUTO_TEST_CASE(switched_off_it_still_does_what_people_ask_for) {
  scheduler::Scheduler scheduler = make(std::nullopt);
  work_all(scheduler);
  BOOST_TEST(ended.empty());
  jobs.enqueue(JobKind::kTrain, "example", "{}", "mara");
  work_all(scheduler);
  BOOST_REQUIRE(ended.size() == 1);
  BOOST_TEST(ended[0].status == "FINISHED");
  BOOST_TEST(nlohmann::json::parse(*ended[0].result_json).at("version") == 2);
  BOOST_TEST(champion().version == 1);
}

BOOST_AUTO_TEST_CASE(drift_trains_where_there_is_something_to_learn_and_says_so_where_not) {
  scheduler::Scheduler scheduler = make(std::nullopt);
  jobs.enqueue(JobKind::kRetrain, "example", "{}", "drift monitor", scheduler::JobReason::kDrift);
  work_all(scheduler);
  BOOST_REQUIRE(ended.size() == 1);
  BOOST_TEST(ended[0].reason == "drift");
  BOOST_TEST(nlohmann::json::parse(*ended[0].result_json).at("reason") ==
             "nothing new to learn from: samples and spec are those that version 1 was trained on");
  BOOST_TEST(registry.list("example").size() == 1);

  add_samples(200, 230);
  jobs.enqueue(JobKind::kRetrain, "example", "{}", "drift monitor", scheduler::JobReason::kDrift);
  work_all(scheduler);
  BOOST_TEST(nlohmann::json::parse(*ended.back().result_json).at("version") == 2);
  BOOST_TEST(registry.promotions().history("example").front().decided_by == "drift monitor");
}

BOOST_AUTO_TEST_CASE(drift_that_lasts_asks_for_a_retraining_once) {
  scheduler::Scheduler scheduler = make(std::nullopt);
  ask_of_other_water(4);
  now = midnight + 24h;
  work_all(scheduler);
  BOOST_TEST(watched.back().outcome == "drift");
  BOOST_TEST(n_asked() == 0);
  now = midnight + 48h;
  work_all(scheduler);
  BOOST_TEST(n_asked() == 1);
  BOOST_REQUIRE(ended.size() == 1);
  BOOST_TEST(ended[0].requested_by == "drift monitor");
  const auto cause = nlohmann::json::parse(ended[0].request_json);
  BOOST_TEST(cause.at("version") == 1);
  BOOST_TEST(cause.at("window_end") == base::format_time_seconds(now));
  BOOST_TEST(cause.at("drifted").get<std::string>().starts_with("x0"));
  now = midnight + 96h;
  work_all(scheduler);
  BOOST_TEST(watched.back().outcome == "drift");
  BOOST_TEST(n_asked() == 1);
}

BOOST_AUTO_TEST_CASE(a_retraining_that_a_fault_kept_from_being_asked_for_is_asked_for_later_and_once) {
  ask_of_other_water(2);
  now = midnight + 48h;
  monitoring::watch_drift(*database, registry, {}, now);  // and the process that did so was killed
  run_script(
      "CREATE FUNCTION tracking.refuse() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RAISE 'the disk is full'; END$$;"
      "CREATE TRIGGER refuse BEFORE UPDATE ON tracking.drift_windows FOR EACH ROW EXECUTE FUNCTION tracking.refuse()");
  scheduler::Scheduler scheduler = make(std::nullopt);
  BOOST_CHECK_THROW(scheduler.work_once({}), store::StoreError);
  BOOST_TEST(n_asked() == 0);

  run_script("DROP FUNCTION tracking.refuse() CASCADE");
  for (int look = 0; look < 3; ++look) {
    now += 1min;
    work_all(scheduler);
    BOOST_TEST(n_asked() == 1);
  }
  BOOST_TEST(ended.size() == 1);
  BOOST_TEST(query("SELECT count(*) FROM tracking.drift_windows WHERE retrain_job_id IS NOT NULL").integer(0, 0) == 1);
}

BOOST_AUTO_TEST_CASE(a_model_whose_file_is_missing_is_told_of_and_work_goes_on) {
  const std::filesystem::path file = std::filesystem::path(database.options().artifacts_place()) / champion().sha256;
  std::filesystem::remove(file);
  scheduler::Scheduler scheduler = make(std::nullopt);
  jobs.enqueue(JobKind::kTrain, "lake", "{}", "mara");
  work_all(scheduler);
  BOOST_TEST(unwatched == std::vector<std::string>{"example"}, boost::test_tools::per_element());
  BOOST_TEST(ended.size() == 1);
  now += 1min;
  work_all(scheduler);
  BOOST_TEST(unwatched.size() == 2);
}

BOOST_AUTO_TEST_CASE(what_nobody_has_thought_of_is_told_and_does_not_end_the_work) {
  std::atomic<bool> stopped = true;
  std::promise<std::string> told;
  scheduler::Scheduler scheduler(database.shared(), registry, {.models_dir = folder.path(), .retrain_at = std::nullopt},
                                 [&] {
                                   if (stopped.exchange(false)) throw std::runtime_error("the clock has stopped");
                                   return midnight;
                                 },
                                 {.started = [](const Job&) {},
                                  .ended = [](const Job&) {},
                                  .drift_watched = [](const registry::ModelVersion&, const monitoring::DriftWindow&) {},
                                  .drift_unwatched = [](const registry::ModelVersion&, const std::string&) {},
                                  .store_away = [](const std::string&) {},
                                  .failed = [&](const std::string& reason) { told.set_value(reason); }});
  std::jthread working([&](const std::stop_token& stop) { scheduler.work(stop); });
  BOOST_TEST(told.get_future().get() == "the clock has stopped");
  const Job job = jobs.enqueue(JobKind::kTrain, "lake", "{}", "mara");
  while (jobs.find(job.job_id)->status == "QUEUED")
    std::this_thread::sleep_for(20ms);
}

BOOST_AUTO_TEST_CASE(a_retraining_is_due_until_one_comes_to_a_good_end) {
  const scheduler::SchedulerOptions options{.models_dir = folder.path(), .retrain_at = 3h};
  const auto times = [&] { return scheduler::retrain_times(*database, options).at(0); };
  BOOST_TEST(times().model == "example");
  BOOST_CHECK(times().due == scheduler::next_occurrence(times().last_success, 3h));
  BOOST_CHECK(times().due < midnight + 3h);  // nobody was awake

  now = midnight + 4h;
  jobs.enqueue(JobKind::kRetrain, "example", "{}", "mara");
  jobs.begin_next()->fail("the disk is full");
  BOOST_CHECK(times().due < midnight + 3h);
  scheduler::Scheduler scheduler = make();
  work_all(scheduler);
  BOOST_CHECK(times().last_success == now);
  BOOST_CHECK(times().due == midnight + 27h);

  BOOST_CHECK(!scheduler::retrain_times(*database, {.models_dir = folder.path(), .retrain_at = std::nullopt})[0].due);
  BOOST_TEST(scheduler::retrain_times(*database, {.models_dir = folder.path() / "nowhere"}).empty());
}

BOOST_AUTO_TEST_CASE(of_several_servers_one_works) {
  scheduler::Scheduler second = make();
  {
    scheduler::Scheduler first = make();
    work_all(first);
    jobs.enqueue(JobKind::kTrain, "example", "{}", "mara");
    BOOST_TEST(!second.work_once({}));
    BOOST_TEST(jobs.newest(1)[0].status == "QUEUED");
  }
  BOOST_TEST(second.work_once({}));
  BOOST_TEST(jobs.newest(1)[0].status == "FINISHED");
}

BOOST_AUTO_TEST_CASE(what_the_data_do_not_allow_fails_and_what_the_world_refuses_is_tried_again) {
  scheduler::Scheduler scheduler = make(std::nullopt);
  jobs.enqueue(JobKind::kTrain, "lake", "{}", "mara");
  work_all(scheduler);
  BOOST_TEST(ended.back().status == "FAILED");
  BOOST_TEST(ended.back().error->find("'lake'") != std::string::npos);

  store::Transaction transaction = database->begin();
  transaction.run("ALTER TABLE tracking.metrics RENAME TO away");
  transaction.commit();
  jobs.enqueue(JobKind::kTrain, "example", "{}", "mara");
  work_all(scheduler);
  BOOST_TEST(ended.back().status == "QUEUED");
  BOOST_TEST(ended.back().attempts == 1);
  BOOST_TEST(!scheduler.work_once({}));
  store::Transaction repair = database->begin();
  repair.run("ALTER TABLE tracking.away RENAME TO metrics");
  repair.commit();
  now += 1min;
  work_all(scheduler);
  BOOST_TEST(ended.back().status == "FINISHED");
}

BOOST_AUTO_TEST_CASE(asked_to_stop_it_leaves_the_work_to_the_next) {
  jobs.enqueue(JobKind::kTrain, "example", "{}", "mara");
  scheduler::Scheduler scheduler = make(std::nullopt);
  std::stop_source stop;
  stop.request_stop();
  scheduler.work_once(stop.get_token());
  BOOST_REQUIRE(ended.size() == 1);
  BOOST_TEST(ended[0].status == "QUEUED");
  BOOST_TEST(
      query("SELECT count(*) FROM tracking.runs WHERE status = 'KILLED' AND parent_run_id IS NULL").integer(0, 0) == 1);
  BOOST_TEST(registry.list("example").size() == 1);
  work_all(scheduler);
  BOOST_TEST(ended.back().status == "FINISHED");
}

BOOST_AUTO_TEST_CASE(a_job_wakes_it) {
  scheduler::Scheduler scheduler = make(std::nullopt);
  std::jthread working([&](const std::stop_token& stop) { scheduler.work(stop); });
  std::this_thread::sleep_for(500ms);  // it has looked once, and the next look without a cause is seconds away
  const auto begin = std::chrono::steady_clock::now();
  const Job job = jobs.enqueue(JobKind::kTrain, "lake", "{}", "mara");
  while (jobs.find(job.job_id)->status == "QUEUED")
    std::this_thread::sleep_for(20ms);
  BOOST_TEST((std::chrono::steady_clock::now() - begin < 3s));
}

BOOST_AUTO_TEST_SUITE_END()
