#include "server/batch/file_watch.hpp"

#include "common/hash/sha256.hpp"
#include "server/batch/batch_prediction.hpp"
#include "server/batch/spool_file.hpp"
#include "server/intake/utf8.hpp"
#include "server/scoring/model_cache.hpp"

#include <algorithm>
#include <exception>
#include <fstream>
#include <stdexcept>

namespace clearwell::batch {
namespace {

constexpr std::chrono::milliseconds kLongestPause = std::chrono::minutes(1);
constexpr const char* kDriftEnding = ".drift.json";
constexpr const char* kReasonEnding = ".reason.txt";

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names)
    text += (text.empty() ? "" : ",") + name;
  return text;
}

/// Words about a file's cells, as the database takes them: UTF-8 without NUL.
std::string storable(std::string text) {
  std::replace(text.begin(), text.end(), '\0', '?');
  while (const auto place = intake::find_no_utf8(text))
    text[*place] = '?';
  return text;
}

}  // namespace

FileWatch::FileWatch(store::Database& database, const scoring::ModelCache& models, WatchedPlace& place,
                     WatchedFiles files, std::shared_ptr<const registry::ArtifactStorage> output,
                     std::shared_ptr<const registry::ArtifactStorage> failed, FileWatchOptions options,
                     FileWatchObserver observer)
    : database_(database),
      models_(models),
      place_(place),
      files_(std::move(files)),
      output_(std::move(output)),
      failed_(std::move(failed)),
      options_(std::move(options)),
      observer_(std::move(observer)) {}

void FileWatch::work(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    look(stop);
    wait(stop);
  }
}

bool FileWatch::work_off(const std::stop_token& stop) {
  for (;;) {
    const Look seen = look(stop);
    if (!seen.waits) return !seen.gave_back;
    if (stop.stop_requested()) return false;
    wait(stop);
  }
}

void FileWatch::wait(const std::stop_token& stop) {
  place_.wait(stop, has_unfinished_ ? std::min(options_.settle, options_.look_every) : options_.look_every);
}

FileWatch::Look FileWatch::look(const std::stop_token& stop) {
  WatchedPlace::Look found;
  try {
    found = place_.look();
  } catch (const std::exception& error) {
    observer_.given_back("", error);
    return {.gave_back = true};
  }
  has_unfinished_ = found.has_unfinished;
  Look seen{.waits = found.has_unfinished};
  std::set<Key> ended;
  std::map<Key, Delay> delays;
  auto n_waiting = static_cast<std::size_t>(std::ranges::count_if(found.whole, [this](const FoundFile& file) {
    return !ended_.contains({file.name, file.stamp});
  }));
  observer_.waiting(n_waiting);
  for (const FoundFile& file : found.whole) {
    Key key{file.name, file.stamp};
    const bool is_known = ended_.contains(key);
    if (!is_known && stop.stop_requested()) return {.waits = true};
    if (is_known || score_unless_delayed(file, key) == Standing::kEnded) {
      if (!is_known) observer_.waiting(--n_waiting);
      if (!file.stamp.empty()) ended.insert(std::move(key));
    } else if (auto delay = delays_.extract(key)) {
      delays.insert(std::move(delay));
      seen.gave_back = true;
    } else {
      seen.waits = true;
    }
  }
  ended_ = std::move(ended);
  delays_ = std::move(delays);
  return seen;
}

FileWatch::Standing FileWatch::score_unless_delayed(const FoundFile& file, const Key& key) {
  const auto delay = delays_.find(key);
  if (delay != delays_.end() && Clock::now() < delay->second.end) return Standing::kOpen;
  try {
    return score(file);
  } catch (const std::exception& error) {
    give_back(file, key, error);
    return Standing::kOpen;
  }
}

/// To be tried again at the next look, and then after pauses that double.
void FileWatch::give_back(const FoundFile& file, const Key& key, const std::exception& error) {
  observer_.given_back(file.name, error);
  const auto [delay, is_first] = delays_.try_emplace(key, Delay{});
  Delay& next = delay->second;
  next.pause = is_first ? options_.look_every : std::min(2 * next.pause, std::max(kLongestPause, options_.look_every));
  next.end = Clock::now() + next.pause;
}

