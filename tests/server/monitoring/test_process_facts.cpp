#include "server/monitoring/process_facts.hpp"

#include "server/monitoring/telemetry.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdlib>
#include <fstream>
#include <vector>

namespace clearwell::monitoring {
namespace {

struct Watched {
  double value(const std::string& name) {
    read_process_facts(telemetry);
    const std::string text = telemetry.exposition.text();
    const std::size_t found = text.find("\n" + name + " ");
    BOOST_REQUIRE_MESSAGE(found != std::string::npos, name << " is not exposed");
    return std::strtod(text.c_str() + found + name.size() + 2, nullptr);
  }
  Telemetry telemetry{"1", "a", std::filesystem::temp_directory_path()};
};

BOOST_FIXTURE_TEST_SUITE(process_facts, Watched)

BOOST_AUTO_TEST_CASE(open_files_are_counted) {
  const double before = value("process_open_fds");
  const std::vector<std::ifstream> more = [] {
    std::vector<std::ifstream> files;
    for (int i = 0; i < 3; ++i)
      files.emplace_back("/dev/null");
    return files;
  }();
  BOOST_TEST(value("process_open_fds") == before + 3);
  BOOST_TEST(value("process_max_fds") > value("process_open_fds"));
}

BOOST_AUTO_TEST_CASE(memory_grows_by_what_is_taken) {
  const double before = value("process_resident_memory_bytes");
  const std::vector<char> taken(64U << 20U, 'x');
  BOOST_TEST(value("process_resident_memory_bytes") > before + 50e6);
  BOOST_TEST(taken.size() == 64U << 20U);
}

BOOST_AUTO_TEST_CASE(cpu_time_is_in_seconds) {
  const double cpu = value("process_cpu_seconds_total");
  BOOST_TEST(cpu >= 0);
  BOOST_TEST(cpu < 60);
}

BOOST_AUTO_TEST_CASE(room_of_the_data_directory) {
  BOOST_TEST(value("clearwell_data_dir_free_bytes") > 0);
  BOOST_TEST(value("clearwell_data_dir_size_bytes") >= value("clearwell_data_dir_free_bytes"));
}

BOOST_AUTO_TEST_CASE(without_a_data_directory_nothing_is_said_of_one) {
  Telemetry without{"1", "a"};
  read_process_facts(without);
  BOOST_TEST(without.exposition.text().find("clearwell_data_dir_free_bytes ") == std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace clearwell::monitoring
