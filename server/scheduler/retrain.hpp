#pragma once

#include "server/registry/registry.hpp"
#include "server/training/training_job.hpp"

#include <memory>
#include <optional>
#include <string>

namespace clearwell::scheduler {

struct RetrainRequest {
  bool if_due = false;  ///< only when samples or spec have changed since the newest version was trained
  std::string decided_by;
  /// Because the model's inputs moved or laboratories doubt its answers. That alone teaches nothing: without certified
  /// samples that no version has learnt from, training again would give the same file, and the report says that there
  /// is nothing new.
  bool asked_by_monitor = false;
  training::TrainingRequest training = {};
};

struct RetrainReport {
  std::string model;
  std::optional<registry::ModelVersion> registered;  ///< the version that was decided about; empty when it was not due
  std::optional<registry::Promotion> decision;       ///< empty when it was not due
  std::string reason;                                ///< why it was promoted, refused or not due

  bool operator==(const RetrainReport&) const = default;
};

/// Trains a new version, compares it with the champion and promotes it or not; says why. Where it was interrupted
/// between the two, it takes up the comparison. One process at a time does so for a model.
/// Errors: as training::train; another process is at it.
/// \throws as training::train and challenge; training::Cancelled when the request's stop token asks for it
Result<RetrainReport> retrain(const std::shared_ptr<store::Database>& database, const registry::Registry& registry,
                              const spec::DatasetSpec& spec, const RetrainRequest& request,
                              const training::JobProgress& progress);

/// {"model","due","version","family","outcome","reason","figures"}; null where it was not due.
std::string to_json(const RetrainReport& report);

}  // namespace clearwell::scheduler
