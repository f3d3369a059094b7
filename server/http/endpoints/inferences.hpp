#pragma once

#include "server/http/message.hpp"

namespace clearwell::store {
class Database;
}

namespace clearwell::http {

/// GET /v1/inferences/{id}: an answer with the features as scored and the bits of its numbers, for whoever wants to
/// compute it again. The public sees those that were made public, and may keep them for ever; the others are unknown to
/// it. What the challenger scored in shadow is unknown to all but regulators and admins.
struct GetInference {
  Answer operator()(const Request& request) const;

  store::Database& database;
};

/// POST /v1/inferences/{id}/publish: makes an answer public, for good. A plant may do so with its own; those that it
/// may not see are unknown here, too.
struct PublishInference {
  Answer operator()(const Request& request) const;

  store::Database& database;
};

}  // namespace clearwell::http
