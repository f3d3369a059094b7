#pragma once

#include "common/result.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// How many samples the law wants. Data: sampling_duties.json beside this file, embedded by the build.
namespace clearwell::limits {

/// The calendar's, in which samples are counted.
enum class SamplingPeriod { month, year };

/// The least number of samples where so many people are served.
struct PopulationBand {
  std::int64_t from = 0;           ///< people; both ends belong to the band
  std::optional<std::int64_t> to;  ///< empty: and more
  int samples = 0;
  int more = 0;               ///< beside those, for each `for_each` people, or part of them, of all that are served
  std::int64_t for_each = 0;  ///< 0: none

  bool operator==(const PopulationBand&) const = default;
};

/// One law's wish for one parameter.
struct SamplingDuty {
  std::string jurisdiction;
  std::string instrument;  ///< short name of the law
  std::string article;
  std::string parameter;
  SamplingPeriod period = SamplingPeriod::year;
  std::string valid_from;                     ///< first day in force, `YYYY-MM-DD`; empty where it was always
  std::string valid_to;                       ///< last day in force; empty where no end is known
  bool confirmed = false;                     ///< the text itself was read; without that nothing is required by it
  std::vector<PopulationBand> by_population;  ///< none where no number was found

  bool operator==(const SamplingDuty&) const = default;
};

/// The least number of samples in a period. \return empty where the law sets none for so few people
std::optional<std::int64_t> required_samples(const SamplingDuty& duty, std::int64_t people);

/// One duty a law and parameter; of a jurisdiction and parameter one is in force at a time. Errors name the place
/// (`duties[0].period`), the value seen and what is accepted.
Result<std::vector<SamplingDuty>> parse_sampling_duties(std::string_view json);

/// All that are known, as the build embedded them.
std::span<const SamplingDuty> sampling_duties();
/// The duties of that jurisdiction and parameter, the oldest first; empty where nobody has found one.
std::vector<const SamplingDuty*> find_sampling_duties(std::string_view jurisdiction, std::string_view parameter);

/// `month`, `year`.
std::string_view to_string(SamplingPeriod period);

}  // namespace clearwell::limits
