#include "server/monitoring/exposition.hpp"

#include <prometheus/counter.h>
#include <prometheus/family.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <cassert>
#include <map>
#include <mutex>
#include <set>

namespace clearwell::monitoring {
namespace {

using LabelKey = std::vector<std::string>;

LabelKey key_of(LabelValues labels) {
  return {labels.begin(), labels.end()};
}

/// The series of one family by their label values.
template <typename Metric>
class SeriesOfFamily {
 public:
  SeriesOfFamily(prometheus::Family<Metric>& family, const FamilyOptions& options)
      : family_(family), label_names_(options.labels.begin(), options.labels.end()) {}

  template <typename... Args>
  Metric& at(const LabelKey& key, Args&&... args) {
    const std::lock_guard lock(mutex_);
    const auto found = series_.find(key);
    if (found != series_.end()) return *found->second;
    Metric& metric = family_.Add(named(key), std::forward<Args>(args)...);
    series_.emplace(key, &metric);
    return metric;
  }

  void keep_only(const std::set<LabelKey>& keys) {
    const std::lock_guard lock(mutex_);
    for (auto it = series_.begin(); it != series_.end();) {
      if (keys.contains(it->first)) {
        ++it;
      } else {
        family_.Remove(it->second);
        it = series_.erase(it);
      }
    }
  }

 private:
  std::map<std::string, std::string> named(const LabelKey& key) const {
    assert(key.size() == label_names_.size());
    std::map<std::string, std::string> labels;
    for (std::size_t i = 0; i < key.size(); ++i)
      labels.emplace(label_names_[i], key[i]);
    return labels;
  }

  prometheus::Family<Metric>& family_;
  std::vector<std::string> label_names_;
  std::mutex mutex_;
  std::map<LabelKey, Metric*> series_;
};

}  // namespace

class Exposition::Impl {
 public:
  prometheus::Registry registry;
};

Exposition::Exposition() : impl_(std::make_unique<Impl>()) {}
Exposition::~Exposition() = default;

std::string Exposition::text() const {
  return prometheus::TextSerializer().Serialize(impl_->registry.Collect());
}

class CounterFamily::Impl : public SeriesOfFamily<prometheus::Counter> {
  using SeriesOfFamily::SeriesOfFamily;

 public:
  std::mutex advancing;
};

CounterFamily::CounterFamily(Exposition& exposition, const FamilyOptions& options)
    : impl_(std::make_unique<Impl>(
          prometheus::BuildCounter().Name(options.name).Help(options.help).Register(exposition.impl().registry),
          options)) {}
CounterFamily::~CounterFamily() = default;

void CounterFamily::declare(LabelValues labels) {
  impl_->at(key_of(labels));
}
void CounterFamily::increment(LabelValues labels, double by) {
  impl_->at(key_of(labels)).Increment(by);
}

void CounterFamily::advance_to(std::span<const Sample> totals) {
  const std::lock_guard lock(impl_->advancing);  // two scrapes at once must not add the same difference
  for (const Sample& total : totals) {
    prometheus::Counter& counter = impl_->at(total.labels);
    if (total.value > counter.Value()) counter.Increment(total.value - counter.Value());
  }
}

class HistogramFamily::Impl : public SeriesOfFamily<prometheus::Histogram> {
 public:
  Impl(prometheus::Family<prometheus::Histogram>& family, const FamilyOptions& options, std::vector<double> bounds)
      : SeriesOfFamily(family, options), buckets(std::move(bounds)) {}
  const std::vector<double> buckets;
};

HistogramFamily::HistogramFamily(Exposition& exposition, const FamilyOptions& options, std::vector<double> buckets)
    : impl_(std::make_unique<Impl>(
          prometheus::BuildHistogram().Name(options.name).Help(options.help).Register(exposition.impl().registry),
          options, std::move(buckets))) {}
HistogramFamily::~HistogramFamily() = default;

void HistogramFamily::declare(LabelValues labels) {
  impl_->at(key_of(labels), impl_->buckets);
}
void HistogramFamily::observe(LabelValues labels, double value) {
  impl_->at(key_of(labels), impl_->buckets).Observe(value);
}

class GaugeFamily::Impl : public SeriesOfFamily<prometheus::Gauge> {
  using SeriesOfFamily::SeriesOfFamily;

 public:
  std::mutex replacing;
};

GaugeFamily::GaugeFamily(Exposition& exposition, const FamilyOptions& options)
    : impl_(std::make_unique<Impl>(
          prometheus::BuildGauge().Name(options.name).Help(options.help).Register(exposition.impl().registry),
          options)) {}
GaugeFamily::~GaugeFamily() = default;

void GaugeFamily::replace(std::span<const Sample> samples) {
  const std::lock_guard lock(impl_->replacing);  // two scrapes at once must not remove a series between at() and Set()
  std::set<LabelKey> keys;
  for (const Sample& sample : samples)
    keys.insert(sample.labels);
  impl_->keep_only(keys);
  for (const Sample& sample : samples)
    impl_->at(sample.labels).Set(sample.value);
}

}  // namespace clearwell::monitoring
