#include "server/scheduler/jobs.hpp"

#include "server/base/time_text.hpp"
#include "server/scheduler/leadership.hpp"
#include "tests/emptied_database.hpp"

#include <boost/test/unit_test.hpp>

#include <thread>

using namespace clearwell;
using namespace std::chrono_literals;
using scheduler::ActiveJob;
using scheduler::Job;
using scheduler::JobKind;
using scheduler::JobReason;

namespace {

struct Queue {
  store::Rows query(const std::string& sql) const { return database->begin().run(sql); }

  const tests::TemporaryDatabase& database = tests::emptied_database();
  base::TimePoint now = *base::parse_time("2026-03-12T03:00:00Z");
  scheduler::Jobs jobs{*database, [this] { return now; }};
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(jobs, Queue)

BOOST_AUTO_TEST_CASE(a_job_goes_from_the_queue_to_its_end) {
  const Job queued = jobs.enqueue(JobKind::kTrain, "lake", R"({"seed": 7})", "mara");
  BOOST_TEST(queued.status == "QUEUED");
  BOOST_TEST(queued.kind == "train");
  BOOST_TEST(queued.model == "lake");
  BOOST_TEST(queued.request_json == R"({"seed": 7})");
  BOOST_TEST(queued.requested_by == "mara");
  BOOST_TEST(queued.reason == "request");
  BOOST_TEST(queued.attempts == 0);
  BOOST_TEST(queued.created_at == "2026-03-12T03:00:00.000Z");
  BOOST_TEST(!queued.started_at);

  now += 90s;
  std::optional<ActiveJob> active = jobs.begin_next();
  BOOST_REQUIRE(active);
  BOOST_TEST(active->job().job_id == queued.job_id);
  BOOST_TEST(active->job().status == "RUNNING");
  BOOST_TEST(active->job().attempts == 1);
  BOOST_CHECK(!jobs.begin_next());
  now += 10s;
  const Job ended = active->finish(R"({"version": 2})");
  BOOST_TEST(ended.status == "FINISHED");
  BOOST_TEST(ended.started_at.value() == "2026-03-12T03:01:30.000Z");
  BOOST_TEST(ended.ended_at.value() == "2026-03-12T03:01:40.000Z");
  BOOST_TEST(ended.result_json.value() == R"({"version": 2})");
  BOOST_TEST(!ended.error);
  BOOST_CHECK(jobs.find(queued.job_id) == ended);
  BOOST_CHECK(!jobs.find(queued.job_id + 1));
}

BOOST_AUTO_TEST_CASE(what_waits_or_is_at_work_is_not_asked_for_twice) {
  const Job first = jobs.enqueue(JobKind::kRetrain, "lake", R"({"features": ["ph"]})", "drift", JobReason::kDrift);
  BOOST_TEST(first.reason == "drift");
  BOOST_CHECK(jobs.enqueue(JobKind::kRetrain, "lake", "{}", "mara") == first);
  BOOST_TEST(jobs.enqueue(JobKind::kTrain, "lake", "{}", "mara").job_id != first.job_id);
  BOOST_TEST(jobs.enqueue(JobKind::kRetrain, "brook", "{}", "mara").job_id != first.job_id);
  std::optional<ActiveJob> active = jobs.begin_next();
  BOOST_REQUIRE(active);
  BOOST_CHECK(jobs.enqueue(JobKind::kRetrain, "lake", "{}", "mara") == active->job());
  active->finish("{}");
  BOOST_TEST(jobs.enqueue(JobKind::kRetrain, "lake", "{}", "mara").job_id != first.job_id);
  BOOST_TEST(jobs.newest(10).size() == 4);
}

BOOST_AUTO_TEST_CASE(of_many_who_ask_at_once_one_puts_it_there) {
  std::vector<std::jthread> people;
  for (int person = 0; person < 4; ++person)
    people.emplace_back([this] { jobs.enqueue(JobKind::kTrain, "lake", "{}", "mara"); });
  people.clear();
  BOOST_TEST(jobs.newest(10).size() == 1);
}

BOOST_AUTO_TEST_CASE(waits_grow_until_it_is_given_up) {
  const std::int64_t id = jobs.enqueue(JobKind::kRetrain, "lake", "{}", "mara").job_id;
  for (const auto wait : {1min, 5min, 25min}) {
    BOOST_TEST(jobs.begin_next()->retry("the disk is full").status == "QUEUED");
    BOOST_TEST(jobs.find(id)->error.value() == "the disk is full");
    now += wait - 1s;
    BOOST_CHECK(!jobs.begin_next());
    now += 1s;
  }
  const Job given_up = jobs.begin_next()->retry("the disk is full");
  BOOST_TEST(given_up.status == "FAILED");
  BOOST_TEST(given_up.attempts == 4);
  now += 24h;
  BOOST_CHECK(!jobs.begin_next());
}

BOOST_AUTO_TEST_CASE(an_interrupted_attempt_does_not_count_and_is_taken_up_at_once) {
  jobs.enqueue(JobKind::kRetrain, "lake", "{}", "mara");
  const Job interrupted = jobs.begin_next()->interrupt();
  BOOST_TEST(interrupted.status == "QUEUED");
  BOOST_TEST(interrupted.attempts == 0);
  BOOST_TEST(jobs.begin_next()->job().attempts == 1);
}

BOOST_AUTO_TEST_CASE(a_job_that_nobody_ended_has_failed) {
  jobs.enqueue(JobKind::kTrain, "lake", "{}", "mara");
  jobs.begin_next();
  BOOST_TEST(jobs.newest(1)[0].status == "FAILED");
  BOOST_TEST(jobs.newest(1)[0].error.value() == "it ended without a result");
}

BOOST_AUTO_TEST_CASE(a_job_of_the_queue_whose_process_is_gone_is_tried_again_and_one_at_work_is_not) {
  jobs.enqueue(JobKind::kTrain, "lake", "{}", "mara");
  jobs.enqueue(JobKind::kTrain, "brook", "{}", "mara");
  const std::optional<ActiveJob> at_work = jobs.begin_next();
  store::Transaction transaction = database->begin();
  transaction.run("UPDATE ops.jobs SET status = 'RUNNING', attempts = 1 WHERE model = 'brook'");
  transaction.run(
      "INSERT INTO ops.jobs (kind, model, requested_by, status, attempts, created_at) "
      "VALUES ('promote', 'lake', 'mara', 'RUNNING', 1, now())");
  transaction.commit();
  BOOST_TEST(jobs.take_up_abandoned().size() == 2);
  BOOST_TEST(jobs.find(at_work->job().job_id)->status == "RUNNING");
  for (const Job& job : jobs.newest(3)) {
    if (job.model == "brook") BOOST_TEST(job.status == "QUEUED");
    if (job.kind == "promote") BOOST_TEST(job.status == "FAILED");
    if (job.kind == "promote") BOOST_TEST(job.error.value() == "the process that worked on it ended without a word");
  }
}

BOOST_AUTO_TEST_CASE(a_retraining_is_asked_for_once_a_day_for_models_without_a_newer_version) {
  store::Transaction transaction = database->begin();
  transaction.run_script(R"(
    INSERT INTO tracking.experiments (name) VALUES ('x');
    INSERT INTO tracking.runs (run_id, experiment_id, run_name, status)
      SELECT repeat('a', 32), experiment_id, 'train', 'FINISHED' FROM tracking.experiments;
    INSERT INTO tracking.registered_models (name) VALUES ('old'), ('new'), ('gone');
    INSERT INTO tracking.model_versions (name, version, run_id, family, sha256, size_bytes, threshold, parity_rows,
                                         parity_digest, data_origin, created_at)
      SELECT name, 1, repeat('a', 32), 'f', repeat('b', 64), 1, 0.5, 1, '', 'imported', created_at::timestamptz
      FROM (VALUES ('old', '2026-03-12T02:59:59Z'), ('new', '2026-03-12T03:00:01Z')) v (name, created_at))");
  transaction.commit();
  const std::vector<std::string> with_spec = {"new", "old", "unknown"};
  for (int times = 0; times < 2; ++times)
    jobs.enqueue_retraining(with_spec, *base::parse_time("2026-03-12T03:00:00Z"));
  const std::vector<Job> asked = jobs.newest(10);
  BOOST_REQUIRE(asked.size() == 1);
  BOOST_TEST(asked[0].model == "old");
  BOOST_TEST(asked[0].kind == "retrain");
  BOOST_TEST(asked[0].scheduled_for.value() == "2026-03-12T03:00:00.000Z");
  BOOST_TEST(asked[0].requested_by == "daily schedule");
  BOOST_TEST(asked[0].reason == "schedule");
  jobs.enqueue_retraining(with_spec, *base::parse_time("2026-03-15T03:00:00Z"));
  BOOST_TEST(jobs.newest(10).size() == 3);
}

BOOST_AUTO_TEST_CASE(what_a_person_asks_for_comes_first) {
  store::Transaction transaction = database->begin();
  transaction.run("INSERT INTO tracking.registered_models (name) VALUES ('lake')");
  transaction.commit();
  jobs.enqueue_retraining(std::vector<std::string>{"lake"}, now);
  jobs.enqueue(JobKind::kTrain, "lake", "{}", "mara");
  BOOST_TEST(jobs.begin_next()->job().kind == "train");
}

BOOST_AUTO_TEST_CASE(one_leads_and_is_replaced_when_it_is_gone) {
  scheduler::Leadership second(*database);
  {
    scheduler::Leadership first(*database);
    BOOST_TEST(first.hold());
    BOOST_TEST(!second.hold());
    BOOST_TEST(first.hold());
    // Its connection is lost: who asks first leads, and the other learns that it does not.
    query("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted");
    for (int tries = 0; tries < 200 && !second.hold(); ++tries)
      std::this_thread::sleep_for(20ms);  // a connection takes a moment to end
    BOOST_TEST(second.hold());
    BOOST_TEST(!first.hold());
  }
  BOOST_TEST(second.hold());
}

BOOST_AUTO_TEST_SUITE_END()
