#pragma once

#include "server/dataset/data_drift.hpp"
#include "server/dataset/data_lineage.hpp"
#include "server/dataset/data_statistics.hpp"
#include "server/dataset/leak_alarm.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace clearwell::dataset {

/// What a finding asks for: `notice` to be known, `warning` to be looked at before the model is believed, `alarm` not
/// to believe it: see LeakAlarm.
enum class Severity { notice, warning, alarm };
std::string_view to_string(Severity severity);

/// Something about the data that whoever uses the model should know.
struct Finding {
  Severity severity = Severity::notice;
  std::string code;          ///< for programs: `mostly_missing`
  std::string feature;       ///< name; empty when the whole set is meant
  spec::LocalizedText text;  ///< one or two sentences with the figures

  bool operator==(const Finding&) const = default;
};

/// Looks at what is known of a training set for what makes models wrong or their figures hard to believe. No finding
/// stops a training: what cannot be trained on is refused where it is read.
/// \param drift  since the training set before, empty when there is none
/// \return  warnings, then notices; within these in the order of the checks and of the spec
std::vector<Finding> check_data(const DataStatistics& statistics, const DataLineage& lineage,
                                std::span<const FeatureDrift> drift, const spec::DatasetSpec& spec);

Finding as_finding(const LeakAlarm& alarm);

/// The highest severity among them, `ok` when there is none.
std::string_view worst_severity(std::span<const Finding> findings);

/// [{"severity","code","feature","text":{"en","es"}}, …]
std::string to_json(std::span<const Finding> findings);

}  // namespace clearwell::dataset
