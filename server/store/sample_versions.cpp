#include "server/store/sample_versions.hpp"

#include "server/store/sql.hpp"

namespace clearwell::store {
namespace {

limits::Finding finding_of(const std::string& text) {
  using limits::Finding;
  for (const Finding finding : {Finding::not_detected, Finding::present, Finding::absent})
    if (limits::to_string(finding) == text) return finding;
  return Finding::value;
}

// Columns as in result_versions.sql.
ResultVersion version_of(const Rows& rows, std::size_t row) {
  ResultVersion version;
  version.result = {.parameter = rows.text(row, 0),
                    .result_key = rows.text(row, 1),
                    .reported_name = rows.text(row, 3),
                    .fraction = rows.text(row, 4),
                    .finding = finding_of(rows.text(row, 5)),
                    .value = rows.maybe_number(row, 6),
                    .qualifier = limits::parse_qualifier(rows.text(row, 7)).value_or(limits::Qualifier::equal),
                    .detection_limit = rows.maybe_number(row, 8),
                    .unit = rows.text(row, 9),
                    .result_text = rows.text(row, 10),
                    .canonical_value = rows.maybe_number(row, 11),
                    .stated_verdict = "",
                    .remarks = rows.text(row, 12)};
  version.version = static_cast<int>(rows.integer(row, 2));
  version.verdict = rows.text(row, 13);
  version.reason = rows.text(row, 14);
  version.entered_by = rows.text(row, 15);
  version.entered_token_id = rows.maybe_integer(row, 16);
  version.recorded_at = rows.text(row, 17);
  version.is_certified = rows.boolean(row, 18);
  version.certified_by = rows.maybe_text(row, 19);
  version.certified_at = rows.maybe_text(row, 20);
  return version;
}

// Columns as in label_versions.sql.
LabelVersion label_version_of(const Rows& rows, std::size_t row) {
  return {.label = rows.is_null(row, 1) ? std::nullopt : std::optional(rows.boolean(row, 1)),
          .value = rows.maybe_number(row, 2),
          .version = static_cast<int>(rows.integer(row, 0)),
          .reason = rows.text(row, 3),
          .entered_by = rows.text(row, 4),
          .entered_token_id = rows.maybe_integer(row, 5),
          .recorded_at = rows.text(row, 6),
          .is_certified = rows.boolean(row, 7),
          .certified_by = rows.maybe_text(row, 8),
          .certified_at = rows.maybe_text(row, 9)};
}

}  // namespace

std::optional<LaboratorySample> find_sample(Transaction& transaction, std::int64_t sample_id,
                                            const std::optional<std::string>& at) {
  const Rows head = transaction.run(sql::sample, Params().add(sample_id).add(at));
  if (head.empty()) return std::nullopt;
  LaboratorySample sample{.sample_id = head.integer(0, 0),
                          .plant_id = head.maybe_text(0, 1),
                          .jurisdiction = head.maybe_text(0, 2).value_or(""),
                          .sample_key = head.maybe_text(0, 3),
                          .sampled_at = head.maybe_text(0, 4),
                          .time_precision = head.text(0, 5),
                          .laboratory = head.text(0, 6),
                          .stated_verdict = head.text(0, 7),
                          .source = head.text(0, 8),
                          .simulated = head.boolean(0, 9),
                          .awaits_certification = head.boolean(0, 10),
                          .recorded_at = head.text(0, 11),
                          .is_published = head.boolean(0, 12),
                          .published_by = head.maybe_text(0, 13),
                          .published_at = head.maybe_text(0, 14),
                          .versions = {},
                          .model = head.maybe_text(0, 15),
                          .labels = {}};
  const Rows rows = transaction.run(sql::result_versions, Params().add(sample_id).add(at));
  for (std::size_t row = 0; row < rows.size(); ++row)
    sample.versions.push_back(version_of(rows, row));
  const Rows labels = transaction.run(sql::label_versions, Params().add(sample_id).add(at));
  for (std::size_t row = 0; row < labels.size(); ++row)
    sample.labels.push_back(label_version_of(labels, row));
  return sample;
}

std::vector<ResultVersion> LaboratorySample::newest(bool certified_only) const {
  std::vector<ResultVersion> results;
  for (const ResultVersion& version : versions) {
    if (certified_only && !version.is_certified) continue;
    const bool newer = !results.empty() && results.back().result.parameter == version.result.parameter &&
                       results.back().result.result_key == version.result.result_key;
    if (newer)
      results.back() = version;
    else
      results.push_back(version);
  }
  return results;
}

}  // namespace clearwell::store
