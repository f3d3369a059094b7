#include "server/intake/simulation/counter_random.hpp"

#include <boost/test/unit_test.hpp>

#include <cmath>

namespace {
using clearwell::intake::simulation::CounterRandom;
}

BOOST_AUTO_TEST_SUITE(counter_random)

BOOST_AUTO_TEST_CASE(the_same_question_has_the_same_answer) {
  const CounterRandom random(1, "plant");
  const double first = random.uniform("storm", 7);
  random.normal("other", 3);
  BOOST_TEST(random.uniform("storm", 7) == first);
  BOOST_TEST(CounterRandom(1, "plant").uniform("storm", 7) == first);
}

BOOST_AUTO_TEST_CASE(seed_name_stream_and_index_all_matter) {
  const double first = CounterRandom(1, "plant").uniform("storm", 7);
  BOOST_TEST(CounterRandom(2, "plant").uniform("storm", 7) != first);
  BOOST_TEST(CounterRandom(1, "plane").uniform("storm", 7) != first);
  BOOST_TEST(CounterRandom(1, "plant").uniform("storn", 7) != first);
  BOOST_TEST(CounterRandom(1, "plant").uniform("storm", 8) != first);
}

// A change of these bits would turn every stored simulation into another one.
BOOST_AUTO_TEST_CASE(the_numbers_are_the_same_on_every_machine) {
  const CounterRandom random(1, "plant");
  BOOST_TEST(random.uniform("storm", 7) == 0x1.3946df3cb0d45p-1);
  BOOST_TEST(random.normal("storm", 7) == -0x1.d24p-2);
  BOOST_TEST(random.smooth("storm", 7.25, 3.0) == 0x1.70d7bc71c71c7p-1);
}

BOOST_AUTO_TEST_CASE(uniform_and_normal_have_their_moments) {
  const CounterRandom random(42, "plant");
  constexpr int kDraws = 100000;
  double uniform_sum = 0, sum = 0, squares = 0;
  for (int i = 0; i < kDraws; ++i) {
    const double uniform = random.uniform("u", i);
    BOOST_TEST_REQUIRE((uniform >= 0 && uniform < 1));
    uniform_sum += uniform;
    const double normal = random.normal("n", i);
    sum += normal;
    squares += normal * normal;
  }
  BOOST_TEST(std::abs(uniform_sum / kDraws - 0.5) < 0.005);
  BOOST_TEST(std::abs(sum / kDraws) < 0.015);
  BOOST_TEST(std::abs(squares / kDraws - 1) < 0.02);
}

BOOST_AUTO_TEST_CASE(smooth_noise_has_no_jumps) {
  const CounterRandom random(42, "plant");
  for (int i = -1000; i < 1000; ++i)
    BOOST_TEST_REQUIRE(std::abs(random.smooth("s", i * 0.1, 24) - random.smooth("s", (i + 1) * 0.1, 24)) < 0.05);
}

BOOST_AUTO_TEST_SUITE_END()
