#include "server/http/error_mapping.hpp"

#include "server/scoring/rejected_input.hpp"
#include "server/store/database.hpp"
#include "server/store/group_commit.hpp"

#include <nlohmann/json.hpp>

namespace clearwell::http {
namespace {

constexpr const char* kRetryAfterSeconds = "2";

ApiError try_later(std::string code, std::string message) {
  return {503, std::move(code), std::move(message), "", {{"Retry-After", kRetryAfterSeconds}}};
}

struct StatusAndCode {
  int status;
  const char* code;
};

StatusAndCode status_and_code(scoring::Rejection rejection) {
  using scoring::Rejection;
  switch (rejection) {
    case Rejection::invalid_json:
      return {400, "invalid_json"};
    case Rejection::unknown_key:
      return {400, "unknown_key"};
    case Rejection::duplicate_key:
      return {400, "duplicate_key"};
    case Rejection::invalid_body:
      return {422, "invalid_body"};
    case Rejection::unknown_feature:
      return {422, "unknown_feature"};
    case Rejection::not_a_category:
      return {422, "not_a_category"};
    case Rejection::not_a_number:
      return {422, "not_a_number"};
    case Rejection::number_out_of_range:
      return {422, "number_out_of_range"};
    case Rejection::nothing_measured:
      return {422, "nothing_measured"};
    case Rejection::no_rows:
      return {422, "no_rows"};
    case Rejection::too_many_rows:
      return {413, "too_many_rows"};
  }
  return {422, "invalid_body"};
}

/// MLflow's own words for a status.
const char* mlflow_code(int status) {
  switch (status) {
    case 401:
      return "UNAUTHENTICATED";
    case 403:
      return "PERMISSION_DENIED";
    case 404:
      return "RESOURCE_DOES_NOT_EXIST";
    case 500:
      return "INTERNAL_ERROR";
    case 503:
      return "TEMPORARILY_UNAVAILABLE";
    default:
      return "BAD_REQUEST";
  }
}

nlohmann::ordered_json body_of(const ApiError& error, ErrorShape shape) {
  const bool says_where = error.field.empty() || error.message.starts_with(error.field);
  const std::string told = says_where ? error.message : error.field + ": " + error.message;
  switch (shape) {
    case ErrorShape::mlflow:
      return {{"error_code", mlflow_code(error.status)}, {"message", told}};
    case ErrorShape::open_inference:
      return {{"error", told}};
    case ErrorShape::clearwell:
      break;
  }
  return error_json(error);
}

}  // namespace

nlohmann::ordered_json error_json(const ApiError& error) {
  return {{"error", {{"code", error.code}, {"message", error.message}, {"field", error.field}}}};
}

Response to_response(const ApiError& error, ErrorShape shape) {
  const bool ours = shape == ErrorShape::clearwell;
  // A message may quote what the client sent, which need not be UTF-8.
  return {!ours && error.status == 422 ? 400 : error.status, "application/json",
          body_of(error, shape).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace), error.headers};
}

ApiError not_found(std::string code, std::string message, std::string field) {
  return {404, std::move(code), std::move(message), std::move(field), {}};
}

ApiError unknown_model_version(const std::string& model, const std::string& version) {
  return not_found("unknown_model_version",
                   "there is no version \"" + version + "\" of the model \"" + model + "\"; GET /v1/models lists all",
                   "version");
}

ApiError bad_parameter(std::string name, std::string message) {
  return {400, "invalid_parameter", std::move(message), std::move(name), {}};
}

ApiError from_rejection(const scoring::RejectedInput& rejected) {
  const auto [status, code] = status_and_code(rejected.rejection);
  return {status, code, rejected.message, rejected.field, {}};
}

Failure from_exception(const std::exception_ptr& exception) {
  try {
    std::rethrow_exception(exception);
  } catch (const store::StoreUnavailable& error) {
    return {try_later("store_unavailable", "the database is away; nothing was stored"), error.what(), true};
  } catch (const store::CommitInDoubt& error) {
    // Not 503: clients repeat that by themselves, and a repetition may store the same twice.
    return {{500,
             "commit_in_doubt",
             "the database was lost while it stored this: it is not known whether it did; repeating may store it twice",
             "",
             {}},
            error.what(),
            true};
  } catch (const store::Overloaded& error) {
    return {try_later("overloaded", "more requests come in than can be stored; nothing of this one was"), error.what(),
            false};
  } catch (const store::StoreError& error) {
    return {{500, "internal", "the server failed; its log has the details under this request id", "", {}},
            error.what(),
            true};
  } catch (const std::exception& error) {
    return {{500, "internal", "the server failed; its log has the details under this request id", "", {}},
            error.what(),
            false};
  } catch (...) {
    return {{500, "internal", "the server failed; its log has the details under this request id", "", {}},
            "not a std::exception",
            false};
  }
}

ApiError from_bare_status(int status) {
  switch (status) {
    case 400:
      return {400, "bad_request", "the request is not HTTP/1.1 as this server reads it", "", {}};
    case 404:
      return {404, "not_found", "there is nothing at this path", "", {}};
    case 408:
      return {408, "timeout", "the request did not arrive in time", "", {}};
    case 413:
      return {413, "body_too_large", "the body is too large", "", {}};
    case 414:
      return {414, "uri_too_long", "the path and query are too long: at most 8192 bytes are accepted", "", {}};
    case 416:
      return {416, "range_not_supported", "ranges are not supported", "", {}};
    case 431:
      return {431, "headers_too_large", "the headers are too large: at most 32768 bytes are accepted", "", {}};
    default:
      return {status, status >= 500 ? "internal" : "bad_request", "the request could not be answered", "", {}};
  }
}

}  // namespace clearwell::http
