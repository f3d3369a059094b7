#pragma once

#include "common/spec/dataset_spec.hpp"
#include "server/http/message.hpp"
#include "server/store/laboratory_samples.hpp"

#include <filesystem>
#include <map>
#include <optional>
#include <string>

namespace clearwell::http {

/// What the specs of a folder ask of the samples that are labelled for them: each spec is read once.
class SampleLabels {
 public:
  explicit SampleLabels(std::filesystem::path models_dir) : models_dir_(std::move(models_dir)) {}

  /// Why training could not read the sample, its field within the sample: the spec is not known; the label is not of
  /// its kind; the sample has no group and the spec's split goes by it; a result of one of its features is in a unit
  /// that does not become the feature's, or is no number. Empty where it can, and for a sample without a label.
  /// \throws std::runtime_error where the spec itself is refused
  std::optional<ApiError> find_fault(const store::EnteredSample& sample);
  /// The same of the label alone, as a correction brings it.
  std::optional<ApiError> find_label_fault(const std::string& model, const std::optional<bool>& label,
                                           const std::optional<double>& value);

 private:
  /// Null where there is none of that name.
  const spec::DatasetSpec* find_spec(const std::string& name);

  const std::filesystem::path models_dir_;
  std::map<std::string, std::optional<spec::DatasetSpec>> specs_;
};

}  // namespace clearwell::http
