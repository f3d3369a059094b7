#pragma once

#include "server/http/message.hpp"
#include "server/store/reading_conflicts.hpp"
#include "server/store/result_conflicts.hpp"

#include <nlohmann/json_fwd.hpp>

namespace clearwell::http {

/// A sample in JSON. \param everything  every version and who entered and certified it; else the newest certified ones
nlohmann::ordered_json sample_json(const store::LaboratorySample& sample, bool everything);

nlohmann::ordered_json to_json(const store::ResultConflict& conflict);
nlohmann::ordered_json to_json(const store::ReadingConflict& conflict);

/// 404, 422, 409 and, where it takes another person, 403 `four_eyes`.
ApiError from_refusal(const store::SampleRefusal& refusal);

}  // namespace clearwell::http
