#include "server/registry/artifact_store.hpp"

#include "tests/temporary_folder.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

using clearwell::registry::ArtifactError;
using clearwell::registry::ArtifactStore;
using clearwell::registry::open_artifacts;

namespace {

const std::string kAbc =
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";  // SHA-256 of "abc", FIPS 180-4

struct Folder {
  clearwell::tests::TemporaryFolder temporary;
  std::filesystem::path path = temporary.path() / "artifacts";
  ArtifactStore artifacts = open_artifacts(path);

  std::ptrdiff_t files() const {
    return std::distance(std::filesystem::directory_iterator(path), std::filesystem::directory_iterator());
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(artifact_store, Folder)

BOOST_AUTO_TEST_CASE(a_file_is_named_by_its_hash_and_comes_back_byte_for_byte) {
  BOOST_TEST(artifacts.put("abc") == kAbc);
  BOOST_TEST(artifacts.get(kAbc) == "abc");
  BOOST_TEST(std::filesystem::exists(path / kAbc));
  const std::string binary("\0\r\n\xff\0", 5);
  BOOST_TEST(artifacts.get(artifacts.put(binary)) == binary);
}

BOOST_AUTO_TEST_CASE(the_same_bytes_are_stored_once_and_nothing_else_is_left) {
  artifacts.put("abc");
  artifacts.put("abc");
  BOOST_TEST(files() == 1);
}

BOOST_AUTO_TEST_CASE(what_a_killed_process_left_behind_of_a_name_is_removed) {
  const auto storage = clearwell::registry::open_storage(path);
  storage->write("a.csv", "abc");
  const std::string unfinished = ".0123456789abcdef.tmp";
  const std::string kept[] = {"a.csv.csv" + unfinished,     "b.csv" + unfinished,        "a.csv.note",
                              "a.csv.0123456789ABCDEF.tmp", "a.csv.0123456789abcde.tmp", "a.csv.tmp"};
  for (const std::string& name : kept)
    std::ofstream(path / name) << "half";
  std::ofstream(path / ("a.csv" + unfinished)) << "half";
  storage->remove_unfinished("a.csv");
  BOOST_TEST(files() == 7);
  BOOST_TEST(storage->read("a.csv") == "abc");
  for (const std::string& name : kept)
    BOOST_TEST(std::filesystem::exists(path / name), name);
}

BOOST_AUTO_TEST_CASE(what_is_no_name_of_a_file_never_becomes_a_path) {
  const auto storage = clearwell::registry::open_storage(path);
  for (const std::string& name : {std::string(), std::string("."), std::string(".."), std::string("../a.csv"),
                                  std::string("/a.csv"), std::string("a\0b", 3)}) {
    const auto is_named = [&](const ArtifactError& error) {
      return error.what() ==
             // NOLINTNEXTLINE(readability-redundant-string-cstr): what a C text tells of a name with a NUL.
             std::string(("'" + name + "' is not the name of a file in a folder (no slash, no NUL)").data());
    };
    BOOST_CHECK_EXCEPTION(storage->write(name, "abc"), ArtifactError, is_named);
    BOOST_CHECK_EXCEPTION(storage->read(name), ArtifactError, is_named);
  }
  BOOST_TEST(files() == 0);
}

BOOST_AUTO_TEST_CASE(many_threads_may_store_the_same_bytes) {
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i)
    threads.emplace_back([this] {
      for (int j = 0; j < 10; ++j)
        artifacts.put("abc");
    });
  for (std::thread& thread : threads)
    thread.join();
  BOOST_TEST(artifacts.get(kAbc) == "abc");
  BOOST_TEST(files() == 1);
}

BOOST_AUTO_TEST_CASE(a_damaged_file_is_refused_and_storing_again_mends_it) {
  artifacts.put("abc");
  std::ofstream(path / kAbc) << "abd";
  BOOST_CHECK_EXCEPTION(artifacts.get(kAbc), ArtifactError, [&](const ArtifactError& error) {
    return error.what() ==
           "the artifact " + (path / kAbc).string() +
               " is damaged: its SHA-256 is a52d159f262b2c6ddb724a61840befc36eb30c88877a4030b65cbe86298449c9";
  });
  artifacts.put("abc");
  BOOST_TEST(artifacts.get(kAbc) == "abc");
}

BOOST_AUTO_TEST_CASE(a_name_that_is_no_hash_never_becomes_a_path) {
  for (const char* name : {"", "../../etc/passwd", "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD"})
    BOOST_CHECK_EXCEPTION(artifacts.get(name), ArtifactError, [&](const ArtifactError& error) {
      return error.what() == "'" + std::string(name) + "' is not the name of an artifact (64 hex digits)";
    });
}

BOOST_AUTO_TEST_CASE(a_missing_file_is_named) {
  BOOST_CHECK_EXCEPTION(artifacts.get(kAbc), ArtifactError, [&](const ArtifactError& error) {
    return error.what() == "cannot read " + (path / kAbc).string() + ": No such file or directory";
  });
}

BOOST_AUTO_TEST_CASE(a_folder_that_cannot_be_is_an_error) {
  std::ofstream(temporary.path() / "file") << "x";
  BOOST_CHECK_THROW(open_artifacts(temporary.path() / "file" / "below"), ArtifactError);
}

BOOST_AUTO_TEST_SUITE_END()
