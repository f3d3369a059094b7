#include "server/monitoring/published_limits.hpp"

#include "common/limits/limits.hpp"
#include "server/store/database.hpp"
#include "server/store/sql.hpp"

#include <limits>
#include <string>
#include <vector>

namespace clearwell::monitoring {
namespace {

std::vector<limits::Limit> every_limit() {
  std::vector<limits::Limit> all;
  for (const limits::Jurisdiction& jurisdiction : limits::jurisdictions()) {
    for (const limits::Parameter& parameter : limits::parameters()) {
      const auto set = limits::limits_of(jurisdiction.code, parameter.code);
      all.insert(all.end(), set.begin(), set.end());
    }
  }
  return all;
}

template <typename Field>
std::vector<std::string> texts_of(const std::vector<limits::Limit>& all, Field field) {
  std::vector<std::string> texts;
  for (const limits::Limit& limit : all)
    texts.emplace_back(field(limit));
  return texts;
}

std::vector<double> numbers_of(const std::vector<limits::Limit>& all, std::optional<double> limits::Limit::*number) {
  std::vector<double> numbers;
  for (const limits::Limit& limit : all)
    numbers.push_back((limit.*number).value_or(std::numeric_limits<double>::quiet_NaN()));
  return numbers;
}

store::Params columns_of(const std::vector<limits::Limit>& all) {
  using limits::Limit;
  store::Params columns;
  for (const auto text : {&Limit::jurisdiction, &Limit::parameter, &Limit::instrument, &Limit::article, &Limit::unit})
    columns.add_array(texts_of(all, [text](const Limit& limit) { return limit.*text; }));
  for (const auto number : {&Limit::min, &Limit::max})
    columns.add_array(numbers_of(all, number));
  columns.add_array(texts_of(all, [](const Limit& limit) { return limits::to_string(limit.kind); }));
  columns.add_array(texts_of(all, [](const Limit& limit) { return limits::to_string(limit.compliance); }));
  for (const auto day : {&Limit::valid_from, &Limit::valid_to})
    columns.add_array(texts_of(all, [day](const Limit& limit) { return limit.*day; }));
  columns.add_array(texts_of(all, [](const Limit& limit) { return limit.confirmed ? "true" : "false"; }));
  return columns;
}

}  // namespace

void publish_limits(store::Database& database) {
  store::Transaction transaction = database.begin();
  transaction.run(store::sql::lock_legal_limits);
  transaction.run(store::sql::replace_legal_limits, columns_of(every_limit()));
  transaction.commit();
}

}  // namespace clearwell::monitoring
