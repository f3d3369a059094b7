#include "server/commands/whole_file.hpp"
#include "tests/temporary_folder.hpp"

#include <boost/test/unit_test.hpp>

#include <iterator>
#include <string>

namespace clearwell::commands {
namespace {

struct Folder {
  std::string content() const {
    std::ifstream file(target, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  std::ptrdiff_t n_files() const {
    return std::distance(std::filesystem::directory_iterator(folder.path()), std::filesystem::directory_iterator());
  }

  tests::TemporaryFolder folder;
  const std::filesystem::path target = folder.path() / "out.csv";
};

BOOST_FIXTURE_TEST_SUITE(whole_file, Folder)

BOOST_AUTO_TEST_CASE(it_takes_its_place_when_it_is_kept) {
  std::ofstream(target) << "before";
  WholeFile file(target);
  file.stream() << "after";
  file.stream().flush();
  BOOST_TEST(content() == "before");
  BOOST_TEST(file.keep());
  BOOST_TEST(content() == "after");
  BOOST_TEST(n_files() == 1);
}

BOOST_AUTO_TEST_CASE(what_is_not_kept_leaves_nothing) {
  { WholeFile(target).stream() << "half"; }
  BOOST_TEST(n_files() == 0);
}

BOOST_AUTO_TEST_CASE(what_cannot_be_written_says_so_and_leaves_nothing) {
  BOOST_TEST(!WholeFile(folder.path() / "missing" / "out.csv").keep());
  WholeFile full(target);
  full.stream().setstate(std::ios::badbit);  // as a full disk does
  BOOST_TEST(!full.keep());
  std::filesystem::create_directories(target / "taken");
  {
    WholeFile on_a_folder(target);
    BOOST_TEST(!on_a_folder.keep());
  }
  BOOST_TEST(std::filesystem::is_directory(target));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace clearwell::commands
