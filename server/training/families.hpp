#pragma once

#include "server/training/estimator.hpp"

/// One declaration a family; the definition is in the file of that name.
namespace clearwell::training {

const Estimator& decision_tree();
const Estimator& logistic_regression();
const Estimator& neural_network();
const Estimator& random_forest();
const Estimator& svm();
const Estimator& xgboost();

}  // namespace clearwell::training
