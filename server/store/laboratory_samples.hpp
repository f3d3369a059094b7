#pragma once

#include "server/base/clock.hpp"
#include "server/store/audit_trail.hpp"
#include "server/store/record_writer.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

/// Laboratory samples that people enter, correct, certify and publish. README.md says what certified and published
/// mean.
namespace clearwell::store {

/// A sample as a person enters it.
struct EnteredSample {
  std::string plant_id;
  std::string sample_key;  ///< what the laboratory calls it; empty: its content tells it
  base::TimePoint sampled_at;
  std::string laboratory;
  std::string stated_verdict;        ///< of the laboratory, in its words
  std::optional<std::string> model;  ///< spec that the label belongs to
  std::optional<bool> label;
  std::optional<double> label_value;  ///< of a regression, in place of the class
  std::string group;                  ///< of the spec's group column, such as a site; empty where nobody said
  std::vector<ReportedResult> results;
};

/// One version of a result, and what became of it.
struct ResultVersion {
  ReportedResult result;
  int version = 1;
  std::string verdict;     ///< of the law, on the day it came in; empty where it says nothing
  std::string reason;      ///< of a correction
  std::string entered_by;  ///< empty: it came with an import
  std::optional<std::int64_t> entered_token_id;
  std::string recorded_at;
  bool is_certified = false;
  std::optional<std::string> certified_by;  ///< empty where the source certified it
  std::optional<std::string> certified_at;
};

/// One version of a label, and what became of it.
struct LabelVersion {
  std::optional<bool> label;
  std::optional<double> value;  ///< of a regression, in place of the class
  int version = 1;              ///< 1 came with the sample
  std::string reason;           ///< of a correction
  std::string entered_by;       ///< of a correction
  std::optional<std::int64_t> entered_token_id;
  std::string recorded_at;
  bool is_certified = false;
  std::optional<std::string> certified_by;  ///< of a correction
  std::optional<std::string> certified_at;
};

/// What a person puts right; a label only where the sample has one.
struct Correction {
  std::vector<ReportedResult> results;
  std::optional<bool> label;
  std::optional<double> label_value;  ///< of a regression, in place of the class
};

/// A sample with all versions of its results, as known at a moment.
struct LaboratorySample {
  std::int64_t sample_id = 0;
  std::optional<std::string> plant_id;
  std::string jurisdiction;  ///< of the plant
  std::optional<std::string> sample_key;
  std::optional<std::string> sampled_at;
  std::string time_precision;
  std::string laboratory;
  std::string stated_verdict;
  std::string source;
  bool simulated = false;
  bool awaits_certification = false;
  std::string recorded_at;
  bool is_published = false;
  std::optional<std::string> published_by;
  std::optional<std::string> published_at;
  std::vector<ResultVersion> versions;  ///< by parameter, key and version
  std::optional<std::string> model;     ///< spec that the label belongs to
  std::vector<LabelVersion> labels;     ///< by version; empty where it has none

  /// Of each result the newest version; only of those that are certified where `certified_only`.
  std::vector<ResultVersion> newest(bool certified_only) const;
};

/// Why nothing was done.
struct SampleRefusal {
  enum class Kind {
    kUnknown,   ///< there is no such sample
    kInvalid,   ///< what was sent is wrong
    kConflict,  ///< what is stored does not allow it
    kFourEyes,  ///< it takes another person
  };
  Kind kind = Kind::kInvalid;
  Error error;               ///< its field within the sample
  std::size_t n_sample = 0;  ///< 0-based, of several
};

template <typename T>
using SampleOutcome = std::variant<T, SampleRefusal>;

/// Every change is one transaction with its entries of the audit trail. Safe for use by many threads. Throws
/// StoreError.
class LaboratorySamples {
 public:
  explicit LaboratorySamples(Database& database) : database_(database) {}

  /// The sample as it was known at a moment (empty: as it is); empty where it was not known.
  std::optional<LaboratorySample> find(std::int64_t sample_id, const std::optional<base::TimePoint>& at = {}) const;

  /// Samples of a plant that the public could see at a moment, newest first.
  /// \param before  only samples after this one in that order
  std::vector<LaboratorySample> published(std::string_view plant_id, const std::optional<base::TimePoint>& at,
                                          const std::optional<std::int64_t>& before, int limit) const;

  struct Entry {
    std::int64_t sample_id = 0;
    bool is_new = false;  ///< false: the same was entered before
  };
  /// All of them or none. They await certification.
  SampleOutcome<std::vector<Entry>> enter(const std::vector<EnteredSample>& samples, const Actor& by) const;

  /// The next version of some results or of the label, which awaits certification. A result is told by parameter and
  /// result_key; the key may be empty where the parameter has one result only.
  SampleOutcome<LaboratorySample> correct(std::int64_t sample_id, Correction correction, std::string_view reason,
                                          const Actor& by) const;

  /// Certifies the newest versions that are not certified, none of which `by` has entered.
  SampleOutcome<LaboratorySample> certify(std::int64_t sample_id, std::string_view reason, const Actor& by) const;

  /// Makes a sample public whose newest versions are certified.
  SampleOutcome<LaboratorySample> publish(std::int64_t sample_id, std::string_view reason, const Actor& by) const;

 private:
  Database& database_;
};

}  // namespace clearwell::store
