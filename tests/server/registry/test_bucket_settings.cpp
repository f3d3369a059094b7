#include "server/registry/bucket_settings.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <map>
#include <ostream>
#include <string>

using namespace clearwell::registry;
namespace bdata = boost::unit_test::data;

namespace {

using Variables = std::map<std::string, std::string>;

const Variables kKeys = {{"AWS_ACCESS_KEY_ID", "key"}, {"AWS_SECRET_ACCESS_KEY", "secret"}};

Variables with_keys(Variables more) {
  more.insert(kKeys.begin(), kKeys.end());
  return more;
}

clearwell::Result<BucketSettings> settings_of(std::string_view place, const Variables& variables) {
  return bucket_settings(place, [&](const char* name) -> std::string_view {
    const auto found = variables.find(name);
    return found == variables.end() ? std::string_view() : found->second;
  });
}

struct Refused {
  std::string place;
  Variables variables;
  std::string field;
  std::string message;
};
std::ostream& operator<<(std::ostream& out, const Refused& refused) {
  return out << refused.place << ' ' << refused.message;
}

const std::string kHowWritten =
    "a bucket is written s3://BUCKET or s3://BUCKET/PREFIX, its name as 3 to 63 of a-z, 0-9, . -";
const std::string kHowPrefixed = "a prefix is written of A-Z, a-z, 0-9, . _ - with single slashes between";
const std::string kNoKeys = "a bucket needs AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the environment";

const Refused kRefused[] = {
    {"s3://", kKeys, "CLEARWELL_ARTIFACTS", "'s3://': " + kHowWritten},
    {"s3://ab", kKeys, "CLEARWELL_ARTIFACTS", "'s3://ab': " + kHowWritten},
    {"s3://Models", kKeys, "CLEARWELL_ARTIFACTS", "'s3://Models': " + kHowWritten},
    {"s3://-models", kKeys, "CLEARWELL_ARTIFACTS", "'s3://-models': " + kHowWritten},
    {"s3://models/a//b", kKeys, "CLEARWELL_ARTIFACTS", "'s3://models/a//b': " + kHowPrefixed},
    {"s3://models/../b", kKeys, "CLEARWELL_ARTIFACTS", "'s3://models/../b': " + kHowPrefixed},
    {"s3://models/a b", kKeys, "CLEARWELL_ARTIFACTS", "'s3://models/a b': " + kHowPrefixed},
    {"s3://models", {}, "CLEARWELL_ARTIFACTS", "'s3://models': " + kNoKeys},
    {"s3://models", {{"AWS_ACCESS_KEY_ID", "key"}}, "CLEARWELL_ARTIFACTS", "'s3://models': " + kNoKeys},
    {"s3://models", with_keys({{"AWS_REGION", "eu west"}}), "AWS_REGION",
     "'eu west' is not a region's name (a-z, 0-9, -)"},
    {"s3://models", with_keys({{"AWS_ENDPOINT_URL", "minio:9000"}}), "AWS_ENDPOINT_URL",
     "'minio:9000' is not the URL of a service (https://HOST or http://HOST:PORT)"},
    {"s3://models", with_keys({{"AWS_ENDPOINT_URL", "https://user@minio/models"}}), "AWS_ENDPOINT_URL",
     "'https://user@minio/models' is not the URL of a service (https://HOST or http://HOST:PORT)"},
};

struct Found {
  std::string place;
  Variables variables;
  std::string url;  // of the object x
};
std::ostream& operator<<(std::ostream& out, const Found& found) {
  return out << found.url;
}

const Found kFound[] = {
    {"s3://models", kKeys, "https://models.s3.us-east-1.amazonaws.com/x"},
    {"s3://models/", kKeys, "https://models.s3.us-east-1.amazonaws.com/x"},
    {"s3://my.models/a", kKeys, "https://s3.us-east-1.amazonaws.com/my.models/a/x"},
    {"s3://models/a/B_2/", with_keys({{"AWS_REGION", "eu-west-1"}, {"AWS_DEFAULT_REGION", "us-west-2"}}),
     "https://models.s3.eu-west-1.amazonaws.com/a/B_2/x"},
    {"s3://models", with_keys({{"AWS_DEFAULT_REGION", "us-west-2"}}), "https://models.s3.us-west-2.amazonaws.com/x"},
    {"s3://models", with_keys({{"AWS_ENDPOINT_URL", "http://127.0.0.1:9000/"}}), "http://127.0.0.1:9000/models/x"},
    {"s3://models/a", with_keys({{"AWS_ENDPOINT_URL", "http://other"}, {"AWS_ENDPOINT_URL_S3", "https://minio"}}),
     "https://minio/models/a/x"},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(bucket_settings_of_the_environment)

BOOST_DATA_TEST_CASE(what_cannot_be_meant_is_refused, bdata::make(kRefused), refused) {
  const auto settings = settings_of(refused.place, refused.variables);
  BOOST_REQUIRE(!settings);
  BOOST_TEST(settings.error().field == refused.field);
  BOOST_TEST(settings.error().message == refused.message);
}

BOOST_DATA_TEST_CASE(an_object_is_found_where_the_service_has_it, bdata::make(kFound), found) {
  const auto settings = settings_of(found.place, found.variables);
  BOOST_REQUIRE(settings);
  BOOST_TEST(object_url(*settings, "x") == found.url);
}

BOOST_AUTO_TEST_CASE(keys_are_taken_as_they_are) {
  const auto settings = settings_of("s3://models", with_keys({{"AWS_SESSION_TOKEN", "token"}}));
  BOOST_REQUIRE(settings);
  BOOST_TEST(settings->access_key_id == "key");
  BOOST_TEST(settings->secret_access_key == "secret");
  BOOST_TEST(settings->session_token == "token");
}

BOOST_AUTO_TEST_CASE(a_folder_is_no_bucket) {
  BOOST_TEST(names_bucket("s3://models"));
  BOOST_TEST(!names_bucket("var/s3:/models"));
}

BOOST_AUTO_TEST_SUITE_END()
