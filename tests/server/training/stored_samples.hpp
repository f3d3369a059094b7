#pragma once

#include "server/store/database.hpp"
#include "tests/server/training/example_tables.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>

namespace clearwell::tests {

/// Stores the table's rows, from `first` to before `end`, as labelled samples of example_spec's model.
inline void store_samples(store::Database& database, const dataset::TrainingTable& table,
                          const std::string& model = "example", std::size_t first = 0,
                          std::size_t end = std::size_t(-1)) {
  store::Transaction transaction = database.begin();
  for (std::size_t row = first; row < std::min(end, table.n_rows()); ++row) {
    const store::Rows sample = transaction.run(
        "INSERT INTO water.samples (model, label, label_value, source_row, content_sha256) VALUES ($1, $2::boolean, "
        "$3::double precision, $4::integer, sha256($4::text::bytea)) RETURNING sample_id",
        store::Params()
            .add(model)
            .add(table.is_regression() ? std::nullopt : std::optional(table.labels[row] != 0))
            .add(table.is_regression() ? std::optional(table.targets[row]) : std::nullopt)
            .add(static_cast<std::int64_t>(row)));
    for (std::size_t feature = 0; feature < table.n_features; ++feature) {
      const float value = table.row(row)[feature];
      if (std::isnan(value)) continue;
      transaction.run(
          "INSERT INTO water.sample_results (sample_id, parameter, value, result_text) VALUES "
          "($1::bigint, $2, $3::double precision, '')",
          store::Params().add(sample.integer(0, 0)).add("x" + std::to_string(feature)).add(static_cast<double>(value)));
    }
  }
  transaction.commit();
}

}  // namespace clearwell::tests
