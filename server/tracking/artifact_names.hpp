#pragma once

#include <string_view>

/// Names of the files that a training job leaves with its runs, for those who write and those who read them.
namespace clearwell::tracking {

// Of the job's run.
inline constexpr std::string_view kStatisticsPath = "data/statistics.json";
inline constexpr std::string_view kFindingsPath = "data/findings.json";
inline constexpr std::string_view kDriftPath = "data/drift.json";  ///< only where there is a training set before
inline constexpr std::string_view kDriftReferencePath = "data/drift_reference.json";  ///< only with a registered model
inline constexpr std::string_view kBaselinesPath = "evaluation/baselines.json";
inline constexpr std::string_view kHoldOutPath = "evaluation/hold_out.json";  ///< only with a first day that judges
inline constexpr std::string_view kImportancePath = "model/feature_importance.json";
inline constexpr std::string_view kImportancePlotPath = "model/feature_importance.svg";

// Of each family's nested run.
inline constexpr std::string_view kEvaluationPath = "evaluation/evaluation.json";
inline constexpr std::string_view kRocPath = "evaluation/roc_curve.svg";
inline constexpr std::string_view kPrecisionRecallPath = "evaluation/precision_recall_curve.svg";
inline constexpr std::string_view kCalibrationPath = "evaluation/calibration_curve.svg";
inline constexpr std::string_view kConfusionPath = "evaluation/confusion_matrix.svg";
// In place of the four curves, of a regression:
inline constexpr std::string_view kEstimatesPath = "evaluation/estimates.svg";
inline constexpr std::string_view kResidualsPath = "evaluation/residuals.svg";

}  // namespace clearwell::tracking
