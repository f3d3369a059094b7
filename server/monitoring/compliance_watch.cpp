#include "server/monitoring/compliance_watch.hpp"

#include "common/limits/limits.hpp"
#include "common/limits/sampling_duties.hpp"
#include "server/base/time_text.hpp"
#include "server/monitoring/plant_compliance.hpp"
#include "server/store/certified_results.hpp"
#include "server/store/database.hpp"
#include "server/store/sql.hpp"

#include <algorithm>
#include <cmath>
#include <exception>
#include <limits>
#include <set>
#include <string>
#include <vector>

namespace clearwell::monitoring {
namespace {

/// One judged period of one limit: a row of water.judged_periods.
struct Row {
  const limits::Limit& limit;
  const limits::Judgement& judged;
};

template <typename Value, typename Rows, typename Field>
std::vector<Value> column(const Rows& rows, Field field) {
  std::vector<Value> values;
  for (const auto& row : rows)
    values.push_back(Value(field(row)));
  return values;
}

/// What is not known or has no end is NULL.
double number_or_none(const std::optional<double>& number) {
  return number && std::isfinite(*number) ? *number : std::numeric_limits<double>::quiet_NaN();
}

double low_of(const Row& row) {
  return number_or_none(row.judged.figure ? std::optional(row.judged.figure->low) : std::nullopt);
}

double high_of(const Row& row) {
  return number_or_none(row.judged.figure ? std::optional(row.judged.figure->high) : std::nullopt);
}

std::vector<Row> rows_of(const std::vector<JudgedLimit>& judged) {
  std::vector<Row> rows;
  for (const auto& [limit, periods] : judged)
    for (const limits::Judgement& period : periods)
      rows.push_back({*limit, period});
  return rows;
}

void write_judged(store::Transaction& transaction, const std::string& plant_id, const std::vector<Row>& rows,
                  base::TimePoint now) {
  store::Params columns;
  columns.add(plant_id).add(base::format_time(now));
  const auto texts = [&](auto field) { columns.add_array(column<std::string>(rows, field)); };
  const auto numbers = [&](auto field) { columns.add_array(column<double>(rows, field)); };
  const auto counts = [&](auto field) { columns.add_array(column<std::int64_t>(rows, field)); };
  texts([](const Row& row) { return row.limit.parameter; });
  texts([](const Row& row) { return row.limit.instrument; });
  texts([](const Row& row) { return row.limit.article; });
  texts([](const Row& row) { return row.limit.unit; });
  texts([](const Row& row) { return limits::to_string(row.limit.kind); });
  texts([](const Row& row) { return limits::to_string(row.limit.compliance); });
  texts([](const Row& row) { return row.judged.place; });
  texts([](const Row& row) { return row.judged.from; });
  texts([](const Row& row) { return row.judged.to; });
  texts([](const Row& row) { return limits::to_string(row.judged.compliance); });
  texts([](const Row& row) { return limits::to_string(row.judged.doubt); });
  numbers([](const Row& row) { return number_or_none(row.limit.min); });
  numbers([](const Row& row) { return number_or_none(row.limit.max); });
  numbers(low_of);
  numbers(high_of);
  counts([](const Row& row) { return row.judged.results; });
  counts([](const Row& row) { return row.judged.exceedances; });
  counts([](const Row& row) { return row.judged.unjudged; });
  transaction.run(store::sql::clear_judged_periods, store::Params().add(plant_id));
  transaction.run(store::sql::insert_judged_periods, columns);
}

/// What one law asks of a plant for one parameter: the last columns of water.sampling_periods.
struct Duty {
  std::string parameter;
  std::string_view period = to_string(limits::SamplingPeriod::year);
  std::int64_t required = 0;  ///< 0: no number is known
  std::string_view state = "no_number";
  std::string instrument = {};
  std::string article = {};
  std::string valid_from = {};  ///< periods that begin in these days are meant; empty: no bound
  std::string valid_to = {};
};

Duty duty_of(const store::Plant& plant, const limits::SamplingDuty& law) {
  Duty duty{.parameter = law.parameter,
            .period = to_string(law.period),
            .instrument = law.instrument,
            .article = law.article,
            .valid_from = law.valid_from,
            .valid_to = law.valid_to};
  const auto samples = plant.population_served ? limits::required_samples(law, *plant.population_served) : std::nullopt;
  duty.required = samples.value_or(0);
  if (!law.confirmed)
    duty.state = "unconfirmed";
  else if (!plant.population_served)
    duty.state = "population_unknown";
  else
    duty.state = samples ? "required" : "too_few_people";
  return duty;
}

/// Of what was measured and of what the law wants measured.
std::vector<Duty> duties_of(const store::Plant& plant, const std::vector<store::ResultOfDay>& results) {
  std::set<std::string> parameters;
  for (const store::ResultOfDay& result : results)
    if (limits::find_parameter(result.parameter) != nullptr) parameters.insert(result.parameter);
  for (const limits::SamplingDuty& duty : limits::sampling_duties())
    if (duty.jurisdiction == plant.jurisdiction) parameters.insert(duty.parameter);
  std::vector<Duty> duties;
  for (const std::string& parameter : parameters) {
    const auto laws = limits::find_sampling_duties(plant.jurisdiction, parameter);
    for (const limits::SamplingDuty* law : laws)
      duties.push_back(duty_of(plant, *law));
    if (laws.empty()) duties.push_back({.parameter = parameter});
  }
  return duties;
}

void write_sampling(store::Transaction& transaction, const std::string& plant_id, const std::vector<Duty>& duties,
                    base::TimePoint now) {
  store::Params columns;
  columns.add(plant_id).add(base::format_time(now));
  const auto texts = [&](auto field) { columns.add_array(column<std::string>(duties, field)); };
  texts([](const Duty& duty) { return duty.parameter; });
  texts([](const Duty& duty) { return duty.period; });
  columns.add_array(column<std::int64_t>(duties, [](const Duty& duty) { return duty.required; }));
  texts([](const Duty& duty) { return duty.state; });
  texts([](const Duty& duty) { return duty.instrument; });
  texts([](const Duty& duty) { return duty.article; });
  texts([](const Duty& duty) { return duty.valid_from; });
  texts([](const Duty& duty) { return duty.valid_to; });
  transaction.run(store::sql::clear_sampling_periods, store::Params().add(plant_id));
  transaction.run(store::sql::insert_sampling_periods, columns);
}

void judge(store::Database& database, const std::string& plant_id, base::TimePoint now) {
  store::Transaction transaction = database.begin();
  transaction.run(store::sql::unmark_plant, store::Params().add(plant_id));
  // Read only now: what came in before the mark went is seen, and what comes later leaves another one.
  if (const std::optional<store::Plant> plant = store::WaterStore(database).find_plant(plant_id)) {
    const std::vector<store::ResultOfDay> results = store::all_certified_results(database, plant_id);
    const std::string today = store::local_day(transaction, plant->time_zone, now);
    std::string first = today;
    for (const store::ResultOfDay& result : results)
      first = std::min(first, result.day);
    const std::vector<JudgedLimit> judged =
        judge_plant(plant->jurisdiction, results, first, base::add_days(today, 1), today);
    write_judged(transaction, plant_id, rows_of(judged), now);
    write_sampling(transaction, plant_id, duties_of(*plant, results), now);
  }
  transaction.commit();
}

std::vector<std::string> marked_plants(store::Database& database) {
  const store::Rows rows = database.begin().run(store::sql::plants_to_judge);
  std::vector<std::string> plants;
  for (std::size_t row = 0; row < rows.size(); ++row)
    plants.push_back(rows.text(row, 0));
  return plants;
}

}  // namespace

ComplianceLook ComplianceWatch::look(base::TimePoint now, const std::stop_token& stop) {
  mark(now);
  const auto deadline = std::chrono::steady_clock::now() + at_most_;
  ComplianceLook look;
  std::exception_ptr fault;
  std::size_t n_tried = 0;
  for (const std::string& plant : marked_plants(database_)) {
    look.has_left = n_tried > 0 && std::chrono::steady_clock::now() >= deadline;
    if (look.has_left || stop.stop_requested()) break;
    ++n_tried;
    try {
      judge(database_, plant, now);
      ++look.n_judged;
    } catch (const store::StoreUnavailable&) {
      throw;
    } catch (const store::StoreError&) {  // of this plant's own data, whose mark stays
      if (!fault) fault = std::current_exception();
    }
  }
  if (fault) std::rethrow_exception(fault);
  return look;
}

void ComplianceWatch::mark(base::TimePoint now) {
  // Clocks of the world differ by quarters of an hour.
  const auto quarter = [](base::TimePoint time) {
    return std::chrono::floor<std::chrono::duration<int, std::ratio<900>>>(time);
  };
  if (marked_at_ && quarter(*marked_at_) == quarter(now)) return;
  store::Transaction transaction = database_.begin();
  if (marked_at_) {
    transaction.run(store::sql::mark_plants_of_new_day,
                    store::Params().add(base::format_time(*marked_at_)).add(base::format_time(now)));
  } else {
    transaction.run(store::sql::mark_all_plants);
  }
  transaction.commit();
  marked_at_ = now;
}

}  // namespace clearwell::monitoring
