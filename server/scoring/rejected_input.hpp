#pragma once

#include <string>

namespace clearwell::scoring {

/// Why a scoring body was refused, each with the code that clients see.
enum class Rejection {
  invalid_json,         ///< not JSON, or not UTF-8
  invalid_body,         ///< JSON, but not of the expected shape
  unknown_key,          ///< a top-level key that means nothing
  unknown_feature,      ///< a key in a row that the model has no feature for
  duplicate_key,        ///< a key twice in one object
  not_a_number,         ///< anything but a number or null where a measurement is expected
  not_a_category,       ///< anything but a text or null where a category is expected
  number_out_of_range,  ///< a number that a float32 cannot hold
  nothing_measured,     ///< a row without any measurement
  no_rows,
  too_many_rows,
};

/// A refused body: what is wrong, the value seen, what is accepted, where.
struct RejectedInput {
  Rejection rejection = Rejection::invalid_body;
  std::string message;
  std::string field;  ///< path into the body, `data[0].ph`; empty when the whole body is meant

  bool operator==(const RejectedInput&) const = default;
};

}  // namespace clearwell::scoring
