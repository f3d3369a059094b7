#include "server/intake/simulation/instruments.hpp"
#include "server/intake/simulation/laboratory.hpp"
#include "server/intake/simulation/water_physics.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <functional>
#include <string>
#include <vector>

namespace {

using namespace clearwell;
using namespace clearwell::intake::simulation;
namespace bdata = boost::unit_test::data;

constexpr std::int64_t kFirstHour = 53 * 365 * 24;  // in 2022
constexpr std::int64_t kHours = 3 * 365 * 24;

const PlantProfile& profile_of(std::string_view code) {
  for (const PlantProfile& profile : plant_profiles())
    if (profile.code == code) return profile;
  throw std::logic_error("no such profile");
}

/// Three years of one plant, every third hour.
struct History {
  explicit History(const PlantProfile& profile, std::uint64_t seed = 1) {
    const CounterRandom random(seed, profile.code);
    const WaterPhysics physics(profile, random);
    for (std::int64_t hour = kFirstHour; hour < kFirstHour + kHours; hour += 3)
      states.push_back(physics.at(hour));
  }

  /// Pearson's correlation of two quantities.
  double correlation(const std::function<double(const WaterState&)>& x,
                     const std::function<double(const WaterState&)>& y) const {
    double sx = 0, sy = 0, sxx = 0, syy = 0, sxy = 0;
    for (const WaterState& state : states) {
      const double a = x(state), b = y(state);
      sx += a, sy += b, sxx += a * a, syy += b * b, sxy += a * b;
    }
    const auto n = static_cast<double>(states.size());
    return (n * sxy - sx * sy) / std::sqrt((n * sxx - sx * sx) * (n * syy - sy * sy));
  }
  double correlation(double WaterState::*x, double WaterState::*y) const {
    return correlation([x](const WaterState& s) { return s.*x; }, [y](const WaterState& s) { return s.*y; });
  }
  double mean_where(double WaterState::*quantity, const std::function<bool(const WaterState&)>& holds) const {
    double sum = 0, n = 0;
    for (const WaterState& state : states)
      if (holds(state)) sum += state.*quantity, n += 1;
    return sum / n;
  }

