#include "server/scoring/model_cache.hpp"

#include "server/store/database.hpp"

#include <algorithm>

namespace clearwell::scoring {
namespace {

bool has_alias(const registry::ModelVersion& version, std::string_view alias) {
  return std::find(version.aliases.begin(), version.aliases.end(), alias) != version.aliases.end();
}

}  // namespace

ModelCache::ModelCache(std::shared_ptr<store::Database> database, registry::Registry registry,
                       ModelCacheObserver observer, std::chrono::milliseconds re_read_every)
    : database_(std::move(database)),
      registry_(std::move(registry)),
      observer_(std::move(observer)),
      re_read_every_(re_read_every),
      models_(std::make_shared<const Models>()) {
  reload();
  follower_ = std::thread([this] { follow(); });
}

ModelCache::~ModelCache() {
  stopping_ = true;
  follower_.join();
}

std::shared_ptr<const ModelCache::Models> ModelCache::models() const {
  const std::lock_guard lock(mutex_);
  return models_;
}

std::optional<ServedModel> ModelCache::find(std::string_view name) const {
  const std::shared_ptr<const Models> snapshot = models();
  const auto found = snapshot->find(name);
  if (found == snapshot->end()) return std::nullopt;
  return found->second;
}

std::shared_ptr<const LoadedModel> ModelCache::find_version(std::string_view name, int version) const {
  constexpr std::size_t kMostPinned = 8;
  const auto is_meant = [&](const std::shared_ptr<const LoadedModel>& model) {
    return model && model->version.name == name && model->version.version == version;
  };
  if (const std::optional<ServedModel> served = find(name)) {
    if (is_meant(served->champion)) return served->champion;
    if (is_meant(served->challenger)) return served->challenger;
  }
  const std::lock_guard lock(pinning_);
  const auto known = std::find_if(pinned_.begin(), pinned_.end(), is_meant);
  if (known != pinned_.end()) return *known;
  std::optional<registry::ModelVersion> found = registry_.find({std::string(name), "", version});
  if (!found) return nullptr;
  Result<Predictor> predictor = Predictor::load(registry_.read_file(*found));
  if (!predictor) throw registry::ArtifactError(predictor.error().message);
  pinned_.push_front(std::make_shared<const LoadedModel>(LoadedModel{*std::move(found), std::move(predictor).value()}));
  if (pinned_.size() > kMostPinned) pinned_.pop_back();
  return pinned_.front();
}

void ModelCache::reload() {
  const std::lock_guard reloading(reloading_);
  const std::shared_ptr<const Models> before = models();
  auto after = std::make_shared<Models>();
  for (const registry::ModelVersion& version : registry_.list()) {
    ServedModel& served = (*after)[version.name];
    const auto was = before->find(version.name);
    const ServedModel none;
    const ServedModel& current = was == before->end() ? none : was->second;
    if (has_alias(version, "champion")) served.champion = load(version, "champion", current.champion);
    if (has_alias(version, "challenger")) served.challenger = load(version, "challenger", current.challenger);
  }
  const std::lock_guard lock(mutex_);
  models_ = std::move(after);
}

std::shared_ptr<const LoadedModel> ModelCache::load(const registry::ModelVersion& version, std::string_view alias,
                                                    const std::shared_ptr<const LoadedModel>& current) {
  if (current && current->version == version) return current;
  const auto keep_current = [&](const std::string& reason) {
    // Tried again at every look, because a folder may be away for a moment; told once.
    if (told_unusable_.insert(version.sha256).second) observer_.unusable(version, reason);
    return current;
  };
  try {
    Result<Predictor> predictor = Predictor::load(registry_.read_file(version));
    if (!predictor) return keep_current(predictor.error().message);
    told_unusable_.erase(version.sha256);
    observer_.swapped(version, alias);
    return std::make_shared<const LoadedModel>(LoadedModel{version, std::move(predictor).value()});
  } catch (const registry::ArtifactError& error) {
    return keep_current(error.what());
  }
}

void ModelCache::follow() {
  using Clock = std::chrono::steady_clock;
  constexpr std::chrono::milliseconds kStopWithin{250};
  Clock::time_point next_read = Clock::now() + re_read_every_;
  while (!stopping_) {
    try {
      const bool notified = database_->wait_for_notification(registry::kChannel, std::min(kStopWithin, re_read_every_));
      if (stopping_ || (!notified && Clock::now() < next_read)) continue;
      reload();
    } catch (const store::StoreError& error) {
      observer_.registry_away(error.what());
      std::this_thread::sleep_for(kStopWithin);
    }
    next_read = Clock::now() + re_read_every_;
  }
}

}  // namespace clearwell::scoring
