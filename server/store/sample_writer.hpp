#pragma once

#include "common/limits/limits.hpp"
#include "server/base/clock.hpp"
#include "server/store/database.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace clearwell::store {

/// One measured parameter of a new sample.
struct NewResult {
  std::string parameter;
  limits::MeasuredValue measured;  ///< meaningless where is_category
  std::string unit;
  std::string result_text;   ///< as the laboratory wrote it; of a category, the spec's text
  bool is_category = false;  ///< the text is one of a spec's categories, and there is no number

  bool operator==(const NewResult&) const = default;
};

/// A laboratory sample on its way into the store.
struct NewSample {
  std::int64_t source_row = 0;          ///< 0-based data row of the source; differs between the samples of one writer
  std::optional<std::string> plant_id;  ///< of the two, one at least is given
  std::optional<std::string> model;     ///< spec that the label belongs to
  std::optional<bool> label;
  std::optional<double> label_value = {};  ///< of a regression's spec, in place of the class
  std::optional<base::TimePoint> sampled_at;
  /// In place of sampled_at, a time that PostgreSQL resolves, the day first: `2025-03-30 13:50:00 Europe/Tallinn`.
  std::optional<std::string> sampled_at_text = {};
  std::optional<std::string> group = {};  ///< the spec's: what must not stand on both sides of a split
  std::string laboratory;
  std::string source;
  std::array<std::uint8_t, 32> content_sha256{};  ///< equal content of one plant and model is one sample
  bool simulated = false;
  std::vector<NewResult> results;

  bool operator==(const NewSample&) const = default;
};

/// Brings many samples into one transaction by COPY, in constant memory, and counts what becomes of those of plants,
/// and what the law says of their results. Until store() the transaction runs nothing else. Throws StoreError.
class SampleWriter {
 public:
  explicit SampleWriter(Transaction& transaction);

  void add(const NewSample& sample);
  /// Counts a sample that is not fit to be added.
  void reject(const std::optional<std::string>& plant_id);
  /// Ends the writing. \return how many samples were new; the others, known by their content, are left out
  std::int64_t store();

 private:
  /// [results of the sample], empty where the law says nothing: of no plant, or without a limit
  std::vector<std::string> verdicts_on(const NewSample& sample) const;

  Transaction& transaction_;
  std::map<std::string, std::string> jurisdictions_;  ///< by plant
  std::map<std::string, std::int64_t> rejected_;      ///< by plant
  Copy copy_;
};

/// One value of an instrument.
struct Reading {
  base::TimePoint read_at;
  double value = 0;

  bool operator==(const Reading&) const = default;
};

/// First and last moment that a sensor has readings of.
struct ReadingSpan {
  base::TimePoint first;
  base::TimePoint last;

  bool operator==(const ReadingSpan&) const = default;
};
std::optional<ReadingSpan> reading_span(Transaction& transaction, std::string_view sensor_id);

/// \pre  the sensor has no reading at any of these moments
void add_readings(Transaction& transaction, std::string_view sensor_id, std::span<const Reading> readings);

/// (Re)creates the view `water.<model>`: sample_id, plant_id, sampled_at, one column a feature, label, label_value,
/// simulated.
/// \param parameters  parameters[i] is the measured parameter behind features[i]
/// \param kinds       `value`, as reported; `canonical_value`, in the catalogue's unit; `category`, a column of texts
void create_wide_view(Transaction& transaction, std::string_view model, std::span<const std::string> features,
                      std::span<const std::string> parameters, std::span<const std::string> kinds);

}  // namespace clearwell::store
