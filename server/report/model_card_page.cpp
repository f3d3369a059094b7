#include "server/report/model_card_page.hpp"

#include "common/spec/data_origin.hpp"
#include "server/report/page.hpp"
#include "server/report/svg.hpp"

#include <nlohmann/json.hpp>

namespace clearwell::report {
namespace {

using Json = nlohmann::ordered_json;
constexpr base::Language kEnglish = base::Language::en;

std::string number(const Json& value, int decimals) {
  return value.is_number() ? base::number_text(value.get<double>(), decimals).en : "no evidence";
}
std::string short_number(const Json& value) {
  return value.is_number() ? base::short_number_text(value.get<double>()).en : "–";
}
std::string count(const Json& value) {
  return value.is_number() ? base::number_text(value.get<double>(), 0).en : "–";
}
std::string percent(const Json& value) {
  return value.is_number() ? base::percent_text(value.get<double>()).en : "–";
}
std::string text(const Json& value) {
  return value.is_string() ? value.get<std::string>() : "–";
}
std::string english(const Json& both) {
  return both.is_object() ? text(both["en"]) : "–";
}

std::string joined(const Json& texts) {
  std::string list;
  for (const Json& item : texts)
    list += (list.empty() ? "" : ", ") + text(item);
  return list.empty() ? "none" : list;
}

bool is_regression(const Json& card) {
  return card.contains("task") && card["task"] == "regression";
}

/// With the unit of what is estimated.
std::string in_unit(const Json& value, const Json& card) {
  const std::string unit = text(card["purpose"]["unit"]);
  return short_number(value) + (unit.empty() ? "" : " " + unit);
}

std::string boxes_html(const Json& card) {
  std::string html;
  for (const Json& alarm : card["alarms"])
    html += box_html("alarm", "<b>Alarm: do not believe these figures</b>" + paragraph_html(text(alarm)));
  if (spec::is_simulated(text(card["trained_on"]["data_origin"])))
    html += box_html("alarm",
                     "<b>Simulated data</b>" +
                         paragraph_html("This model learnt from simulated samples. It says nothing about real water."));
  return html + box_html("warning", "<b>Must not be used for</b>" + paragraph_html(english(card["not_for"])) +
                                        paragraph_html("It estimates; it does not measure. No one's water may be "
                                                       "declared safe or unsafe by it: that takes "
                                                       "a laboratory and the law."));
}

std::string purpose_html(const Json& card) {
  const Json& purpose = card["purpose"];
  if (is_regression(card))
    return paragraph_html(english(purpose["description"])) +
           paragraph_html("It estimates a number: “" + english(purpose["estimates"]) + "”" +
                          (text(purpose["unit"]).empty() ? "" : ", in " + text(purpose["unit"])) +
                          ", for samples like those it learnt from.");
  return paragraph_html(english(purpose["description"])) +
         paragraph_html("It gives the probability that a sample would be labelled “" + english(purpose["estimates"]) +
                        "” rather than “" + english(purpose["against"]) +
                        "” in data like those it learnt from, to decide which samples to look at first, and for " +
                        "comparison with other models on the same rows.");
}

std::string data_html(const Json& card) {
  const Json& data = card["trained_on"];
  const Json& lineage = data["lineage"];
  std::vector<std::pair<std::string, std::string>> facts = {{"Rows", count(data["rows"])},
                                                            {"Origin", text(data["data_origin"])}};
  const Json& hold_out = card["performance"]["hold_out"];
  if (hold_out.is_object())
    facts.emplace_back("Kept from it", count(hold_out["rows"]) + " samples from " + text(hold_out["from"]) + " on");
  if (data["classes"].is_object())
    facts.emplace_back(hold_out.is_object() ? "Classes of both" : "Classes",
                       count(data["classes"]["positives"]) + " “" + english(card["purpose"]["estimates"]) + "”, " +
                           count(data["classes"]["negatives"]) + " “" + english(card["purpose"]["against"]) + "”");
  if (data.contains("target") && data["target"].is_object())
    facts.emplace_back(english(card["purpose"]["estimates"]), short_number(data["target"]["min"]) + " to " +
                                                                  in_unit(data["target"]["max"], card) + ", mean " +
                                                                  in_unit(data["target"]["mean"], card));
  if (lineage.is_object()) {
    std::string sources;
    for (const Json& source : lineage["sources"])
      sources += (sources.empty() ? "" : "; ") + text(source["name"]) + " (" + count(source["samples"]) + ")";
    facts.emplace_back("Source", sources.empty() ? "–" : sources);
    facts.emplace_back("Sampled", lineage["first_sampled"].is_null()
                                      ? "no sample has a date"
                                      : text(lineage["first_sampled"]) + " to " + text(lineage["last_sampled"]));
    facts.emplace_back("Imported", text(lineage["last_imported"]));
  }
  const std::string license = text(data["license"]);
  facts.emplace_back("Licence",
                     license.empty() ? "not stated" : license + ", where it is the data set that the spec describes");
  facts.emplace_back("SHA-256 of the rows", text(data["sha256"]));
  std::string html = facts_html(facts);
  if (!data["findings"].is_array()) return html;
  for (const Json& finding : data["findings"])
    if (finding["severity"] != "notice")
      html += box_html(text(finding["severity"]), paragraph_html(english(finding["text"])));
  return html;
}

std::vector<Cell> metric_row(const std::string& name, const Json& metrics, const char* key,
                             const std::string& baseline) {
  const Json metric = metrics.contains(key) ? metrics[key] : Json::object();
  const Json mean = metric.contains("mean") ? metric["mean"] : Json(nullptr);
  const Json sd = metric.contains("sd") ? metric["sd"] : Json(nullptr);
  return {{name}, {number(mean, 3)}, {sd.is_number() ? "± " + number(sd, 3) : "–"}, {baseline}};
}

/// The law's numbers as a rule, on the same rows.
std::string limits_rule_html(const Json& rule) {
  if (!rule.is_object()) return "";
  std::string html = "To go by the limits of " + text(rule["jurisdiction"]) +
                     " alone, without a model, has precision " + number(rule["precision"], 3) + " at recall " +
                     number(rule["recall"], 3) + " on the same rows";
  if (!rule["unconfirmed"].empty()) html += "; the limits of " + joined(rule["unconfirmed"]) + " are not confirmed";
  return paragraph_html(html + ".");
}

/// What the registered file says of the time after the samples that it was fitted to.
std::string hold_out_html(const Json& hold_out, const Json& recall_floor) {
  if (!hold_out.is_object()) return "";
  return paragraph_html("The file itself, on " + count(hold_out["rows"]) + " samples from " + text(hold_out["from"]) +
                        " on, which it was not fitted to: ROC AUC " + number(hold_out["roc_auc"], 3) + ", precision " +
                        number(hold_out["precision"], 3) + " and recall " + number(hold_out["recall"], 3) +
                        " at its threshold, precision " + number(hold_out["precision_at_recall_floor"], 3) +
                        " at recall " + number(recall_floor, 2) + " on their own curve.");
}

std::string errors_text(const Json& errors, const Json& card) {
  return "MAE " + in_unit(errors["mae"], card) + ", RMSE " + in_unit(errors["rmse"], card) + ", R² " +
         number(errors["r2"], 3);
}

/// A line for each figure of a regression: the model's, then those of what needs no model.
std::string regression_performance_html(const Json& card) {
  const Json& performance = card["performance"];
  const Json& baselines = performance["baseline"];
  const auto without_model = [&](const char* name, const char* figure) {
    const bool is_known = baselines.is_object() && baselines.contains(name);
    return Cell{is_known ? short_number(baselines[name][figure]["mean"]) : "–"};
  };
  std::vector<std::vector<Cell>> rows;
  for (const auto& [key, title] : {std::pair{"mae", "Mean absolute error (MAE)"},
                                   std::pair{"rmse", "Root mean square error (RMSE)"}, std::pair{"r2", "R²"}}) {
    if (!performance["metrics"].contains(key)) continue;
    const Json& metric = performance["metrics"][key];
    rows.push_back({{title},
                    {short_number(metric["mean"])},
                    {metric["sd"].is_number() ? "± " + short_number(metric["sd"]) : "–"},
                    without_model("mean", key),
                    without_model("persistence", key)});
  }
  std::string html;
  const Json& hold_out = performance["hold_out"];
  if (hold_out.is_object())
    html +=
        paragraph_html("The file itself, on " + count(hold_out["rows"]) + " samples from " + text(hold_out["from"]) +
                       " on, which it was not fitted to: " + errors_text(hold_out, card) + ".");
  return html + table_html({"Figure", "Mean over folds", "Spread", "Always the mean", "The number before"}, rows) +
         paragraph_html(
             "From rows that took no part in the fit or in the choice of hyper-parameters. Spread: standard deviation "
             "between folds. Without a model: the mean of what was trained on; the number of the sample before, where "
             "the split goes by time.",
             "soft");
}

std::string performance_html(const Json& card) {
  if (is_regression(card)) return regression_performance_html(card);
  const Json& performance = card["performance"];
  const Json& metrics = performance["metrics"];
  const Json& baseline = performance["baseline"];
  const bool known = baseline.is_object();
  std::string html;
  if (metrics.contains("precision") && metrics["precision"].contains("pooled") &&
      metrics["precision"]["pooled"].is_number())
    html += paragraph_html("Of the rows that it called “" + english(card["purpose"]["estimates"]) + "”, " +
                           percent(metrics["precision"]["pooled"]) + " were; with 95 % confidence between " +
                           percent(metrics["precision"]["lower"]) + " and " + percent(metrics["precision"]["upper"]) +
                           ". Calling every row so would be right in " +
                           (known ? percent(baseline["always_positive"]["precision"]) : "an unknown share") + ".");
  html += limits_rule_html(performance["limits_rule"]) +
          hold_out_html(performance["hold_out"], card["decision"]["recall_floor"]);
  html +=
      table_html({"Figure", "Mean over folds", "Spread", "Without a model"},
                 {metric_row("ROC AUC", metrics, "roc_auc", "0.500"),
                  metric_row("Average precision", metrics, "pr_auc",
                             known ? number(baseline["always_positive"]["precision"], 3) : "–"),
                  metric_row("Precision at the threshold", metrics, "precision",
                             known ? number(baseline["always_positive"]["precision"], 3) : "–"),
                  metric_row("Recall at the threshold", metrics, "recall", "1.000"),
                  metric_row("Brier score", metrics, "brier", "–"), metric_row("Log loss", metrics, "log_loss", "–")});
  return html + paragraph_html(
                    "From rows that took no part in the fit, in the choice of hyper-parameters or in that of the "
                    "threshold. Spread: standard "
                    "deviation between folds. Without a model: calling every row positive; ROC AUC of a coin.",
                    "soft");
}

/// What the rows of a slice have in common, with the feature called as people call it.
std::string slice_name(const Json& slice, const Json& card) {
  std::string title = text(slice["feature"]);
  std::string unit;
  for (const Json& input : card["inputs"])
    if (input["name"] == slice["feature"]) {
      title = english(input["title"]);
      unit = text(input["unit"]);
    }
  if (slice["from"].is_null()) return title + " not measured";
  // Cards of earlier versions knew numbers only.
  if (const Json category = slice.value("category", Json()); category.is_string()) return title + " " + text(category);
  const std::string range = title + " " + short_number(slice["from"]) + " to " + short_number(slice["to"]);
  return unit.empty() ? range : range + " " + unit;
}

const std::string kSlices = "Rows in which a feature was not measured, quarters of its values, and its categories.";

std::string failures_html(const Json& card) {
  const Json& fails = card["fails"];
  if (!fails.is_object()) return paragraph_html("The training run kept nothing to tell it by.");
  if (is_regression(card)) {
    std::vector<std::vector<Cell>> errors;
    for (const Json& slice : fails["largest_error"])
      errors.push_back({{slice_name(slice, card)},
                        {count(slice["rows"])},
                        {in_unit(slice["mae"], card)},
                        {in_unit(slice["bias"], card)}});
    return (errors.empty() ? "" : table_html({"Largest error", "Rows", "MAE", "Estimate minus observed"}, errors)) +
           paragraph_html("The worst of many slices: some are so by chance alone. " + kSlices, "soft");
  }
  std::vector<std::vector<Cell>> precision;
  for (const Json& slice : fails["lowest_precision"])
    precision.push_back({{slice_name(slice, card)},
                         {count(slice["predicted_positives"])},
                         {percent(slice["precision"])},
                         {percent(slice["precision_lower"]) + " – " + percent(slice["precision_upper"])}});
  std::vector<std::vector<Cell>> recall;
  for (const Json& slice : fails["lowest_recall"])
    recall.push_back({{slice_name(slice, card)}, {count(slice["positives"])}, {percent(slice["recall"])}});
  std::string html;
  if (!precision.empty())
    html += table_html({"Lowest precision", "Called positive", "Precision", "95 % interval"}, precision);
  if (!recall.empty()) html += table_html({"Lowest recall", "Positive rows", "Recall"}, recall);
  return html +
         paragraph_html("The worst of many slices: some are low by chance alone, as the intervals show. " + kSlices,
                        "soft");
}

std::string joined_categories(const Json& categories) {
  std::string texts;
  for (const Json& category : categories)
    texts += (texts.empty() ? "" : ", ") + english(category["title"]) +
             (category["rows"].is_number() ? " (" + count(category["rows"]) + ")" : "");
  return texts;
}

std::string inputs_html(const Json& card) {
  std::vector<std::vector<Cell>> rows;
  for (const Json& input : card["inputs"]) {
    const Json categories = input.value("categories", Json::array());
    const Json& trained_on = input["trained_on"];
    const std::string range = short_number(trained_on["low"]) + " – " + short_number(trained_on["high"]);
    rows.push_back({{english(input["title"])},
                    {text(input["unit"]).empty() ? "–" : text(input["unit"])},
                    {categories.empty() ? range : joined_categories(categories)},
                    {categories.empty() ? short_number(trained_on["median"]) : "–"},
                    {percent(trained_on["missing_share"])}});
  }
  return paragraph_html("Outside the range it was trained on its answer is a guess; the server flags such rows.") +
         table_html({"Feature", "Unit", "Trained on", "Median", "Missing"}, rows);
}

std::string lineage_html(const Json& card) {
  const Json& lineage = card["lineage"];
  return facts_html({{"Training run", text(lineage["run_id"])},
                     {"Evaluation run", text(lineage["evaluation_run_id"])},
                     {"Code", text(lineage["code_version"])},
                     {"Seed", text(lineage["seed"])},
                     {"SHA-256 of the file", text(lineage["model_sha256"])},
                     {"SHA-256 of the spec", text(lineage["spec_sha256"])}});
}

}  // namespace

std::string model_card_page(std::string_view card_json, std::string_view plots_html) {
  const Json card = Json::parse(card_json);
  const std::string name = text(card["model"]) + " version " + count(card["version"]);
  std::string body =
      "<header>\n" + heading_html(1, english(card["title"])) + paragraph_html("Model card · " + name, "soft") +
      facts_html(
          {{"Family", text(card["family"])},
           {"Alias", joined(card["aliases"])},
           {"Stage", text(card["stage"])},
           {"Registered", text(card["created_at"])},
           is_regression(card)
               ? std::pair<std::string, std::string>{"Answers", english(card["purpose"]["estimates"])}
               : std::pair<std::string, std::string>{"Decides at",
                                                     "a probability of " + number(card["decision"]["threshold"], 4) +
                                                         ", chosen for a recall of " +
                                                         percent(card["decision"]["recall_floor"]) + " or more"}}) +
      boxes_html(card) + "</header>\n";
  body += section_html("What it is for", purpose_html(card));
  body += section_html(
      "How good it is",
      performance_html(card) +
          (plots_html.empty() ? "" : "<div class=\"charts large\">\n" + std::string(plots_html) + "</div>\n"));
  body += section_html("Where it fails", failures_html(card));
  body += section_html("What it was trained on", data_html(card));
  body += section_html("What it takes", inputs_html(card));
  body += section_html("Where it comes from", lineage_html(card));
  return html_page(kEnglish, "Model card · " + name, body);
}

}  // namespace clearwell::report
