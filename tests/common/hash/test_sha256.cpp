#include "common/hash/sha256.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

namespace bdata = boost::unit_test::data;
using clearwell::hash::Sha256;

BOOST_AUTO_TEST_SUITE(sha256)

// FIPS 180-4's examples, and lengths around the padding's edges (made with another implementation).
const std::string kMessages[] = {"", "abc", "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                                 std::string(1'000'000, 'a')};
const std::string kDigests[] = {"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                                "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
                                "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
                                "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"};

BOOST_DATA_TEST_CASE(digests_of_known_messages, bdata::make(kMessages) ^ kDigests, message, digest) {
  BOOST_TEST(clearwell::hash::sha256_hex(message) == digest);
}

BOOST_DATA_TEST_CASE(pieces_give_the_digest_of_the_whole, bdata::xrange(1, 131, 13), piece) {
  const std::string message(300, 'x');
  Sha256 sha;
  for (std::size_t i = 0; i < message.size(); i += static_cast<std::size_t>(piece))
    sha.update(std::string_view(message).substr(i, static_cast<std::size_t>(piece)));
  BOOST_TEST(clearwell::hash::to_hex(sha.finish()) == clearwell::hash::sha256_hex(message));
}

BOOST_AUTO_TEST_SUITE_END()
