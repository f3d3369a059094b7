#include "server/training/hold_out.hpp"

#include "common/evaluation/ranking.hpp"
#include "server/dataset/split.hpp"
#include "server/training/regression_json.hpp"

#include <nlohmann/json.hpp>

namespace clearwell::training {

std::optional<HoldOut> judge_hold_out(const scoring::Predictor& registered, const dataset::TrainingTable& table,
                                      const spec::DatasetSpec& spec) {
  if (!spec.split.test_from) return std::nullopt;
  HoldOut hold_out{.from = spec::to_string(*spec.split.test_from)};
  if (spec.is_regression()) {
    hold_out.errors.emplace();
    for (const std::size_t row : dataset::held_out_rows(table, spec.split))
      hold_out.errors->add(static_cast<double>(registered.predict(table.row(row)).margin), table.targets[row]);
    hold_out.rows = hold_out.errors->rows();
    return hold_out;
  }
  std::vector<float> margins;
  std::vector<std::uint8_t> labels;
  for (const std::size_t row : dataset::held_out_rows(table, spec.split)) {
    const scoring::Prediction prediction = registered.predict(table.row(row));
    margins.push_back(prediction.margin);
    labels.push_back(table.labels[row]);
    hold_out.at_threshold.add(prediction.positive, table.labels[row] != 0);
  }
  hold_out.rows = hold_out.at_threshold.rows();
  hold_out.positives = hold_out.at_threshold.actual_positives();
  hold_out.roc_auc = evaluation::roc_auc(margins, labels);
  hold_out.pr_auc = evaluation::average_precision(margins, labels);
  hold_out.at_recall_floor = evaluation::choose_threshold(margins, labels, spec.metric.recall_floor);
  return hold_out;
}

std::string hold_out_json(const HoldOut& hold_out) {
  using Json = nlohmann::ordered_json;
  if (hold_out.errors) {
    Json json = {{"from", hold_out.from}};
    json.update(errors_json(*hold_out.errors));
    return json.dump();
  }
  const auto or_null = [](const std::optional<double>& value) { return value ? Json(*value) : Json(nullptr); };
  return Json{{"from", hold_out.from},
              {"rows", hold_out.rows},
              {"positives", hold_out.positives},
              {"roc_auc", or_null(hold_out.roc_auc)},
              {"pr_auc", or_null(hold_out.pr_auc)},
              {"precision", or_null(hold_out.at_threshold.precision())},
              {"recall", or_null(hold_out.at_threshold.recall())},
              {"precision_at_recall_floor",
               hold_out.at_recall_floor ? Json(hold_out.at_recall_floor->precision) : Json(nullptr)}}
      .dump();
}

}  // namespace clearwell::training