  std::vector<WaterState> states;
};

const std::vector<std::string>& codes() {
  static const std::vector<std::string> all = [] {
    std::vector<std::string> names;
    for (const PlantProfile& profile : plant_profiles())
      names.emplace_back(profile.code);
    return names;
  }();
  return all;
}

std::vector<store::NewSample> samples_of(const PlantProfile& profile, std::uint64_t seed = 1) {
  const CounterRandom random(seed, profile.code);
  const WaterPhysics physics(profile, random);
  const Laboratory laboratory("plant", "AR", physics, random);
  std::vector<store::NewSample> samples;
  for (std::int64_t week = kFirstHour / 168; week < (kFirstHour + kHours) / 168; ++week)
    if (auto sample = laboratory.take_sample(week)) samples.push_back(std::move(*sample));
  return samples;
}

double potable_share(const std::vector<store::NewSample>& samples) {
  double potable = 0;
  for (const auto& sample : samples)
    potable += *sample.label ? 1 : 0;
  return potable / static_cast<double>(samples.size());
}

const store::NewResult* find(const store::NewSample& sample, std::string_view parameter) {
  for (const auto& result : sample.results)
    if (result.parameter == parameter) return &result;
  return nullptr;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(water_physics)

BOOST_DATA_TEST_CASE(dissolved_solids_conduct, bdata::make(codes()), code) {
  const History history(profile_of(code));
  for (const WaterState& state : history.states) {
    const double factor = state.dissolved_solids_mg_l / state.conductivity_us_cm;
    BOOST_TEST_REQUIRE((factor >= 0.5 && factor <= 0.7));
  }
  BOOST_TEST(history.correlation(&WaterState::dissolved_solids_mg_l, &WaterState::conductivity_us_cm) > 0.95);
}

BOOST_DATA_TEST_CASE(warm_water_keeps_less_chlorine, bdata::make(codes()), code) {
  const History history(profile_of(code));
  BOOST_TEST(history.correlation(&WaterState::temperature_c, &WaterState::free_chlorine_mg_l) < -0.1);
}

BOOST_DATA_TEST_CASE(january_is_warmer_than_july, bdata::make(codes()), code) {
  const CounterRandom random(1, code);
  const WaterPhysics physics(profile_of(code), random);
  const auto hour_of = [](int month) {
    using namespace std::chrono;
    return duration_cast<hours>(sys_days{year{2024} / month / 31}.time_since_epoch()).count();
  };
  BOOST_TEST(physics.at(hour_of(1)).temperature_c > physics.at(hour_of(7)).temperature_c);
}

BOOST_DATA_TEST_CASE(storms_raise_turbidity_and_organic_carbon, bdata::make(codes()), code) {
  const History history(profile_of(code));
  const auto storm = [](const WaterState& state) { return state.storm > 0.4; };
  const auto calm = [](const WaterState& state) { return state.storm < 0.02; };
  for (const auto quantity : {&WaterState::turbidity_ntu, &WaterState::organic_carbon_mg_l})
    BOOST_TEST(history.mean_where(quantity, storm) > history.mean_where(quantity, calm));
}

BOOST_AUTO_TEST_CASE(a_rivers_turbidity_is_its_storms) {
  const History river(profile_of("rio-pardo"));
  BOOST_TEST(river.correlation(&WaterState::storm, &WaterState::turbidity_ntu) > 0.9);
  BOOST_TEST(river.correlation(&WaterState::storm, &WaterState::organic_carbon_mg_l) > 0.7);
  BOOST_TEST(river.correlation(&WaterState::storm, &WaterState::dissolved_solids_mg_l) < -0.3);
}

BOOST_DATA_TEST_CASE(trihalomethanes_grow_with_carbon_and_warmth, bdata::make(codes()), code) {
  const History history(profile_of(code));
  const auto carbon_times_warmth = [](const WaterState& s) {
    return s.organic_carbon_mg_l * (1 + 0.045 * (s.temperature_c - 15));
  };
  BOOST_TEST(history.correlation(carbon_times_warmth, [](const WaterState& s) { return s.trihalomethanes_ug_l; }) >
             0.5);
}

BOOST_DATA_TEST_CASE(every_quantity_stays_in_its_nature, bdata::make(codes()), code) {
  const History history(profile_of(code));
  for (const WaterState& s : history.states) {
    BOOST_TEST_REQUIRE((s.ph > 5.5 && s.ph < 9.5));
    BOOST_TEST_REQUIRE((s.temperature_c > 0 && s.temperature_c < 35));
    BOOST_TEST_REQUIRE((s.turbidity_ntu > 0 && s.turbidity_ntu < 60));
    BOOST_TEST_REQUIRE((s.free_chlorine_mg_l >= 0 && s.free_chlorine_mg_l < 4));
    BOOST_TEST_REQUIRE((s.trihalomethanes_ug_l > 0 && s.trihalomethanes_ug_l < 300));
    BOOST_TEST_REQUIRE((s.sulfate_mg_l + s.chloride_mg_l < s.dissolved_solids_mg_l));
    BOOST_TEST_REQUIRE((s.organic_carbon_mg_l > 0 && s.organic_carbon_mg_l < 30));
    BOOST_TEST_REQUIRE((s.contamination >= 0 && s.contamination < 1));
  }
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(simulated_laboratory)

BOOST_AUTO_TEST_CASE(the_certificate_follows_the_law_but_for_a_small_error) {
  std::size_t agree = 0, all = 0;
  for (const PlantProfile& profile : plant_profiles())
    for (const auto& sample : samples_of(profile)) {
      agree += meets_limits(sample.results, "AR", "2025-01-01") == *sample.label ? 1 : 0;
      ++all;
    }
  const double agreement = static_cast<double>(agree) / static_cast<double>(all);
  BOOST_TEST_MESSAGE("certificate and law agree in " << agreement << " of " << all << " samples");
  BOOST_TEST(agreement >= 0.95);
  BOOST_TEST(agreement < 1.0);
}

BOOST_AUTO_TEST_CASE(the_classes_are_balanced_enough_to_learn_from) {
  double potable = 0, all = 0;
  for (const PlantProfile& profile : plant_profiles().first(6)) {
    const auto samples = samples_of(profile);
    BOOST_TEST_MESSAGE(profile.code << ": " << potable_share(samples) << " of " << samples.size() << " potable");
    potable += potable_share(samples) * static_cast<double>(samples.size());
    all += static_cast<double>(samples.size());
  }
  BOOST_TEST_MESSAGE("six plants: " << potable / all << " potable");
  BOOST_TEST(potable / all > 0.55);
  BOOST_TEST(potable / all < 0.80);
}

BOOST_AUTO_TEST_CASE(one_plant_is_clearly_the_worst) {
  const double worst = potable_share(samples_of(profile_of("salitral-viejo")));
  for (const PlantProfile& profile : plant_profiles().first(6))
    if (profile.code != "salitral-viejo") BOOST_TEST(potable_share(samples_of(profile)) > worst + 0.15);
}

BOOST_AUTO_TEST_CASE(one_plants_arsenic_is_near_the_limit) {
  int over = 0, under = 0;
  for (const auto& sample : samples_of(profile_of("loma-serena")))
    if (const auto* arsenic = find(sample, "arsenic")) {
      BOOST_TEST((arsenic->measured.value > 0.004 && arsenic->measured.value < 0.016));
      (arsenic->measured.value > 0.01 ? over : under) += 1;
    }
  BOOST_TEST(over > 20);
  BOOST_TEST(under > 20);
}

BOOST_AUTO_TEST_CASE(non_detects_carry_qualifier_and_limit) {
  std::size_t below = 0, above = 0;
  for (const PlantProfile& profile : plant_profiles())
    for (const auto& sample : samples_of(profile))
      for (const auto& result : sample.results) {
        const char first = result.result_text[0];
        BOOST_TEST_REQUIRE(((first == '<') == (result.measured.qualifier == limits::Qualifier::below)));
        BOOST_TEST_REQUIRE(((first == '>') == (result.measured.qualifier == limits::Qualifier::above)));
        const std::string digits = result.result_text.substr(first == '<' || first == '>' ? 1 : 0);
        BOOST_TEST_REQUIRE(std::stod(digits) == result.measured.value);
        below += first == '<' ? 1 : 0;
        above += first == '>' ? 1 : 0;
      }
  BOOST_TEST(below > 100U);
  BOOST_TEST(above > 0U);
}

BOOST_AUTO_TEST_CASE(samples_and_measurements_go_missing) {
  const auto samples = samples_of(profile_of("rio-pardo"));
  BOOST_TEST(samples.size() > 140U);
  BOOST_TEST(samples.size() < 156U);
  int without_sulfate = 0;
  for (const auto& sample : samples)
    without_sulfate += find(sample, "sulfate") ? 0 : 1;
  BOOST_TEST(without_sulfate > 0);
  BOOST_TEST(without_sulfate < 30);
}

BOOST_AUTO_TEST_CASE(samples_are_taken_on_one_weekday_in_the_morning) {
  using namespace std::chrono;
  for (const PlantProfile& profile : plant_profiles()) {
    const auto samples = samples_of(profile);
    const auto weekday_of = [](const store::NewSample& s) { return weekday{floor<days>(*s.sampled_at)}; };
    for (const auto& sample : samples) {
      BOOST_TEST_REQUIRE((weekday_of(sample) == weekday_of(samples[0])));
      BOOST_TEST_REQUIRE((weekday_of(sample) != Saturday && weekday_of(sample) != Sunday));
      const auto utc = *sample.sampled_at - floor<days>(*sample.sampled_at);
      BOOST_TEST_REQUIRE((utc >= hours(11) && utc < hours(15)));  // 08:00 to 12:00 in Argentina
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(simulated_instruments)

BOOST_AUTO_TEST_CASE(readings_follow_the_water_and_have_gaps) {
  const PlantProfile& profile = profile_of("rio-pardo");
  const CounterRandom random(1, profile.code);
  const WaterPhysics physics(profile, random);
  for (const Instrument& instrument : instruments()) {
    int gaps = 0, longest = 0, run = 0, n = 0;
    for (std::int64_t hour = kFirstHour; hour < kFirstHour + 365 * 24; ++hour, ++n) {
      const WaterState state = physics.at(hour);
      const Shown shown = read_instrument(instrument, state, random, hour);
      run = shown.works ? 0 : run + 1;
      longest = std::max(longest, run);
      gaps += shown.works ? 0 : 1;
      if (shown.works)
        BOOST_TEST_REQUIRE(std::abs(shown.value - state.*instrument.quantity) <=
                           6 * (instrument.noise_relative * state.*instrument.quantity + instrument.noise_absolute) +
                               0.5);
    }
    BOOST_TEST(gaps > n / 200);
    BOOST_TEST(gaps < n / 8);
    BOOST_TEST(longest >= 6);
  }
}

BOOST_AUTO_TEST_SUITE_END()
