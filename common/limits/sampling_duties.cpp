#include "common/limits/sampling_duties.hpp"

#include "common/limits/days_in_force.hpp"
#include "common/limits/limits.hpp"
#include "common/limits/sampling_duties_json.hpp"
#include "common/spec/json_reader.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstdlib>
#include <utility>

namespace clearwell::limits {
namespace {

using spec::Json;
using spec::JsonReader;

constexpr double kMostPeople = 1e10;
constexpr double kMostSamples = 1e6;

std::int64_t whole(JsonReader& reader, const char* key, double low, double high) {
  const double number = reader.number(key, low, high);
  if (number != std::floor(number)) reader.fail(reader.path_of(key), spec::shown(reader.value(key)) + " is not whole");
  return static_cast<std::int64_t>(number);
}

PopulationBand read_band(const Json& item, const std::string& path, std::optional<Error>& error) {
  JsonReader reader(item, path, error);
  reader.accept_only({"from", "to", "samples", "more", "for_each"});
  PopulationBand band;
  band.from = whole(reader, "from", 0, kMostPeople);
  if (reader.has("to")) band.to = whole(reader, "to", static_cast<double>(band.from), kMostPeople);
  band.samples = static_cast<int>(whole(reader, "samples", 1, kMostSamples));
  if (reader.has("more") || reader.has("for_each")) {
    band.more = static_cast<int>(whole(reader, "more", 1, kMostSamples));
    band.for_each = whole(reader, "for_each", 1, kMostPeople);
  }
  return band;
}

SamplingPeriod read_period(JsonReader& reader) {
  const std::string name = reader.text("period");
  for (const SamplingPeriod period : {SamplingPeriod::month, SamplingPeriod::year})
    if (to_string(period) == name) return period;
  reader.fail(reader.path_of("period"), "\"" + name + "\" is not known (accepted: month, year)");
  return {};
}

void read_bands(JsonReader& reader, SamplingDuty& duty, std::optional<Error>& error) {
  for (const Json& item : reader.array("by_population")) {
    const std::string path = reader.path_of("by_population[" + std::to_string(duty.by_population.size()) + "]");
    const PopulationBand band = read_band(item, path, error);
    const bool follows =
        duty.by_population.empty() || (duty.by_population.back().to && *duty.by_population.back().to < band.from);
    if (!follows) reader.fail(path, "begins before the band above it ends");
    duty.by_population.push_back(band);
  }
}

/// Whether no duty of the same jurisdiction and parameter is in force when this one begins to be.
bool comes_after(const std::vector<SamplingDuty>& duties, const SamplingDuty& next) {
  return std::all_of(duties.begin(), duties.end(), [&](const SamplingDuty& duty) {
    const bool same = duty.jurisdiction == next.jurisdiction && duty.parameter == next.parameter;
    return !same || (!duty.valid_to.empty() && duty.valid_to < next.valid_from);
  });
}

/// One duty for each of the parameters that the entry names.
void read_entry(const Json& item, const std::string& path, std::vector<SamplingDuty>& duties,
                std::optional<Error>& error) {
  JsonReader reader(item, path, error);
  reader.accept_only({"jurisdiction", "instrument", "article", "parameters", "period", "valid_from", "valid_to",
                      "confirmed", "by_population"});
  SamplingDuty duty;
  duty.jurisdiction = reader.text("jurisdiction");
  if (find_jurisdiction(duty.jurisdiction) == nullptr)
    reader.fail(reader.path_of("jurisdiction"), "\"" + duty.jurisdiction + "\" is not among the jurisdictions");
  duty.instrument = reader.text("instrument");
  duty.article = reader.text("article");
  duty.period = read_period(reader);
  read_days_in_force(reader, path, duty.valid_from, duty.valid_to);
  duty.confirmed = reader.flag("confirmed");
  read_bands(reader, duty, error);
  for (const std::string& parameter : reader.texts("parameters")) {
    if (find_parameter(parameter) == nullptr)
      reader.fail(reader.path_of("parameters"), "\"" + parameter + "\" is not among the parameters");
    duty.parameter = parameter;
    if (!comes_after(duties, duty)) reader.fail(reader.path_of("valid_from"), "the duty above it is still in force");
    duties.push_back(duty);
  }
}

/// The reader of specs says "spec: " before what is wrong; here it is another file that is.
Error of_this_file(const Error& error) {
  const std::size_t told = error.message.starts_with("spec: ") ? 6 : 0;
  return Error{"sampling_duties.json: " + error.message.substr(told), error.field};
}

}  // namespace

std::optional<std::int64_t> required_samples(const SamplingDuty& duty, std::int64_t people) {
  for (const PopulationBand& band : duty.by_population) {
    if (people < band.from || (band.to && people > *band.to)) continue;
    const std::int64_t parts = band.for_each == 0 ? 0 : (people + band.for_each - 1) / band.for_each;
    return band.samples + band.more * parts;
  }
  return std::nullopt;
}

Result<std::vector<SamplingDuty>> parse_sampling_duties(std::string_view json_text) {
  const Json json = Json::parse(json_text, nullptr, false);
  if (json.is_discarded()) return Error{"sampling_duties.json: the text is not JSON", ""};
  std::optional<Error> error;
  JsonReader top(json, "", error);
  top.accept_only({"format_version", "duties"});
  top.number("format_version", 1, 1);
  std::vector<SamplingDuty> duties;
  std::size_t n = 0;
  for (const Json& item : top.array("duties"))
    read_entry(item, "duties[" + std::to_string(n++) + "]", duties, error);
  if (error) return of_this_file(*error);
  return duties;
}

std::span<const SamplingDuty> sampling_duties() {
  static const std::vector<SamplingDuty> loaded = [] {
    Result<std::vector<SamplingDuty>> parsed = parse_sampling_duties(kSamplingDutiesJson);
    assert(parsed);
    if (!parsed) std::abort();  // the build embedded broken data
    return std::move(parsed).value();
  }();
  return loaded;
}

std::vector<const SamplingDuty*> find_sampling_duties(std::string_view jurisdiction, std::string_view parameter) {
  std::vector<const SamplingDuty*> found;
  for (const SamplingDuty& duty : sampling_duties())
    if (duty.jurisdiction == jurisdiction && duty.parameter == parameter) found.push_back(&duty);
  return found;
}

std::string_view to_string(SamplingPeriod period) {
  return period == SamplingPeriod::month ? "month" : "year";
}

}  // namespace clearwell::limits
