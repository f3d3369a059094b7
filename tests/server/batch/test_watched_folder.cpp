#include "server/batch/watched_folder.hpp"

#include "tests/temporary_folder.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <thread>

namespace clearwell::batch {
namespace {

namespace bdata = boost::unit_test::data;
using namespace std::chrono_literals;

struct Dropped {
  tests::TemporaryFolder folder;
  WatchedFolder watched{folder.path(), 50ms};

  std::filesystem::path path(const std::string& name) const { return folder.path() / name; }
  void write(const std::string& name, const std::string& text) const { std::ofstream(path(name)) << text; }
  std::string names() {
    std::string names;
    for (const FoundFile& file : watched.look().whole)
      names += file.name + " ";
    return names;
  }
  std::string names_after_a_while() {
    names();
    std::this_thread::sleep_for(60ms);
    return names();
  }
};

BOOST_AUTO_TEST_SUITE(watched_place)

BOOST_DATA_TEST_CASE(names_that_are_watched, bdata::make({"a.csv", "A.CSV", "b c.Csv", "a.b.csv"}), name) {
  BOOST_TEST(is_watched_name(name));
}

BOOST_DATA_TEST_CASE(names_that_are_not,
                     bdata::make({"", "csv", ".csv", ".a.csv", "a.csv.tmp", "a.txt", "a.csv~", "b/a.csv", "../a.csv"}),
                     name) {
  BOOST_TEST(!is_watched_name(name));
}

BOOST_AUTO_TEST_CASE(a_name_with_NUL_is_not_watched) {
  BOOST_TEST(!is_watched_name(std::string_view("a\0.csv", 6)));
}

BOOST_AUTO_TEST_CASE(what_is_no_place_is_refused_by_name) {
  const tests::TemporaryFolder folder;
  const std::string missing = folder.path() / "missing";
  BOOST_TEST(open_watched_place(missing, 1s).error().field == "IN");
  BOOST_TEST(open_watched_place(missing, 1s).error().message ==
             "'" + missing + "': No such file or directory; accepted: a folder, or s3://BUCKET/PREFIX");
  const std::string file = folder.path() / "file";
  std::ofstream(file).close();
  BOOST_TEST(open_watched_place(file, 1s).error().message ==
             "'" + file + "' is no folder; accepted: a folder, or s3://BUCKET/PREFIX");
  BOOST_TEST(open_watched_place("s3://No", 1s).error().field == "IN");
  BOOST_TEST(open_watched_place("s3://No", 1s).error().message ==
             "'s3://No': a bucket is written s3://BUCKET or s3://BUCKET/PREFIX, its name as 3 to 63 of a-z, 0-9, . -");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(watched_folder, Dropped)

BOOST_AUTO_TEST_CASE(files_that_stood_still_are_whole_folders_and_other_names_are_left_alone) {
  write("b.csv", "1");
  write("a.csv", "2");
  write("c.txt", "3");
  std::filesystem::create_directory(path("d.csv"));
  std::filesystem::create_symlink(path("a.csv"), path("e.csv"));
  BOOST_TEST(names() == "");
  BOOST_TEST(watched.look().has_unfinished);
  BOOST_TEST(names_after_a_while() == "a.csv b.csv ");
  BOOST_TEST(!watched.look().has_unfinished);
}

BOOST_AUTO_TEST_CASE(a_file_that_is_still_open_is_waited_for_however_long_its_writer_pauses) {
  names();
  std::ofstream writer(path("a.csv"));
  writer << "half" << std::flush;
  BOOST_TEST(names_after_a_while() == "");
  std::this_thread::sleep_for(200ms);
  BOOST_TEST(names() == "");
  writer << " and half";
  writer.close();
  BOOST_TEST(names_after_a_while() == "a.csv ");
}

// While a long file is scored nobody reads what the kernel tells of, and it keeps no more than so much.
BOOST_AUTO_TEST_CASE(a_file_that_is_still_open_is_waited_for_when_more_was_written_than_the_kernel_tells_of) {
  std::size_t n_kept = 0;
  std::ifstream("/proc/sys/fs/inotify/max_queued_events") >> n_kept;
  BOOST_REQUIRE(n_kept > 0U);
  write("done.csv", "1\n");
  BOOST_TEST(names_after_a_while() == "done.csv ");
  std::ofstream a(path("a.csv"));
  std::ofstream b(path("b.csv"));
  for (std::size_t i = 0; i < n_kept; ++i) {
    a << "1\n" << std::flush;
    b << "1\n" << std::flush;
  }
  std::ofstream of_which_nothing_is_told(path("c.csv"));
  of_which_nothing_is_told << "1\n" << std::flush;
  BOOST_TEST(names_after_a_while() == "done.csv ");
  b.close();
  BOOST_TEST(names_after_a_while() == "b.csv done.csv ");
}

BOOST_AUTO_TEST_CASE(a_file_that_changes_counts_from_the_beginning) {
  write("a.csv", "1");
  BOOST_TEST(names_after_a_while() == "a.csv ");
  const FoundFile before = watched.look().whole.at(0);
  write("a.csv", "22");
  BOOST_TEST(names() == "");
  BOOST_TEST(!watched.fetch(before, path("copy")));
  BOOST_TEST(names_after_a_while() == "a.csv ");
  const FoundFile after = watched.look().whole.at(0);
  BOOST_TEST(after.stamp != before.stamp);
  BOOST_TEST(watched.fetch(after, path("copy")));
  std::string text;
  std::getline(std::ifstream(path("copy")) >> std::ws, text);
  BOOST_TEST(text == "22");
  std::filesystem::remove(path("a.csv"));
  BOOST_TEST(!watched.fetch(after, path("copy")));
}

BOOST_AUTO_TEST_CASE(another_file_of_the_same_length_and_time_is_another_file) {
  write("a.csv", "1");
  struct stat facts {};
  BOOST_REQUIRE(::stat(path("a.csv").c_str(), &facts) == 0);
  const auto set_back = [&](const std::string& name) {
    const timespec times[] = {facts.st_atim, facts.st_mtim};  // both: of one alone inotify tells as of writing
    BOOST_REQUIRE(::utimensat(AT_FDCWD, path(name).c_str(), times, 0) == 0);
  };
  BOOST_TEST(names_after_a_while() == "a.csv ");
  const FoundFile before = watched.look().whole.at(0);
  write("a.csv", "2");
  set_back("a.csv");
  BOOST_TEST(names() == "");
  BOOST_TEST(!watched.fetch(before, path("copy")));
  BOOST_TEST(names_after_a_while() == "a.csv ");
  const FoundFile after = watched.look().whole.at(0);
  BOOST_TEST(after.stamp != before.stamp);
  write("new", "3");
  set_back("new");
  std::filesystem::rename(path("new"), path("a.csv"));
  BOOST_TEST(names_after_a_while() == "a.csv ");
  BOOST_TEST(watched.look().whole.at(0).stamp != after.stamp);
}

BOOST_AUTO_TEST_CASE(symbolic_links_and_pipes_are_left_alone) {
  write("secret", "1");
  std::filesystem::create_symlink(path("secret"), path("a.csv"));
  BOOST_REQUIRE(::mkfifo(path("b.csv").c_str(), 0600) == 0);
  BOOST_TEST(names_after_a_while() == "");
  BOOST_TEST(!watched.look().has_unfinished);
  // A link that comes after the look
  std::filesystem::remove(path("a.csv"));
  write("a.csv", "1");
  BOOST_TEST(names_after_a_while() == "a.csv ");
  const FoundFile file = watched.look().whole.at(0);
  std::filesystem::rename(path("a.csv"), path("moved"));
  std::filesystem::create_symlink(path("moved"), path("a.csv"));
  BOOST_TEST(!watched.fetch(file, path("copy")));
  BOOST_TEST(!std::filesystem::exists(path("copy")));
}

BOOST_AUTO_TEST_CASE(a_file_that_is_never_closed_is_waited_for_no_longer_than_a_long_silence) {
  WatchedFolder other(folder.path(), 1ms, 300ms);
  write("a.csv", "1 and more");
  other.look();
  BOOST_REQUIRE(::truncate(path("a.csv").c_str(), 1) == 0);
  other.look();
  const auto begin = std::chrono::steady_clock::now();
  while (other.look().whole.empty() && std::chrono::steady_clock::now() - begin < 20s)
    std::this_thread::sleep_for(10ms);
  BOOST_TEST((std::chrono::steady_clock::now() - begin >= 290ms));
  BOOST_REQUIRE(other.look().whole.size() == 1U);
  BOOST_TEST(other.fetch(other.look().whole[0], path("copy")));
}

// The kernel keeps what it has told of, so nothing here has to come at the right moment.
BOOST_AUTO_TEST_CASE(a_file_that_is_moved_in_or_closed_ends_the_wait_and_writing_does_not) {
  names();
  const auto waits = [&](std::chrono::milliseconds at_most) {
    const auto begin = std::chrono::steady_clock::now();
    watched.wait({}, at_most);
    return std::chrono::steady_clock::now() - begin >= at_most;
  };
  write("a.csv", "1");
  BOOST_TEST(!waits(1min));
  std::filesystem::rename(path("a.csv"), path("b.csv"));
  BOOST_TEST(!waits(1min));
  std::ofstream writer(path("b.csv"));
  watched.look();
  writer << "2" << std::flush;
  BOOST_TEST(waits(100ms));
}

BOOST_AUTO_TEST_CASE(a_stop_before_the_wait_and_one_during_it_end_it) {
  for (const auto delay : {0ms, 50ms}) {
    std::stop_source stop;
    std::jthread stopper([&] {
      std::this_thread::sleep_for(delay);
      stop.request_stop();
    });
    if (delay == 0ms) stopper.join();
    watched.wait(stop.get_token(), 1h);
    BOOST_TEST(stop.stop_requested());
  }
}

BOOST_AUTO_TEST_CASE(a_folder_that_went_away_is_watched_again_when_it_is_back) {
  const std::filesystem::path place = path("place");
  std::filesystem::create_directory(place);
  WatchedFolder other(place, 0ms);
  other.look();
  std::filesystem::remove(place);
  BOOST_CHECK_THROW(static_cast<void>(other.look()), std::system_error);
  std::filesystem::create_directory(place);
  other.look();
  std::ofstream writer(place / "a.csv");
  writer << "half" << std::flush;
  BOOST_TEST(other.look().whole.empty());
  writer.close();
  BOOST_TEST(other.look().whole.size() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace clearwell::batch
