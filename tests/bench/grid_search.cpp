#include "server/base/spec_files.hpp"
#include "server/dataset/fold_file.hpp"
#include "server/training/candidate_search.hpp"

#include <nlohmann/json.hpp>

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <limits>
#include <sstream>

/// A plain grid search of the project's own kind, to be timed: XGBoost, each candidate on each fold. For each line on
/// stdin, a grid in JSON, a line on stdout: {"seconds", "scores": mean ROC AUC of each candidate}. grid_search.py does
/// the same by scikit-learn.
///   grid_search water_potability.csv cv_folds.csv THREADS
using namespace clearwell;

namespace {

/// Numbers and gaps, the label last.
dataset::TrainingTable read_table(const std::string& path, const spec::DatasetSpec& spec) {
  dataset::TrainingTable table;
  table.n_features = spec.features.size();
  table.data_origin = "imported";
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  while (std::getline(file, line)) {
    std::istringstream cells(line);
    std::string cell;
    for (std::size_t feature = 0; feature < table.n_features && std::getline(cells, cell, ','); ++feature)
      table.features.push_back(cell.empty() ? std::numeric_limits<float>::quiet_NaN()
                                            : std::strtof(cell.c_str(), nullptr));
    std::getline(cells, cell);
    table.labels.push_back(cell.starts_with('1') ? 1 : 0);  // the file's lines may end in CR LF
    table.source_rows.emplace_back(static_cast<int>(table.sample_ids.size()));
    table.sample_ids.push_back(static_cast<std::int64_t>(table.sample_ids.size()) + 1);
  }
  return table;
}

double mean_roc_auc(const training::Trial& trial) {
  double sum = 0;
  for (const training::SearchFold& fold : trial.folds)
    sum += fold.roc_auc.value();
  return sum / static_cast<double>(trial.folds.size());
}

nlohmann::json timed_search(const spec::DatasetSpec& spec, const dataset::TrainingTable& table,
                            const dataset::Folds& folds, unsigned n_threads) {
  const auto begin = std::chrono::steady_clock::now();
  const Result<training::SearchSpace> space = training::search_space(spec, 0);
  if (!space) return {{"error", space.error().field + ": " + space.error().message}};
  training::CandidateSearch search;
  search.space = &*space;
  search.spec = &spec;
  search.rows = &table;
  search.folds = &folds;
  search.recall_floor = spec.metric.recall_floor;
  search.settings.seed = 42;
  search.tasks_per_fold = training::tasks_per_fold(static_cast<std::size_t>(folds.n_folds), n_threads);
  const training::SearchResult found = training::search_candidates(search, n_threads);
  std::vector<double> scores;
  for (const training::Trial& trial : found.trials)
    scores.push_back(mean_roc_auc(trial));
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
  return {{"seconds", seconds.count()}, {"scores", scores}};
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) {
    std::cerr << "usage: grid_search water_potability.csv cv_folds.csv THREADS\n";
    return 2;
  }
  spec::DatasetSpec spec = *base::load_spec(std::filesystem::path(CLEARWELL_SOURCE_DIR) / "models", "water_potability");
  const dataset::TrainingTable table = read_table(argv[1], spec);
  std::ifstream folds_file(argv[2], std::ios::binary);
  const std::string csv{std::istreambuf_iterator<char>(folds_file), {}};
  const Result<std::vector<dataset::Folds>> repeats = dataset::parse_fold_file(csv, table.source_rows);
  if (!repeats) {
    std::cerr << argv[2] << ": " << repeats.error().message << '\n';
    return 1;
  }
  std::string line;
  while (std::getline(std::cin, line)) {
    spec.families = {{"xgboost", nlohmann::json::parse(line).get<std::map<std::string, std::vector<double>>>()}};
    std::cout << timed_search(spec, table, repeats->front(), static_cast<unsigned>(std::atoi(argv[3]))).dump()
              << std::endl;
  }
}
