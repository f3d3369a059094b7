#include "common/spec/label_reader.hpp"

#include "common/spec/spec_members.hpp"

#include <set>

namespace clearwell::spec {
namespace {

void check_classes(JsonReader& reader, const LabelSpec& label) {
  if (label.positive.empty()) reader.fail("label.positive", "no cell text stands for the positive class");
  if (label.negative.empty()) reader.fail("label.negative", "no cell text stands for the negative class");
  std::set<std::string> seen;
  for (const std::vector<std::string>* texts : {&label.positive, &label.negative})
    for (const std::string& text : *texts)
      if (!seen.insert(lower_case(text)).second)
        reader.fail("label", "\"" + text + "\" stands for two classes or is given twice");
}

void read_classes(JsonReader& reader, LabelSpec& label) {
  label.positive = reader.texts("positive");
  label.negative = reader.texts("negative");
  label.positive_means = read_localized(reader, "positive_means");
  label.negative_means = read_localized(reader, "negative_means");
  check_classes(reader, label);
}

void read_number(JsonReader& reader, LabelSpec& label) {
  label.title = read_localized(reader, "title");
  label.unit = reader.text("unit");
  label.plausible = read_plausible(reader);
  label.decimals = read_decimals(reader);
}

}  // namespace

Task read_task(JsonReader& top) {
  const std::string name = top.text_or("task", std::string(to_string(Task::classification)));
  for (const Task task : {Task::classification, Task::regression})
    if (name == to_string(task)) return task;
  top.fail("task", "\"" + name + "\" is not known (accepted: classification, regression)");
  return {};
}

LabelSpec read_label(JsonReader& reader, Task task) {
  if (task == Task::regression)
    reader.accept_only({"name", "aliases", "title", "unit", "plausible", "decimals", "disclaimer"});
  else
    reader.accept_only({"name", "aliases", "positive", "negative", "positive_means", "negative_means", "disclaimer"});
  LabelSpec label;
  label.name = read_name(reader, "name");
  label.aliases = reader.texts_or_none("aliases");
  if (task == Task::regression)
    read_number(reader, label);
  else
    read_classes(reader, label);
  label.disclaimer = read_localized(reader, "disclaimer");
  return label;
}

constexpr double kHighestPrecisionFloor = 0.99;  // no number of samples shows a precision of 1

MetricSpec read_metric(JsonReader& reader, Task task) {
  MetricSpec metric;
  if (task == Task::regression) {
    reader.accept_only({"name"});
    metric = {reader.text("name"), 0};
    if (metric.name != "rmse" && metric.name != "mae")
      reader.fail("metric.name", "\"" + metric.name + "\" is not known to a regression (accepted: rmse, mae)");
    return metric;
  }
  reader.accept_only({"name", "recall_floor", "precision_floor"});
  metric.name = reader.text("name");
  if (metric.name != "precision")
    reader.fail("metric.name", "\"" + metric.name + "\" is not known (accepted: precision)");
  metric.recall_floor = reader.number("recall_floor", 0.01, 1);
  metric.precision_floor = reader.number_or("precision_floor", 0, kHighestPrecisionFloor, metric.precision_floor);
  return metric;
}

Json json_of(const LabelSpec& label, Task task) {
  Json json = {{"name", label.name}, {"aliases", label.aliases}};
  if (task == Task::regression)
    json.update({{"title", json_of(label.title)},
                 {"unit", label.unit},
                 {"plausible", json_of(label.plausible)},
                 {"decimals", label.decimals}});
  else
    json.update({{"positive", label.positive},
                 {"negative", label.negative},
                 {"positive_means", json_of(label.positive_means)},
                 {"negative_means", json_of(label.negative_means)}});
  json["disclaimer"] = json_of(label.disclaimer);
  return json;
}

Json json_of(const MetricSpec& metric, Task task) {
  if (task == Task::regression) return {{"name", metric.name}};
  Json json = {{"name", metric.name}, {"recall_floor", metric.recall_floor}};
  // Only where the spec says so: a spec that is silent has the same text in the model file as ever.
  if (metric.precision_floor != MetricSpec().precision_floor) json["precision_floor"] = metric.precision_floor;
  return json;
}

}  // namespace clearwell::spec
