#pragma once

#include "common/spec/dataset_spec.hpp"

#include <string>
#include <string_view>

/// The words that every reader of a scoring body uses for the same mistake.
namespace clearwell::scoring {

/// A text from outside, fit for a message: in quotes, and not longer than a line.
std::string in_quotes(std::string_view text);

/// Whether a text can be the id of a plant or sensor; what kIdRule says.
bool is_id(std::string_view text);
inline constexpr std::string_view kIdRule = " must be a text of 1 to 128 bytes without control characters";

/// `ph, turbidity`: the names of the features.
std::string accepted_features(const spec::DatasetSpec& spec);

/// That the model has no such feature, which it has, and which was probably meant.
std::string unknown_feature_message(std::string_view name, const spec::DatasetSpec& spec);

/// What a cell of a row must be, and that this one is something else.
std::string not_a_number_message(std::string_view seen);
std::string not_a_category_message(std::string_view seen, const spec::FeatureSpec& feature);
std::string out_of_range_message(std::string_view number);

/// That a row without any measurement cannot be scored.
std::string nothing_measured_message(const spec::DatasetSpec& spec);

/// nlohmann's own text without its error number: `line 1, column 9: syntax error while parsing value - invalid literal;
/// …`.
std::string position_and_reason(std::string_view what);

}  // namespace clearwell::scoring
