#include "server/intake/decoded_input.hpp"

#include <boost/test/unit_test.hpp>

#include <zlib.h>

#include <iterator>
#include <random>
#include <sstream>
#include <string>

namespace {

using clearwell::intake::DecodedInput;

std::string gzip(const std::string& text) {
  z_stream stream{};
  BOOST_REQUIRE(deflateInit2(&stream, 6, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY) == Z_OK);
  std::string out(text.size() + 1000, '\0');
  std::string in = text;
  stream.next_in = reinterpret_cast<Bytef*>(in.data());
  stream.avail_in = static_cast<uInt>(in.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  BOOST_REQUIRE(deflate(&stream, Z_FINISH) == Z_STREAM_END);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

struct Decoded {
  std::string text;
  bool bad = false;
};
Decoded decode(const std::string& bytes) {
  std::istringstream file(bytes);
  DecodedInput input(file);
  Decoded decoded;
  std::string block(10'000, '\0');
  while (input.stream().read(block.data(), static_cast<std::streamsize>(block.size())) || input.stream().gcount() > 0)
    decoded.text.append(block.data(), static_cast<std::size_t>(input.stream().gcount()));
  decoded.bad = input.stream().bad();
  return decoded;
}

std::string long_text() {
  std::mt19937 random(3);
  std::string text;
  while (text.size() < 300'000)
    text += std::to_string(random()) + ",";
  return text;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(decoded_input)

BOOST_AUTO_TEST_CASE(plain_and_compressed_files_read_alike) {
  for (const std::string& text : {std::string("a,b\n1,2\n"), long_text()}) {
    BOOST_TEST((decode(text).text == text));
    BOOST_TEST((decode(gzip(text)).text == text));
    BOOST_TEST(!decode(gzip(text)).bad);
  }
  BOOST_TEST(decode("").text == "");
  BOOST_TEST((decode(gzip("one") + gzip("two")).text == "onetwo"));
}

BOOST_AUTO_TEST_CASE(the_beginning_is_seen_without_being_taken) {
  std::istringstream file(gzip("a,b\n1,2\n"));
  DecodedInput input(file);
  BOOST_TEST(input.beginning() == "a,b\n1,2\n");
  BOOST_TEST(std::string(std::istreambuf_iterator<char>(input.stream()), {}) == "a,b\n1,2\n");
}

BOOST_AUTO_TEST_CASE(a_damaged_file_is_no_short_file) {
  const std::string whole = gzip(long_text());
  BOOST_TEST(decode(whole.substr(0, whole.size() / 2)).bad);
  std::string damaged = whole;
  damaged[whole.size() / 2] ^= 0x55;
  BOOST_TEST(decode(damaged).bad);
}

BOOST_AUTO_TEST_SUITE_END()
