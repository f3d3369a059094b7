#include "common/hash/sha256.hpp"
#include "server/commands/command.hpp"
#include "tests/command_line.hpp"
#include "tests/emptied_database.hpp"
#include "tests/server/training/stored_samples.hpp"

#include <CLI/CLI.hpp>
#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>
#include <iostream>
#include <iterator>

using namespace clearwell;
using nlohmann::json;
using tests::CommandAnswer;

namespace {

/// The program's own command line on the test program's database, with one spec named `example`.
struct CommandLine {
  CommandLine() {
    options.data_dir = database.options().data_dir;
    options.models_dir = folder.path() / "models";
    spec::DatasetSpec spec = tests::example_spec(3);
    spec.label.disclaimer = {"It means nothing.", "No significa nada."};
    spec.split.folds = 3;
    spec.families = {{"logistic_regression", {{"c", {1}}}}, {"xgboost", {{"n_trees", {10}}, {"max_depth", {2}}}}};
    std::filesystem::create_directories(options.models_dir / "example");
    std::ofstream(options.models_dir / "example" / "spec.json") << spec::to_json(spec);
  }

  CommandAnswer run(std::vector<std::string> arguments) const {
    return tests::run_command(options,
                              {commands::add_train, commands::add_models, commands::add_export, commands::add_promote,
                               commands::add_rollback, commands::add_promotions},
                              std::move(arguments));
  }

