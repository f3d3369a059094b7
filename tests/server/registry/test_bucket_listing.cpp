#include "server/registry/bucket_listing.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

namespace clearwell::registry {
namespace {

std::string key_of(const std::string& xml) {
  return read_listing("<ListBucketResult><Contents><Key>" + xml + "</Key></Contents></ListBucketResult>")
      ->objects.at(0)
      .name;
}

BOOST_AUTO_TEST_SUITE(bucket_listing)

BOOST_AUTO_TEST_CASE(objects_and_the_next_page_are_read) {
  const BucketListing listing = *read_listing(
      "<?xml version=\"1.0\"?><ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Name>b</Name>"
      "<NextContinuationToken>1/a&amp;b==</NextContinuationToken><IsTruncated>true</IsTruncated>"
      "<Contents><Key>in/a.csv</Key><ETag>&quot;9b2c&quot;</ETag><Size>3</Size><Owner><ID>1</ID></Owner></Contents>"
      "<Contents>\n  <Key>in/b.csv</Key>\n  <ETag>\"77\"</ETag>\n</Contents>"
      "<CommonPrefixes><Prefix>in/c/</Prefix></CommonPrefixes></ListBucketResult>");
  BOOST_TEST((listing == BucketListing{{{"in/a.csv", "\"9b2c\""}, {"in/b.csv", "\"77\""}}, "1/a&b=="}));
}

BOOST_AUTO_TEST_CASE(the_last_page_and_an_empty_bucket_have_no_next) {
  BOOST_TEST((*read_listing("<ListBucketResult><KeyCount>0</KeyCount></ListBucketResult>") == BucketListing{}));
  BOOST_TEST(read_listing("<ListBucketResult><Contents><Key>a")->objects.empty());
}

BOOST_AUTO_TEST_CASE(another_document_is_no_empty_bucket) {
  for (const char* text : {"", "<html><body>Please log in</body></html>", "<Contents><Key>a</Key></Contents>"})
    BOOST_TEST(read_listing(text).error().message ==
               "the answer is no listing of a bucket; accepted: XML with ListBucketResult");
}

BOOST_AUTO_TEST_CASE(entities_are_resolved_once) {
  BOOST_TEST(key_of("&lt;a&gt; &apos;&quot;&amp;amp;") == "<a> '\"&amp;");
  BOOST_TEST(key_of("&#38;&#x26;&#233;&#x20AC;&#x1F4A7;") == "&&\u00E9\u20AC\U0001F4A7");
  BOOST_TEST(key_of("a&b &no; &#; &#x110000;") == "a&b &no; &#; &#x110000;");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace clearwell::registry