FileWatch::Standing FileWatch::score(const FoundFile& file) {
  if (const auto place = intake::find_no_utf8(file.name)) {
    observer_.refused(storable(file.name), "byte " + std::to_string(*place + 1) +
                                               " of the name is not UTF-8; accepted: names in UTF-8; rename it");
    return Standing::kEnded;
  }
  if (files_.has_ended(file)) return Standing::kEnded;
  if (files_.is_claimed(file)) return Standing::kOpen;  // without reading all of it first
  const Clock::time_point begin = Clock::now();
  SpoolFile copy(options_.spool);
  if (!place_.fetch(file, copy.path())) return Standing::kOpen;
  const std::string sha256 = hash::sha256_hex(copy.bytes());
  const bool is_first = files_.add(file, sha256, copy.bytes().size(), versions_now());
  std::optional<ClaimedFile> claim = files_.claim(file.name, sha256);
  if (!claim) return files_.has_ended(file, sha256) ? Standing::kEnded : Standing::kOpen;
  if (!is_first) {  // whoever had it may have been killed while writing
    for (const char* ending : {"", kDriftEnding})
      output_->remove_unfinished(claim->output_name() + ending);
    for (const char* ending : {"", kReasonEnding})
      failed_->remove_unfinished(claim->output_name() + ending);
  }
  FileOutcome outcome = score(file, copy, *std::move(claim));
  outcome.sha256 = sha256;
  outcome.took = Clock::now() - begin;
  observer_.ended(outcome);
  return Standing::kEnded;
}

// What has been written lies there before the row says so: a kill between the two has it written once more.
FileOutcome FileWatch::score(const FoundFile& file, SpoolFile& copy, ClaimedFile claim) {
  const ScoringVersions& versions = claim.versions();
  const std::shared_ptr<const scoring::LoadedModel> champion = load(versions.model, versions.champion);
  const std::shared_ptr<const scoring::LoadedModel> challenger =
      versions.challenger ? load(versions.model, *versions.challenger) : nullptr;
  const spec::DatasetSpec& spec = champion->predictor.spec();
  BatchDrift drift(spec, training_distributions(database_, champion->version, spec));

  SpoolFile result(options_.spool);
  std::ifstream in(copy.path(), std::ios::binary);
  std::ifstream again(copy.path(), std::ios::binary);
  std::ofstream out(result.path(), std::ios::binary);
  if (!in || !again || !out) throw std::runtime_error("cannot open what lies in " + options_.spool.string());
  ChallengerColumns beside(challenger, spec.is_regression(), again);
  const Result<RowCounts> rows = predict_file(champion->predictor, champion->version.version, in, out, drift, &beside);
  out.close();
  if (!out) throw std::runtime_error("cannot write into " + options_.spool.string());
  if (in.bad() || again.bad()) throw std::runtime_error("cannot read from " + options_.spool.string());

  const std::string& name = claim.output_name();
  FileOutcome outcome{.name = file.name, .versions = versions};
  if (!rows) {
    outcome.reason = storable(rows.error().message);
    outcome.output = failed_->location(name);
    failed_->write(name, copy.bytes());
    failed_->write(name + kReasonEnding, outcome.reason + "\n");
    claim.failed(outcome.reason);
    return outcome;
  }
  outcome.n_scored = rows->scored;
  outcome.n_unanswered = rows->nothing_measured + rows->not_computable;
  outcome.moved = joined(moved_features(drift.compare()));
  outcome.output = output_->location(name);
  output_->write(name + kDriftEnding, drift.to_json(champion->version) + "\n");
  output_->write(name, result.bytes());
  claim.scored(outcome.n_scored, outcome.n_unanswered, hash::sha256_hex(result.bytes()));
  return outcome;
}

std::shared_ptr<const scoring::LoadedModel> FileWatch::load(const std::string& model, int version) const {
  std::shared_ptr<const scoring::LoadedModel> loaded = models_.find_version(model, version);
  if (!loaded) throw std::runtime_error("there is no " + model + "/" + std::to_string(version));
  return loaded;
}

ScoringVersions FileWatch::versions_now() const {
  const std::optional<scoring::ServedModel> served = models_.find(options_.model);
  if (!served || !served->champion) throw std::runtime_error("there is no " + options_.model + "@champion");
  ScoringVersions versions{.model = options_.model, .champion = served->champion->version.version};
  const bool is_regression = served->champion->predictor.spec().is_regression();
  if (served->challenger &&
      served->challenger->predictor.spec().is_regression() == is_regression)  // else no column fits
    versions.challenger = served->challenger->version.version;
  return versions;
}

}  // namespace clearwell::batch
