#pragma once

#include <initializer_list>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Metrics as Prometheus reads them. prometheus-cpp is known only to exposition.cpp.
namespace clearwell::monitoring {

/// The values of a family's labels, in the order of its label names.
using LabelValues = std::initializer_list<std::string_view>;

/// One series of a family and where it stands.
struct Sample {
  std::vector<std::string> labels;  ///< values, in the order of the family's label names
  double value = 0;
};

/// Owns every series and writes them as text. Safe for use by many threads.
class Exposition {
 public:
  Exposition();
  ~Exposition();

  /// Text format 0.0.4.
  std::string text() const;

  class Impl;
  Impl& impl() { return *impl_; }

 private:
  std::unique_ptr<Impl> impl_;
};

/// Name, meaning and label names of one metric. They live as long as the program: literals.
struct FamilyOptions {
  const char* name = "";
  const char* help = "";
  std::initializer_list<const char*> labels;
};

/// A number that only grows. Series are looked up once and kept, because prometheus-cpp's own look-up is 50 times
/// slower than the increment. Safe for use by many threads.
class CounterFamily {
 public:
  CounterFamily(Exposition& exposition, const FamilyOptions& options);
  ~CounterFamily();

  /// Makes the series exist at 0, so that the first event is a step and not the series' beginning.
  void declare(LabelValues labels);
  void increment(LabelValues labels, double by = 1);
  /// Brings the series to totals that are kept elsewhere. A total that is smaller than what was told before changes
  /// nothing: a counter does not go back.
  void advance_to(std::span<const Sample> totals);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

/// A distribution over fixed buckets. Safe for use by many threads.
class HistogramFamily {
 public:
  /// \param buckets  upper bounds, ascending; +Inf is added
  HistogramFamily(Exposition& exposition, const FamilyOptions& options, std::vector<double> buckets);
  ~HistogramFamily();

  void declare(LabelValues labels);
  void observe(LabelValues labels, double value);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

/// A number that says how things stand. Safe for use by many threads.
class GaugeFamily {
 public:
  GaugeFamily(Exposition& exposition, const FamilyOptions& options);
  ~GaugeFamily();

  /// These series and no others: what is gone from the list is gone from the exposition.
  void replace(std::span<const Sample> samples);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace clearwell::monitoring
