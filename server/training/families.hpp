#pragma once

#include "server/training/estimator.hpp"

/// One declaration a family; the definition is in the file of that name. A regression stands beside its classifier.
namespace clearwell::training {

const Estimator& decision_tree();
const Estimator& logistic_regression();
const Estimator& neural_network();
const Estimator& random_forest();
const Estimator& svm();
const Estimator& xgboost();

const Estimator& regression_tree();     ///< family decision_tree
const Estimator& linear_regression();   ///< family linear_regression
const Estimator& neural_regression();   ///< family neural_network
const Estimator& regression_forest();   ///< family random_forest
const Estimator& svm_regression();      ///< family svm
const Estimator& xgboost_regression();  ///< family xgboost

}  // namespace clearwell::training
