#pragma once

#include "server/http/message.hpp"

#include <optional>
#include <string>

/// The one place that says whose plant a caller may act for. Every endpoint that a plant's name leads to asks here.
namespace clearwell::http {

/// 403 `wrong_plant` where the caller's token is bound to another plant, or speaks for none.
/// \param field  where the request names the plant
std::optional<ApiError> refuse_other_plant(const access::Caller& caller, const std::string& plant_id,
                                           const std::string& field);

/// The same, and a plant that the request does not name is the one that the token is bound to; empty where it is bound
/// to none.
std::optional<ApiError> bind_to_plant(const access::Caller& caller, std::string& plant_id, const std::string& field);

}  // namespace clearwell::http
