#include "server/scoring/inference_journal.hpp"

#include "server/scoring/inference_line.hpp"
#include "tests/temporary_folder.hpp"

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <fstream>
#include <iterator>
#include <limits>
#include <memory>
#include <stdexcept>

namespace clearwell::scoring {
namespace {

namespace fs = std::filesystem;

Inference inference(std::int64_t id) {
  return {.model = "exa\"mple\n",
          .version = 3,
          .role = "challenger",
          .features = {0.1F, std::numeric_limits<float>::quiet_NaN(), 3.4e38F, 1e-45F, -0.0F},
          .margin = -0.1F,
          .probability = 0.83F,
          .threshold = 0.71F,
          .positive = true,
          .plant_id = "Öst",
          .sensor_id = "",
          .inference_id = id,
          .inferred_at = base::TimePoint(std::chrono::microseconds(1'700'000'000'123'456))};
}

/// A journal in a folder of its own; `damaged` is what it told.
struct Fixture {
  const tests::TemporaryFolder folder;
  std::string damaged;

  InferenceJournal open(std::size_t max_rows = 100'000) {
    return {folder.path() / "journal", max_rows,
            [this](const std::string& where) { damaged += fs::path(where).extension().string() + ";"; }};
  }
  static std::vector<std::int64_t> drained(InferenceJournal& journal) {
    std::vector<std::int64_t> ids;
    journal.drain([&](const std::vector<Inference>& part) {
      for (const Inference& one : part)
        ids.push_back(one.inference_id);
    });
    return ids;
  }
  std::vector<fs::path> files() const {
    std::vector<fs::path> paths;
    for (const auto& entry : fs::directory_iterator(folder.path() / "journal"))
      paths.push_back(entry.path());
    return paths;
  }
};

using Ids = std::vector<std::int64_t>;

BOOST_FIXTURE_TEST_SUITE(inference_journal, Fixture)

BOOST_AUTO_TEST_CASE(a_line_gives_the_same_bits_back) {
  const Inference before = inference(7);
  std::string line = to_line(before);
  BOOST_REQUIRE(line.ends_with('\n'));
  line.pop_back();
  BOOST_TEST(line.find('\n') == std::string::npos);
  const Inference after = from_line(line).value();
  BOOST_TEST(to_line(after) == line + '\n');
  BOOST_TEST(after.inference_id == 7);
  BOOST_CHECK(after.inferred_at == before.inferred_at);
  BOOST_TEST(after.model == before.model);
  BOOST_TEST(after.role == "challenger");
  BOOST_TEST(after.features[0] == 0.1F);
  BOOST_TEST(std::isnan(after.features[1]));
  BOOST_TEST(after.features[2] == 3.4e38F);
  BOOST_TEST(after.features[3] == 1e-45F);
  BOOST_TEST(std::signbit(after.features[4]));
  BOOST_TEST(after.probability == 0.83F);
  BOOST_TEST(after.plant_id == "Öst");
  for (std::size_t i = 0; i < line.size(); ++i) {
    std::string flipped = line;
    flipped[i] = static_cast<char>(flipped[i] ^ 1);
    BOOST_TEST(!from_line(flipped).has_value(), i);
  }
  BOOST_TEST(!from_line("").has_value());
  BOOST_TEST(!from_line("0123456789abcdef").has_value());
}

BOOST_AUTO_TEST_CASE(what_is_appended_is_handed_over_once_and_forgotten) {
  InferenceJournal journal = open();
  journal.append(std::vector<Inference>{inference(1), inference(2)});
  journal.append(std::vector<Inference>{inference(3)});
  BOOST_TEST(journal.rows() == 3U);
  BOOST_TEST(drained(journal) == (Ids{1, 2, 3}), boost::test_tools::per_element());
  BOOST_TEST(journal.rows() == 0U);
  BOOST_TEST(drained(journal).empty());
  BOOST_TEST(files().empty());
  journal.append(std::vector<Inference>{inference(4)});
  BOOST_TEST(drained(journal) == Ids{4}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(what_was_not_taken_is_handed_over_again) {
  InferenceJournal journal = open();
  journal.append(std::vector<Inference>{inference(1), inference(2)});
  BOOST_CHECK_THROW(journal.drain([](const std::vector<Inference>&) { throw std::runtime_error("away"); }),
                    std::runtime_error);
  journal.append(std::vector<Inference>{inference(3)});
  BOOST_TEST(journal.rows() == 3U);
  BOOST_TEST(drained(journal) == (Ids{1, 2, 3}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(files_of_a_process_that_is_gone_are_taken_over_and_others_are_not) {
  auto gone = std::make_unique<InferenceJournal>(folder.path() / "journal", 100, [](const std::string&) {});
  gone->append(std::vector<Inference>{inference(1)});
  {
    InferenceJournal beside = open();
    BOOST_TEST(beside.rows() == 0U);
  }
  gone.reset();
  InferenceJournal next = open();
  BOOST_TEST(next.rows() == 1U);
  BOOST_TEST(drained(next) == Ids{1}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_torn_end_is_dropped_and_a_damaged_line_is_told_and_kept_aside) {
  {
    InferenceJournal journal = open();
    journal.append(std::vector<Inference>{inference(1), inference(2), inference(3)});
  }
  const fs::path path = files().front();
  std::string text;
  {
    std::ifstream file(path, std::ios::binary);
    text.assign(std::istreambuf_iterator<char>(file), {});
  }
  const std::string torn = text + text.substr(0, 100);
  std::ofstream(path, std::ios::binary) << torn;
  {
    InferenceJournal journal = open();
    BOOST_TEST(drained(journal) == (Ids{1, 2, 3}), boost::test_tools::per_element());
    BOOST_TEST(damaged.empty());
    BOOST_TEST(files().empty());
  }
  text[text.find('\n') + 30] ^= 1;
  std::ofstream(path, std::ios::binary) << text;
  InferenceJournal journal = open();
  BOOST_TEST(drained(journal) == (Ids{1, 3}), boost::test_tools::per_element());
  BOOST_TEST(damaged == ".journal, line 2;");
  BOOST_REQUIRE(files().size() == 1U);
  BOOST_TEST(files().front().extension() == ".damaged");
}

BOOST_AUTO_TEST_CASE(more_than_its_bound_is_refused_whole) {
  InferenceJournal journal = open(2);
  journal.append(std::vector<Inference>{inference(1)});
  BOOST_CHECK_EXCEPTION(journal.append(std::vector<Inference>{inference(2), inference(3)}), JournalError,
                        [](const JournalError& error) {
                          return std::string(error.what()) == "the journal is full: 1 inferences wait for the database";
                        });
  journal.append(std::vector<Inference>{inference(4)});
  BOOST_TEST(drained(journal) == (Ids{1, 4}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace clearwell::scoring
