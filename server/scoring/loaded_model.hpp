#pragma once

#include "common/scoring/predictor.hpp"
#include "server/registry/model_version.hpp"

#include <memory>
#include <string>

namespace clearwell::scoring {

/// A registered version and its file, ready to score. Immutable: a request that holds it is not touched by a promotion.
struct LoadedModel {
  registry::ModelVersion version;
  Predictor predictor;
};

/// What answers for one model name at one moment.
struct ServedModel {
  std::shared_ptr<const LoadedModel> champion;    ///< null when no version is champion
  std::shared_ptr<const LoadedModel> challenger;  ///< null when there is none; scores in shadow
  bool pinned = false;  ///< asked for by its number: `champion` is that version, whatever it is to others

  bool operator==(const ServedModel&) const = default;
};

}  // namespace clearwell::scoring
