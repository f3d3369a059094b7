#pragma once

#include "server/http/message.hpp"

#include <nlohmann/json_fwd.hpp>

#include <exception>

namespace clearwell::scoring {
struct RejectedInput;
}

/// The one place where refusals and exceptions become status codes.
namespace clearwell::http {

/// How a route's clients expect to be told no.
enum class ErrorShape {
  clearwell,       ///< {"error":{"code","message","field"}}
  mlflow,          ///< {"error_code","message"}, which names the field; a body that cannot be scored is 400
  open_inference,  ///< {"error"}, a text that names the field; likewise
};

Response to_response(const ApiError& error, ErrorShape shape = ErrorShape::clearwell);

/// {"error":{"code","message","field"}}
nlohmann::ordered_json error_json(const ApiError& error);

ApiError not_found(std::string code, std::string message, std::string field = {});
ApiError unknown_model_version(const std::string& model, const std::string& version);
ApiError bad_parameter(std::string name, std::string message);  ///< of the query: 400 `invalid_parameter`
ApiError from_rejection(const scoring::RejectedInput& rejected);

/// What a client may know of an exception, which is little, and what the log must.
struct Failure {
  ApiError error;
  std::string log_reason;
  bool of_store = false;  ///< counts in clearwell_store_errors_total
};
Failure from_exception(const std::exception_ptr& exception);

/// What the HTTP library answers by itself: a status without a body.
ApiError from_bare_status(int status);

}  // namespace clearwell::http