  const tests::TemporaryDatabase& database = tests::emptied_database();
  tests::TemporaryFolder folder;
  base::Options options;
};

std::string read(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(train_commands, CommandLine)

BOOST_AUTO_TEST_CASE(json_has_the_fields_of_the_contract) {
  tests::store_samples(*database, tests::learnable_table(200, 1));
  const CommandAnswer answer = run({"train", "--json"});
  BOOST_REQUIRE(answer.exit_code == 0);
  const json report = json::parse(answer.out);
  BOOST_TEST(report.at("model") == "example");
  BOOST_TEST(report.at("version") == 1);
  BOOST_TEST(report.at("sha256").get<std::string>().size() == 64);
  BOOST_TEST(report.at("run_id").get<std::string>().size() == 32);
  BOOST_REQUIRE(report.at("families").size() == 2);
  for (const json& family : report.at("families"))
    for (const char* metric : {"roc_auc", "precision", "recall", "accuracy_at_half", "precision_at_half"}) {
      BOOST_TEST(family.at(metric).contains("mean"));
      BOOST_TEST(family.at(metric).contains("sd"));
    }
  BOOST_TEST(report.at("families")[1].at("roc_auc").at("mean").get<double>() > 0.7);

  const json models = json::parse(run({"models", "--json"}).out);
  BOOST_REQUIRE(models.size() == 1);
  BOOST_TEST(models[0].at("name") == "example");
  BOOST_TEST(models[0].at("version") == 1);
  BOOST_TEST(models[0].at("aliases") == json::array({"champion"}));
  BOOST_TEST(models[0].at("stage") == "Production");
  BOOST_TEST(models[0].at("dataset_sha256").get<std::string>().size() == 64);
  BOOST_TEST(models[0].at("alarms").empty());
  BOOST_TEST(models[0].at("family") == report.at("champion_family"));
  BOOST_TEST(models[0].at("sha256") == report.at("sha256"));
  BOOST_TEST(models[0].at("threshold") == report.at("threshold"));
}

BOOST_AUTO_TEST_CASE(people_see_the_model_that_always_says_no_and_what_the_label_does_not_mean) {
  tests::store_samples(*database, tests::learnable_table(200, 1));
  const CommandAnswer answer = run({"train", "--model", "example", "--families", "logistic_regression"});
  BOOST_REQUIRE(answer.exit_code == 0);
  BOOST_TEST(answer.err.empty());  // no progress bar where nobody looks
  const auto has = [&](const std::string& text) { return answer.out.find(text) != std::string::npos; };
  BOOST_TEST(has("\nalways no "));
  BOOST_TEST(has("\nlogistic_regression "));
  BOOST_TEST(!has("xgboost"));
  BOOST_TEST(has("\nRegistered example version 1 (champion): logistic_regression, threshold 0."));
  BOOST_TEST(has("fitted to 200 imported samples\nIt means nothing.\n"));
  BOOST_TEST(has("Mean (standard deviation) over 3 folds that took no part in the fit."));
}

BOOST_AUTO_TEST_CASE(a_trained_version_has_a_card_with_all_that_its_run_kept) {
  tests::store_samples(*database, tests::learnable_table(200, 1));
  const json report = json::parse(run({"train", "--json"}).out);
  const CommandAnswer answer = run({"models", "--card", "example/1"});
  BOOST_REQUIRE(answer.exit_code == 0);
  const json card = json::parse(answer.out);
  BOOST_TEST(card["model"] == "example");
  BOOST_TEST(card["not_for"]["es"] == "No significa nada.");
  BOOST_TEST(card["trained_on"]["rows"] == 200);
  BOOST_TEST(card["trained_on"]["lineage"]["samples"] == 200);
  BOOST_TEST(card["trained_on"]["findings"] == report["findings"]);
  BOOST_TEST(card["trained_on"]["sha256"] == card["lineage"]["dataset_sha256"]);
  BOOST_TEST(card["lineage"]["run_id"] == report["run_id"]);
  BOOST_TEST(card["lineage"]["model_sha256"] == report["sha256"]);
  const json& baseline = card["performance"]["baseline"];
  const json& classes = card["trained_on"]["classes"];
  const double positives = classes["positives"].get<double>();
  BOOST_TEST(baseline["always_positive"]["precision"].get<double>() == positives / 200);
  BOOST_TEST(card["performance"]["metrics"]["roc_auc"]["mean"].get<double>() > 0.7);
  BOOST_TEST(card["inputs"].size() == 3);
  BOOST_TEST(!card["fails"]["lowest_recall"].empty());
  BOOST_TEST(card["feature_importance"]["features"].size() == 3);

  BOOST_TEST(run({"models", "--card", "example/7"}).err ==
             "clearwell models: there is no example/7; clearwell models lists what there is\n");
  BOOST_TEST(run({"models", "--card", "example/x"}).exit_code == 1);
}

BOOST_AUTO_TEST_CASE(a_split_by_time_says_what_the_file_and_the_law_reach_on_later_samples) {
  spec::DatasetSpec spec = *spec::parse_dataset_spec(read(options.models_dir / "example" / "spec.json"));
  spec.features[0].parameter = "iron";
  spec.features[0].unit = "mg/L";
  spec.sampled_at = spec::SampledAtSpec{.name = "taken"};
  spec.split = {
      .method = spec::SplitMethod::time,
      .test_from = std::chrono::year_month_day{std::chrono::year(2025), std::chrono::January, std::chrono::day(1)},
      .folds = 1};
  spec.limits_rule = spec::LimitsRuleSpec{.jurisdiction = "EU"};
  std::ofstream(options.models_dir / "example" / "spec.json") << spec::to_json(spec);
  tests::store_samples(*database, tests::learnable_table(300, 1));
  {
    store::Transaction transaction = database->begin();
    transaction.run("UPDATE water.samples SET sampled_at = make_timestamptz(2024 + source_row % 2, 6, 1, 0, 0, 0)");
    transaction.run("UPDATE water.sample_results SET parameter = 'iron', unit = 'mg/L' WHERE parameter = 'x0'");
    transaction.commit();
  }
  const json report = json::parse(run({"train", "--families", "logistic_regression", "--json"}).out);
  BOOST_TEST(report["hold_out"]["from"] == "2025-01-01");
  BOOST_TEST(report["hold_out"]["rows"] == 150);
  BOOST_TEST(report["hold_out"]["roc_auc"] == report["families"][0]["roc_auc"]["mean"]);
  BOOST_TEST(report["baselines"]["rows"] == 150);
  const json& rule = report["baselines"]["limits_rule"];
  BOOST_TEST(rule["jurisdiction"] == "EU");
  BOOST_TEST(rule["unconfirmed"] == json::array({"x0"}));
  BOOST_TEST(rule["precision"].get<double>() > 0.6);
  const json card = json::parse(run({"models", "--card", "example/1"}).out);
  BOOST_TEST(card["performance"]["limits_rule"] == rule);
  BOOST_TEST(card["performance"]["hold_out"] == report["hold_out"]);
  BOOST_TEST(card["trained_on"]["rows"] == 150);

  const CommandAnswer answer = run({"train", "--families", "logistic_regression"});
  const auto has = [&](const std::string& text) { return answer.out.find(text) != std::string::npos; };
  BOOST_TEST(has("\nlimits of EU          -               "));
  BOOST_TEST(has("Mean (standard deviation) over 1 fold that took no part in the fit."));
  BOOST_TEST(has("\nLimits of EU: a sample with a value beyond one is called yes; those of x0 are not confirmed.\n"));
  BOOST_TEST(has("\nThe registered file on the 150 samples from 2025-01-01 on ("));
  BOOST_TEST(has("fitted to 150 imported samples\n"));
}

BOOST_AUTO_TEST_CASE(export_writes_the_registered_file_byte_for_byte) {
  tests::store_samples(*database, tests::learnable_table(100, 1));
  const json report = json::parse(run({"train", "--families", "xgboost", "--folds", "2", "--json"}).out);
  const std::filesystem::path out = folder.path() / "model.onnx";
  for (const char* reference : {"example", "example@champion", "example/1"}) {
    std::ofstream(out) << "what was there before";
    BOOST_TEST(run({"export", reference, out.string()}).exit_code == 0);
    BOOST_TEST(hash::sha256_hex(read(out)) == report.at("sha256").get<std::string>());
  }
  BOOST_TEST(run({"export", "example@challenger", out.string()}).err ==
             "clearwell export: there is no example@challenger; clearwell models lists what there is\n");
  const CommandAnswer wrong = run({"export", "example@best", out.string()});
  BOOST_TEST(wrong.exit_code == 1);
  BOOST_TEST(
      wrong.err ==
      "clearwell export: 'example@best' names an alias that does not exist; a model is named NAME, NAME@champion, "
      "NAME@challenger or NAME/VERSION\n");
  const CommandAnswer nowhere = run({"export", "example", (folder.path() / "none" / "model.onnx").string()});
  BOOST_TEST(nowhere.exit_code == 1);
  BOOST_TEST(nowhere.err ==
             "clearwell export: cannot write " + (folder.path() / "none" / "model.onnx").string() + "\n");
  std::ptrdiff_t files =
      std::distance(std::filesystem::directory_iterator(folder.path()), std::filesystem::directory_iterator());
  BOOST_TEST(files == 2);  // the specs and the model: no temporary file is left
}

BOOST_AUTO_TEST_CASE(what_cannot_be_trained_says_why_with_1_and_a_wrong_option_with_2) {
  const auto refused = [this](std::vector<std::string> arguments, int exit_code = 1) {
    const CommandAnswer answer = run(std::move(arguments));
    BOOST_TEST(answer.exit_code == exit_code);
    BOOST_TEST(answer.out.empty());
    return answer.err;
  };
  BOOST_TEST(refused({"train"}) ==
             "clearwell train: there are no labelled samples to train on; clearwell import FILE --model NAME reads "
             "them from a "
             "file (--model)\n");
  tests::store_samples(*database, tests::learnable_table(40, 1));
  BOOST_TEST(
      refused({"train", "--families", "xgboost,svm"}, 2) ==
      "clearwell train: 'svm' is not a family of the spec example; it has logistic_regression, xgboost (families)\n");
  BOOST_TEST(refused({"train", "--folds-file", "/nowhere/folds.csv"}) ==
             "clearwell train: cannot read /nowhere/folds.csv (--folds-file)\n");
  BOOST_TEST(refused({"train", "--model", "exampel"}).find("exampel") != std::string::npos);
  store::Transaction transaction = database->begin();
  transaction.run("UPDATE water.samples SET model = 'another' WHERE source_row < 20");
  transaction.commit();
  BOOST_TEST(
      refused({"train"}) ==
      "clearwell train: several data sets have samples (another, example); say which one to train on (--model)\n");
}

BOOST_AUTO_TEST_CASE(folds_come_from_a_file_or_from_numbers) {
  BOOST_CHECK_THROW(run({"train", "--folds-file", "f.csv", "--folds", "5"}), CLI::ExcludesError);
}

BOOST_AUTO_TEST_CASE(a_challenger_is_compared_forced_and_rolled_back_and_each_decision_is_a_row) {
  tests::store_samples(*database, tests::learnable_table(300, 1));
  BOOST_REQUIRE(run({"train", "--families", "logistic_regression"}).exit_code == commands::kOk);
  BOOST_REQUIRE(run({"train", "--families", "logistic_regression", "--seed", "7"}).exit_code == commands::kOk);

  // The same recipe and no newer samples: nothing can tell the two apart.
  const CommandAnswer refused = run({"promote", "example", "2", "--json"});
  BOOST_TEST(refused.exit_code == commands::kFailed);
  BOOST_TEST(json::parse(refused.out)["outcome"] == "refused");
  BOOST_TEST(json::parse(refused.out)["from_version"] == 1);

  BOOST_TEST(run({"promote", "example", "2", "--force"}).exit_code == commands::kUsage);
  const CommandAnswer forced = run({"promote", "example", "2", "--force", "--reason", "a trial"});
  BOOST_TEST(forced.exit_code == commands::kOk);
  BOOST_TEST(forced.out == "example version 2 is champion, in place of version 1 (forced): a trial\n");
  const CommandAnswer again = run({"promote", "example", "2"});
  BOOST_TEST(again.exit_code == commands::kFailed);
  BOOST_TEST(again.err == "clearwell promote: version 2 of example is champion already\n");

  const CommandAnswer back = run({"rollback", "example"});
  BOOST_TEST(back.exit_code == commands::kOk);
  const json history = json::parse(run({"promotions", "example", "--json"}).out);
  std::vector<std::string> outcomes;
  for (const json& promotion : history)
    outcomes.push_back(promotion["outcome"]);
  BOOST_TEST((outcomes == std::vector<std::string>{"rolled_back", "forced", "refused", "promoted"}));
  BOOST_TEST(json::parse(run({"models", "--json"}).out)[1]["aliases"][0] == "champion");
}

BOOST_AUTO_TEST_CASE(decisions_about_what_is_not_there_are_refused) {
  const CommandAnswer promoted = run({"promote", "nobody", "3"});
  BOOST_TEST(promoted.exit_code == commands::kFailed);
  BOOST_TEST(promoted.err == "clearwell promote: there is no version 3 of the model nobody\n");
  BOOST_TEST(run({"rollback", "nobody"}).exit_code == commands::kFailed);
  BOOST_TEST(run({"promotions", "nobody"}).err ==
             "clearwell promotions: there is no model nobody; clearwell models lists what there is\n");
}

BOOST_AUTO_TEST_SUITE_END()
