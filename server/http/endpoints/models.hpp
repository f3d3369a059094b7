#pragma once

#include "server/http/message.hpp"

namespace clearwell::registry {
class Registry;
}

namespace clearwell::http {

/// GET /v1/models: all versions of all models, newest first.
struct ListModels {
  Answer operator()(const Request& request) const;

  const registry::Registry& registry;
};

/// GET /v1/models/{name}: its versions, and which of them answers and which is tried in shadow.
struct GetModel {
  Answer operator()(const Request& request) const;

  const registry::Registry& registry;
};

/// GET /v1/models/{name}/versions/{version}
struct GetModelVersion {
  Answer operator()(const Request& request) const;

  const registry::Registry& registry;
};

/// GET /v1/models/{name}/versions/{version}/model.onnx: the registered file, byte for byte. A version never changes, so
/// it may be cached for ever; its ETag is the SHA-256 of the bytes.
struct DownloadModel {
  Answer operator()(const Request& request) const;

  const registry::Registry& registry;
};

}  // namespace clearwell::http
