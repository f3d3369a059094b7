#include "server/intake/simulation/laboratory.hpp"

#include "common/limits/limits.hpp"
#include "server/base/time_text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cmath>
#include <functional>

namespace clearwell::intake::simulation {
namespace {

using limits::MeasuredValue;
using limits::Qualifier;

constexpr std::int64_t kWeekHours = 7 * 24;

// How a parameter is measured.
struct Method {
  std::string_view parameter;
  double WaterState::*quantity;
  double noise_relative;  // standard deviation of repeated measurements
  double noise_absolute;
  double detection_limit;         // of the careful laboratory; 0: none
  double coarse_detection_limit;  // of the other one
  bool monthly;                   // measured in the first sample of a month only
  double failure;                 // share of samples without this measurement
};

constexpr std::array<Method, 20> kMethods = {{
    {"ph", &WaterState::ph, 0, 0.04, 0, 0, false, 0.03},
    {"temperature", &WaterState::temperature_c, 0, 0.2, 0, 0, false, 0.01},
    {"turbidity", &WaterState::turbidity_ntu, 0.05, 0.02, 0.1, 0.2, false, 0.03},
    {"conductivity", &WaterState::conductivity_us_cm, 0.008, 1, 0, 0, false, 0.03},
    {"total_dissolved_solids", &WaterState::dissolved_solids_mg_l, 0.012, 2, 0, 0, false, 0.04},
    {"hardness", &WaterState::hardness_mg_l, 0.02, 1, 0, 0, false, 0.04},
    {"sulfate", &WaterState::sulfate_mg_l, 0.02, 1, 2, 5, false, 0.05},
    {"chloride", &WaterState::chloride_mg_l, 0.02, 1, 1, 2, false, 0.03},
    {"nitrate", &WaterState::nitrate_mg_l, 0.03, 0.1, 0.5, 1, false, 0.03},
    {"nitrite", &WaterState::nitrite_mg_l, 0.08, 0.001, 0.005, 0.01, false, 0.03},
    {"fluoride", &WaterState::fluoride_mg_l, 0.04, 0.01, 0.05, 0.1, false, 0.03},
    {"arsenic", &WaterState::arsenic_mg_l, 0.05, 0.0001, 0.001, 0.005, false, 0.05},
    {"total_organic_carbon", &WaterState::organic_carbon_mg_l, 0.04, 0.05, 0.3, 0.5, false, 0.05},
    {"trihalomethanes", &WaterState::trihalomethanes_ug_l, 0.06, 0.2, 1, 4, false, 0.06},
    {"free_chlorine", &WaterState::free_chlorine_mg_l, 0.04, 0.01, 0.03, 0.05, false, 0.02},
    {"chloramines", &WaterState::chloramines_mg_l, 0.05, 0.01, 0.02, 0.05, false, 0.05},
    {"iron", &WaterState::iron_mg_l, 0.05, 0.003, 0.02, 0.05, true, 0.02},
    {"manganese", &WaterState::manganese_mg_l, 0.05, 0.001, 0.005, 0.01, true, 0.02},
    {"lead", &WaterState::lead_mg_l, 0.08, 0.0001, 0.001, 0.005, true, 0.02},
    // 0.01 is above the limit of 0.005, as real laboratories' is: what it finds nothing of cannot be judged.
    {"cadmium", &WaterState::cadmium_mg_l, 0.08, 0.00005, 0.0005, 0.01, true, 0.02},
}};

// The number as the report prints it.
std::string print(double value, int decimals) {
  std::array<char, 64> text{};
  const auto printed = std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed, decimals);
  return {text.data(), printed.ptr};
}

// The shortest text of a detection limit: `0.005`, not `0.0050`.
std::string print_shortest(double value) {
  std::array<char, 64> text{};
  const auto printed = std::to_chars(text.data(), text.data() + text.size(), value);
  return {text.data(), printed.ptr};
}

double parse(const std::string& text) {
  double value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

store::NewResult report(std::string_view parameter, double measured, double detection_limit) {
  const limits::Parameter& known = *limits::find_parameter(parameter);
  if (detection_limit > 0 && measured < detection_limit)
    return {known.code, {detection_limit, Qualifier::below}, known.unit, "<" + print_shortest(detection_limit)};
  const std::string text = print(std::max(measured, 0.0), known.decimals);
  return {known.code, {parse(text), Qualifier::equal}, known.unit, text};
}

// Organisms in 100 mL by a method that counts from 1 to 200.
store::NewResult report_count(std::string_view parameter, double organisms) {
  constexpr double kMost = 200.5;
  if (organisms > kMost) {
    const limits::Parameter& known = *limits::find_parameter(parameter);
    return {known.code, {kMost, Qualifier::above}, known.unit, ">" + print_shortest(kMost)};
  }
  return report(parameter, std::floor(organisms), 1);
}

bool starts_month(std::int64_t week) {
  using namespace std::chrono;
  return static_cast<unsigned>(year_month_day{sys_days{days{week * 7}}}.day()) <= 7;
}

}  // namespace

bool meets_limits(std::span<const store::NewResult> results, std::string_view jurisdiction, std::string_view day) {
  return std::ranges::all_of(results, [&](const store::NewResult& result) {
    return std::ranges::all_of(
        limits::limits_in_force(jurisdiction, result.parameter, day),
        [&](const limits::Limit& limit) { return limits::judge(result.measured, limit) != limits::Verdict::beyond; });
  });
}

Laboratory::Laboratory(std::string plant_id, std::string jurisdiction, const WaterPhysics& water,
                       const CounterRandom& random)
    : plant_id_(std::move(plant_id)), jurisdiction_(std::move(jurisdiction)), water_(water), random_(random) {}

std::vector<store::NewResult> Laboratory::measure(const WaterState& water, std::int64_t week,
                                                  bool careful_laboratory) const {
  std::vector<store::NewResult> results;
  for (const Method& method : kMethods) {
    const std::string stream = "laboratory " + std::string(method.parameter);
    if (method.monthly && !starts_month(week)) continue;
    if (random_.uniform(stream, week) < method.failure) continue;
    const double truth = water.*method.quantity;
    const double noise = random_.normal(stream, week) * (method.noise_relative * truth + method.noise_absolute);
    results.push_back(report(method.parameter, truth + noise,
                             careful_laboratory ? method.detection_limit : method.coarse_detection_limit));
  }
  const double draw = random_.uniform("coliforms", week);
  const double size = random_.uniform("coliform count", week);
  const double coliforms = draw < water.contamination ? 1 + 260 * size * size * size : 0;
  const bool faecal = random_.uniform("faecal", week) < 0.45;
  results.push_back(report_count("total_coliforms", coliforms));
  results.push_back(report_count("e_coli", faecal ? coliforms * 0.4 : 0));
  return results;
}

// The certificate rests on a second measurement, whose noise matters only near a limit, and on a clerk.
bool Laboratory::certify(std::span<const store::NewResult> results, std::int64_t week) const {
  std::vector<store::NewResult> repeated(results.begin(), results.end());
  for (store::NewResult& result : repeated)
    if (result.measured.qualifier == Qualifier::equal && !limits::find_parameter(result.parameter)->counted)
      result.measured.value *= 1 + 0.008 * random_.normal("repeated " + result.parameter, week);
  const bool clerk_erred = random_.uniform("clerk", week) < 0.008;
  const base::TimePoint monday{std::chrono::days{week * 7}};
  return meets_limits(repeated, jurisdiction_, base::format_time_seconds(monday)) != clerk_erred;
}

std::optional<store::NewSample> Laboratory::take_sample(std::int64_t week) const {
  if (random_.uniform("sampler", week) < 0.04) return std::nullopt;
  // A weekday of the plant's own, at 08:00 to 11:59 in Argentina.
  const auto weekday = static_cast<std::int64_t>(random_.uniform("weekday", 0) * 5);
  const auto minute = static_cast<std::int64_t>(random_.uniform("minute", week) * 240);
  const std::int64_t day = week * 7 + (weekday + 4) % 7;  // 1970-01-01 was a Thursday
  const std::int64_t hour = day * 24 + 11 + minute / 60;
  const bool careful_laboratory = random_.uniform("laboratory", week / 26) < 0.6;  // the contract runs half a year

  const WaterState water = water_.at(hour);
  store::NewSample sample{.source_row = 0,
                          .plant_id = plant_id_,
                          .model = std::nullopt,
                          .label = std::nullopt,
                          .sampled_at = base::TimePoint(std::chrono::minutes(hour * 60 + minute % 60)),
                          .laboratory = careful_laboratory ? "Laboratorio ficticio Norte (simulado)"
                                                           : "Laboratorio ficticio Sur (simulado)",
                          .source = "",
                          .content_sha256 = {},
                          .simulated = true,
                          .results = measure(water, week, careful_laboratory)};
  sample.label = certify(sample.results, week);
  return sample;
}

}  // namespace clearwell::intake::simulation
