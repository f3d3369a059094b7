// Against a service that checks signatures: with_s3.mjs starts it and says where it is.
#include "server/registry/bucket.hpp"

#include "common/hash/sha256.hpp"
#include "server/registry/artifact_store.hpp"
#include "tests/temporary_folder.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <string>
#include <vector>

using namespace clearwell;
using namespace clearwell::registry;

namespace {

const std::string kAbc =
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";  // SHA-256 of "abc", FIPS 180-4

std::string_view variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

struct TestedBucket {
  BucketSettings settings = *bucket_settings("s3://models/of/tests", variable);
  std::string host = settings.endpoint.substr(7);
  std::filesystem::path folder{variable("CLEARWELL_TEST_BUCKET_DIR")};

  ArtifactStore store() const {
    return ArtifactStore(std::make_shared<Bucket>(settings, base::system_clock(), std::chrono::milliseconds(1)));
  }
  /// Another endpoint of the same service, which is busy.
  void be_busy() {
    settings.endpoint = variable("CLEARWELL_TEST_BUSY_ENDPOINT");
    host = settings.endpoint.substr(7);
  }
};

std::string error_of(const std::function<void()>& work) {
  try {
    work();
  } catch (const ArtifactError& error) {
    return error.what();
  }
  return "no error";
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(bucket, TestedBucket)

BOOST_AUTO_TEST_CASE(the_options_and_the_environment_name_a_bucket) {
  const ArtifactStore artifacts = open_artifacts("s3://models/of/tests");
  BOOST_TEST(artifacts.put("abc") == kAbc);
  BOOST_TEST(artifacts.get(kAbc) == "abc");
  BOOST_TEST(open_artifacts("s3://models/of/tests/").get(kAbc) == "abc");
  BOOST_TEST(
      error_of([] { open_artifacts("s3://No"); }) ==
      "CLEARWELL_ARTIFACTS: 's3://No': a bucket is written s3://BUCKET or s3://BUCKET/PREFIX, its name as 3 to 63 "
      "of a-z, 0-9, . -");
}

BOOST_AUTO_TEST_CASE(bytes_come_back_as_they_were) {
  std::string large(3'000'000, '\0');
  for (std::size_t i = 0; i < large.size(); ++i)
    large[i] = static_cast<char>(i * i >> 7);
  for (const std::string& bytes : {std::string(), std::string("\0\r\n\xff\0", 5), large})
    BOOST_TEST((store().get(store().put(bytes)) == bytes));
}

BOOST_AUTO_TEST_CASE(a_wrong_key_is_refused_by_name) {
  settings.secret_access_key = "wrong";
  BOOST_TEST(error_of([&] { store().put("abc"); }) ==
             "cannot store s3://models/of/tests/" + kAbc + " at " + host +
                 ": HTTP 403 SignatureDoesNotMatch: The request signature we calculated does not match the signature "
                 "you provided.");
}

BOOST_AUTO_TEST_CASE(keys_that_expire_and_another_region_are_signed_too) {
  settings.session_token = "token+of/a=session";
  settings.region = "eu-west-1";
  BOOST_TEST(store().get(store().put("abc")) == "abc");
}

BOOST_AUTO_TEST_CASE(a_time_that_is_not_now_is_refused_by_name) {
  const Bucket bucket(settings, [] { return base::TimePoint(std::chrono::hours(400'000)); });
  BOOST_TEST(
      error_of([&] {
        bucket.read(kAbc);
      }).starts_with("cannot read s3://models/of/tests/" + kAbc + " at " + host + ": HTTP 403 RequestTimeTooSkewed: "));
}

BOOST_AUTO_TEST_CASE(what_is_not_there_is_named) {
  const std::string missing = hash::sha256_hex("never stored");
  BOOST_TEST(error_of([&] { store().get(missing); }) == "cannot read s3://models/of/tests/" + missing + " at " + host +
                                                            ": HTTP 404 NoSuchKey: The specified key does not exist.");
  BOOST_CHECK_THROW(store().get(missing), registry::ArtifactLost);
  settings.bucket = "elsewhere";
  BOOST_TEST(error_of([&] { store().put("abc"); }) ==
             "cannot store s3://elsewhere/of/tests/" + kAbc + " at " + host +
                 ": HTTP 404 NoSuchBucket: The specified bucket does not exist");
}

BOOST_AUTO_TEST_CASE(a_damaged_object_is_refused_and_storing_again_mends_it) {
  store().put("abc");
  std::size_t n_spoilt = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.path().filename() != kAbc + "._S3rver_object") continue;
    std::ofstream(entry.path()) << "abd";
    ++n_spoilt;
  }
  BOOST_REQUIRE(n_spoilt == 1U);
  BOOST_TEST(error_of([&] { store().get(kAbc); }) ==
             "the artifact s3://models/of/tests/" + kAbc +
                 " is damaged: its SHA-256 is a52d159f262b2c6ddb724a61840befc36eb30c88877a4030b65cbe86298449c9");
  store().put("abc");
  BOOST_TEST(store().get(kAbc) == "abc");
}

BOOST_AUTO_TEST_CASE(a_listing_goes_on_over_its_pages_and_leaves_out_what_lies_deeper) {
  settings.prefix = "listed/";
  const Bucket bucket(settings);
  const std::vector<std::string> odd = {"a b+c.csv", "d&e<f>'\"%2F.csv", "x=1;y?z#w.csv", "\u00E9\u20AC.csv"};
  for (const std::string& name : odd)
    bucket.write(name, name);
  bucket.write("deeper/g.csv", "");
  settings.prefix = "listed-not/";
  Bucket(settings).write("h.csv", "");
  for (const int per_page : {2, 3, 1000}) {
    std::vector<std::string> names;
    for (const ListedObject& object : bucket.list(per_page)) {
      BOOST_TEST(bucket.read(object.name) == object.name);
      names.push_back(object.name);
    }
    std::sort(names.begin(), names.end());
    BOOST_TEST(names == odd, boost::test_tools::per_element());
  }
}

BOOST_AUTO_TEST_CASE(more_objects_than_the_service_tells_of_at_once_are_all_listed) {
  settings.prefix = "many/";
  std::filesystem::create_directory(folder / "many");
  for (int i = 0; i < 1'003; ++i)  // as the service keeps them
    std::ofstream(folder / "many" / (std::to_string(i) + "._S3rver_object")).close();
  BOOST_TEST(Bucket(settings).list().size() == 1'003U);
}

BOOST_AUTO_TEST_CASE(a_content_of_another_length_has_another_tag) {
  settings.prefix = "tags/";
  const Bucket bucket(settings);
  bucket.write("a", "1");
  const ListedObject before = bucket.list().at(0);
  bucket.write("a", "22");
  BOOST_TEST(bucket.list().at(0).name == "a");
  BOOST_TEST(bucket.list().at(0).etag != before.etag);
}

BOOST_AUTO_TEST_CASE(an_object_is_written_into_a_file) {
  const tests::TemporaryFolder own_folder;
  const std::filesystem::path file = own_folder.path() / "object";
  std::ofstream(file) << "what was there before and is longer";
  be_busy();
  const Bucket bucket(settings, base::system_clock(), std::chrono::milliseconds(1));
  bucket.write("a", "abc");
  BOOST_TEST(bucket.read_into("a", file));
  std::ifstream in(file);
  BOOST_TEST(std::string(std::istreambuf_iterator<char>(in), {}) == "abc");
  BOOST_TEST(!bucket.read_into("b", file));
  settings.bucket = "elsewhere";
  BOOST_TEST(error_of([&] {
               static_cast<void>(Bucket(settings, base::system_clock(), std::chrono::milliseconds(1)).list());
             }) == "cannot list s3://elsewhere/of/tests/ at " + host +
                       ": HTTP 404 NoSuchBucket: The specified bucket does not exist");
}

BOOST_AUTO_TEST_CASE(another_content_than_was_meant_is_not_read) {
  const tests::TemporaryFolder own_folder;
  const std::filesystem::path file = own_folder.path() / "object";
  settings.prefix = "meant/";
  const Bucket bucket(settings);
  bucket.write("a", "abc");
  const std::string etag = bucket.list().at(0).etag;
  BOOST_TEST(bucket.read_into("a", file, etag));
  std::ifstream in(file);
  BOOST_TEST(std::string(std::istreambuf_iterator<char>(in), {}) == "abc");
  bucket.write("a", "abcd");
  BOOST_TEST(!bucket.read_into("a", file, etag));
  BOOST_TEST(bucket.read_into("a", file));
}

BOOST_AUTO_TEST_CASE(a_service_that_tells_of_something_else_is_not_believed) {
  settings.endpoint = variable("CLEARWELL_TEST_WRONG_ENDPOINT");
  host = settings.endpoint.substr(7);
  const auto error_of_list = [&](const std::string& name) {
    settings.bucket = name;
    return error_of([&] { static_cast<void>(Bucket(settings).list()); });
  };
  const std::string begin = "/of/tests/ at " + host + ": ";
  BOOST_TEST(error_of_list("html") == "cannot list s3://html" + begin +
                                          "the answer is no listing of a bucket; accepted: XML with ListBucketResult");
  BOOST_TEST(error_of_list("endless") ==
             "cannot list s3://endless" + begin + "the service tells of the same page again and again");
  settings.bucket = "names";
  const std::vector<ListedObject> objects = Bucket(settings).list();
  BOOST_REQUIRE(objects.size() == 1U);
  BOOST_TEST(objects[0].name == "a.csv");
}

BOOST_AUTO_TEST_CASE(a_busy_service_is_asked_again) {
  be_busy();
  BOOST_TEST(store().put("abc") == kAbc);
  BOOST_TEST(store().get(kAbc) == "abc");
}

BOOST_AUTO_TEST_CASE(a_service_that_stays_busy_is_given_up) {
  be_busy();
  settings.bucket = "busy";
  BOOST_TEST(error_of([&] { store().get(kAbc); }) ==
             "cannot read s3://busy/of/tests/" + kAbc + " at " + host +
                 ": HTTP 503 SlowDown: Please reduce your request rate. (5 tries)");
}

BOOST_AUTO_TEST_CASE(a_service_that_is_not_there_is_given_up) {
  settings.endpoint = "http://127.0.0.1:9";
  const std::string message = error_of([&] { store().get(kAbc); });
  BOOST_TEST(message.starts_with("cannot read s3://models/of/tests/" + kAbc + " at 127.0.0.1:9: "));
  BOOST_TEST(message.ends_with(" (5 tries)"));
}

BOOST_AUTO_TEST_SUITE_END()
