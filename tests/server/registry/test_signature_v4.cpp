#include "server/registry/signature_v4.hpp"

#include <boost/test/unit_test.hpp>

#include <map>
#include <string>
#include <utility>

using clearwell::registry::authorization_v4;
using clearwell::registry::percent_encoded;
using clearwell::registry::query_text;
using clearwell::registry::UnsignedRequest;

namespace {

// The examples of Amazon's documentation, named in signature_v4.hpp, with its keys.
std::string authorization_of(const UnsignedRequest& request) {
  return authorization_v4(request, "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "us-east-1");
}

}  // namespace

BOOST_AUTO_TEST_SUITE(signature_v4)

BOOST_AUTO_TEST_CASE(a_request_without_a_body) {
  const UnsignedRequest request{
      .method = "GET",
      .path = "/test.txt",
      .headers = {{"host", "examplebucket.s3.amazonaws.com"},
                  {"range", "bytes=0-9"},
                  {"x-amz-content-sha256", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
                  {"x-amz-date", "20130524T000000Z"}}};
  BOOST_TEST(authorization_of(request) ==
             "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,"
             "SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,"
             "Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");
}

BOOST_AUTO_TEST_CASE(a_request_with_a_body) {
  const UnsignedRequest request{
      .method = "PUT",
      .path = "/test%24file.text",
      .headers = {{"date", "Fri, 24 May 2013 00:00:00 GMT"},
                  {"host", "examplebucket.s3.amazonaws.com"},
                  {"x-amz-content-sha256", "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072"},
                  {"x-amz-date", "20130524T000000Z"},
                  {"x-amz-storage-class", "REDUCED_REDUNDANCY"}}};
  BOOST_TEST(authorization_of(request) ==
             "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,"
             "SignedHeaders=date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class,"
             "Signature=98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd");
}

BOOST_AUTO_TEST_CASE(a_request_with_a_query) {
  const auto request = [](std::map<std::string, std::string> query) {
    return UnsignedRequest{
        .method = "GET",
        .path = "/",
        .query = std::move(query),
        .headers = {{"host", "examplebucket.s3.amazonaws.com"},
                    {"x-amz-content-sha256", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
                    {"x-amz-date", "20130524T000000Z"}}};
  };
  const std::string begin =
      "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,"
      "SignedHeaders=host;x-amz-content-sha256;x-amz-date,Signature=";
  BOOST_TEST(authorization_of(request({{"lifecycle", ""}})) ==
             begin + "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543");
  BOOST_TEST(authorization_of(request({{"max-keys", "2"}, {"prefix", "J"}})) ==
             begin + "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7");
}

BOOST_AUTO_TEST_CASE(names_and_values_are_percent_encoded) {
  BOOST_TEST(percent_encoded("Aa0-._~ +&=/?%\xC3\xA9") == "Aa0-._~%20%2B%26%3D%2F%3F%25%C3%A9");
  BOOST_TEST(percent_encoded("a/b c", true) == "a/b%20c");
  BOOST_TEST(query_text({{"prefix", "in/"}, {"list-type", "2"}}) == "list-type=2&prefix=in%2F");
  BOOST_TEST(query_text({}) == "");
}

BOOST_AUTO_TEST_SUITE_END()
