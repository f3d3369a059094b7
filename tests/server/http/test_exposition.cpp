#include "server/monitoring/telemetry.hpp"

#include <boost/test/unit_test.hpp>

#include <thread>
#include <vector>

namespace clearwell::monitoring {
namespace {

bool has_line(const std::string& text, const std::string& line) {
  return ("\n" + text).find("\n" + line + "\n") != std::string::npos;
}

BOOST_AUTO_TEST_SUITE(exposition)

BOOST_AUTO_TEST_CASE(a_declared_counter_starts_at_zero_and_grows) {
  Telemetry telemetry("1.2.3", "abc");
  BOOST_TEST(has_line(telemetry.exposition.text(), "clearwell_store_errors_total 0"));
  telemetry.store_errors.increment({});
  telemetry.inferences.increment({"m", "champion", "positive"}, 3);
  const std::string text = telemetry.exposition.text();
  BOOST_TEST(has_line(text, "clearwell_store_errors_total 1"));
  BOOST_TEST(has_line(text, "clearwell_inferences_total{model=\"m\",outcome=\"positive\",role=\"champion\"} 3"));
  BOOST_TEST(has_line(text, "clearwell_build_info{commit=\"abc\",version=\"1.2.3\"} 1"));
  BOOST_TEST(has_line(text, "# TYPE clearwell_store_errors_total counter"));
}

BOOST_AUTO_TEST_CASE(a_counter_that_is_kept_elsewhere_never_goes_back) {
  Telemetry telemetry("1", "a");
  telemetry.samples.advance_to(std::vector<Sample>{{{"north", "accepted"}, 0}, {{"north", "rejected"}, 3}});
  telemetry.samples.advance_to(std::vector<Sample>{{{"north", "accepted"}, 5}, {{"north", "rejected"}, 2}});
  const std::string text = telemetry.exposition.text();
  BOOST_TEST(has_line(text, "clearwell_samples_total{outcome=\"accepted\",plant=\"north\"} 5"));
  BOOST_TEST(has_line(text, "clearwell_samples_total{outcome=\"rejected\",plant=\"north\"} 3"));
}

BOOST_AUTO_TEST_CASE(a_replaced_gauge_loses_what_is_gone) {
  Telemetry telemetry("1", "a");
  telemetry.last_sample_timestamp.replace({{{{"north"}, 5}, {{"south"}, 6}}});
  telemetry.last_sample_timestamp.replace({{{{"south"}, 7}}});
  const std::string text = telemetry.exposition.text();
  BOOST_TEST(has_line(text, "clearwell_last_sample_timestamp_seconds{plant=\"south\"} 7"));
  BOOST_TEST(text.find("north") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(an_observation_falls_into_its_bucket) {
  Telemetry telemetry("1", "a");
  telemetry.http_request_duration.observe({"/x"}, 0.003);
  const std::string text = telemetry.exposition.text();
  BOOST_TEST(has_line(text, "clearwell_http_request_duration_seconds_bucket{route=\"/x\",le=\"0.0025\"} 0"));
  BOOST_TEST(has_line(text, "clearwell_http_request_duration_seconds_bucket{route=\"/x\",le=\"0.005\"} 1"));
}

BOOST_AUTO_TEST_CASE(threads_lose_no_count) {
  Telemetry telemetry("1", "a");
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < 4; ++t) {
      threads.emplace_back([&] {
        for (int i = 0; i < 1000; ++i)
          telemetry.http_requests.increment({"/x", "GET", i % 2 == 0 ? "200" : "404"});
      });
    }
  }
  BOOST_TEST(has_line(telemetry.exposition.text(),
                      "clearwell_http_requests_total{code=\"404\",method=\"GET\",route=\"/x\"} 2000"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace clearwell::monitoring
