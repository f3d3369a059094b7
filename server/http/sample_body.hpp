#pragma once

#include "server/http/message.hpp"
#include "server/store/laboratory_samples.hpp"

#include <nlohmann/json_fwd.hpp>

#include <initializer_list>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

/// Samples and corrections as laboratories send them. Who enters, certifies and publishes is told by the token: a body
/// that says it is refused.
namespace clearwell::http {

/// The samples of a body, one or an array.
struct SampleBody {
  bool is_array = false;
  std::vector<store::EnteredSample> samples;  ///< without laboratory; plant_id may be empty

  /// `[3].results[0].unit`, of a single one `results[0].unit`.
  std::string path_of(std::size_t sample, const std::string& field) const;
};
std::variant<SampleBody, ApiError> read_samples(const Request& request);

struct CorrectionBody {
  std::string reason;
  store::Correction correction;  ///< with a label, a result, or both
};
std::variant<CorrectionBody, ApiError> read_correction(const Request& request);

/// The body as an object that has only keys of these names, none of which tells who acts; an empty body is an empty
/// object.
std::variant<nlohmann::json, ApiError> read_decision(const Request& request,
                                                     std::initializer_list<std::string_view> keys);

/// The `reason` of a body that has nothing else; empty where it has none.
std::variant<std::string, ApiError> read_reason_only(const Request& request);

}  // namespace clearwell::http
