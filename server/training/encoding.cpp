#include "server/training/encoding.hpp"

namespace clearwell::training {
namespace {

/// \param fewest  categories that have columns of their own
scoring::Encoding encoding_from(const dataset::TrainingTable& rows, std::size_t fewest) {
  scoring::Encoding encoding;
  scoring::Encoding categories;
  for (std::size_t feature = 0; feature < rows.n_features; ++feature) {
    const std::size_t n_categories = rows.is_categorical(feature) ? rows.n_categories[feature] : 0;
    if (n_categories < fewest) encoding.push_back({feature, std::nullopt});
    for (std::size_t category = 0; n_categories >= fewest && category < n_categories; ++category)
      categories.push_back({feature, category});
  }
  if (categories.empty()) return {};
  encoding.insert(encoding.end(), categories.begin(), categories.end());
  return encoding;
}

}  // namespace

scoring::Encoding one_hot_encoding(const dataset::TrainingTable& rows) {
  return encoding_from(rows, 1);
}

scoring::Encoding tree_encoding(const dataset::TrainingTable& rows) {
  return encoding_from(rows, 3);
}

dataset::TrainingTable encode(const dataset::TrainingTable& rows, const scoring::Encoding& encoding) {
  if (encoding.empty()) return rows;
  dataset::TrainingTable encoded;
  encoded.n_features = encoding.size();
  encoded.labels = rows.labels;
  encoded.targets = rows.targets;
  encoded.features.reserve(rows.n_rows() * encoding.size());
  for (std::size_t row = 0; row < rows.n_rows(); ++row)
    for (const scoring::EncodedColumn& column : encoding)
      encoded.features.push_back(column.value(rows.row(row)));
  return encoded;
}

}  // namespace clearwell::training
