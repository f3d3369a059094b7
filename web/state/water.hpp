#pragma once

#include "common/spec/dataset_spec.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// What the API tells of plants and their water, as plain data. Times are seconds since 1970 UTC.
namespace clearwell::state {

struct Plant {
  std::string id;
  std::string name;
  std::string place;
  std::string operator_name;
  std::string time_zone;  ///< IANA name
  std::string jurisdiction;
  std::optional<std::int64_t> population_served;
  bool simulated = false;
  std::optional<std::int64_t> last_sample_at;
  std::optional<double> latitude;   ///< degrees north; both or none
  std::optional<double> longitude;  ///< degrees east

  bool operator==(const Plant&) const = default;
};

/// A legal limit; at least one end is there.
struct Limit {
  std::string jurisdiction;
  std::string instrument;
  std::string article;
  std::string kind;
  std::optional<double> min;
  std::optional<double> max;
  std::string unit;
  bool confirmed = false;  ///< somebody read it in the primary text

  bool operator==(const Limit&) const = default;
};

/// What the law says of one certified result. The server decides, the page only shows.
enum class Verdict { within, beyond, cannot_be_judged, no_limit };

struct LatestResult {
  std::optional<double> value;
  std::string text;  ///< digits as the laboratory gave them: `0.42`, `<0.01`
  std::int64_t sampled_at = 0;
  Verdict verdict = Verdict::no_limit;
  std::string laboratory;  ///< who measured it; empty where it is not known

  bool operator==(const LatestResult&) const = default;
};

struct Parameter {
  std::string code;
  spec::LocalizedText title;
  std::string unit;
  int decimals = 2;
  bool has_instrument = false;  ///< measured all the time, not only by a laboratory
  std::vector<Limit> limits;
  std::optional<LatestResult> latest;

  bool operator==(const Parameter&) const = default;
};

struct PlantResults {
  Plant plant;
  std::vector<Parameter> parameters;

  bool operator==(const PlantResults&) const = default;
};

/// Dates, both ends belong to them.
struct DateRange {
  std::int64_t from = 0;
  std::int64_t to = 0;

  bool operator==(const DateRange&) const = default;
};

/// A stretch of time of one source. A laboratory bucket with non-detects carries their detection limit as value.
struct Bucket {
  std::int64_t time = 0;
  double min = 0;
  double max = 0;
  double mean = 0;
  int count = 0;
  int non_detects = 0;

  bool operator==(const Bucket&) const = default;
};

struct History {
  std::string plant_id;
  std::string parameter;
  spec::LocalizedText title;
  std::string unit;
  int decimals = 2;
  bool simulated = false;
  std::vector<Limit> limits;
  std::vector<Bucket> laboratory;  ///< ordered by time
  std::vector<Bucket> instrument;  ///< ordered by time
  std::optional<DateRange> range;  ///< what was asked for, or all there is
  bool thinned = true;             ///< a bucket may stand for several measurements

  bool operator==(const History&) const = default;
};

/// A month that is over and has values.
struct HistoryMonth {
  std::int64_t from = 0;
  std::int64_t to = 0;  ///< does not belong to it
  std::string url;      ///< of its file, which never changes; empty where it has none at the moment

  bool operator==(const HistoryMonth&) const = default;
};

/// Which months of a history are files.
struct HistoryMonths {
  std::vector<HistoryMonth> over;  ///< those with a file in order of time
  std::int64_t open_from = 0;      ///< beginning of the month that is not over

  bool operator==(const HistoryMonths&) const = default;
};

/// One certified result of a sample.
struct SampleResult {
  std::string parameter;
  std::string text;  ///< as the laboratory wrote it; of a category its name
  std::optional<double> value;
  std::string unit;
  std::optional<double> canonical_value;  ///< the same in the parameter's one unit
  std::string canonical_unit;

  bool operator==(const SampleResult&) const = default;
};

/// A certified and published sample of a laboratory.
struct LaboratorySample {
  std::int64_t id = 0;
  std::optional<std::int64_t> sampled_at;
  std::string laboratory;
  std::vector<SampleResult> results;

  bool operator==(const LaboratorySample&) const = default;
};

/// Mean and standard deviation over the folds; of precision also that of all folds' rows together, with its 95 %
/// interval.
struct Metric {
  std::string name;
  double mean = 0;
  double sd = 0;
  std::optional<double> pooled = {};
  std::optional<double> lower = {};
  std::optional<double> upper = {};

  bool operator==(const Metric&) const = default;
};

/// A published model version.
struct ModelVersion {
  std::string name;
  int version = 0;
  std::string family;
  std::vector<std::string> aliases;
  std::string sha256;  ///< 64 lower-case hex digits
  std::string data_origin;
  std::optional<std::int64_t> created_at;
  std::vector<Metric> metrics;
  std::size_t parity_rows = 0;  ///< 0: no parity digest was published
  std::string parity_digest;
  std::string model_url;

  bool operator==(const ModelVersion&) const = default;
};

}  // namespace clearwell::state
