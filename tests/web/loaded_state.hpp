#pragma once

#include "tests/web/api_answers.hpp"
#include "web/state/reduce.hpp"

#include <string>
#include <utility>

namespace clearwell::test {

/// Answers every request that the state wants from the answers of api_answers.hpp; what they lack gets 404.
inline state::State answered(state::State state) {
  for (int round = 0; round < 12; ++round) {
    for (const state::Request& request : state::wanted_requests(state)) {
      std::string body;
      if (request.url == "/v1/plants") body = kPlants;
      if (request.url == "/v1/plants/north") body = kNorth;
      if (request.url.rfind("/v1/plants/north/history?parameter=turbidity", 0) == 0) body = kTurbidityHistory;
      if (request.url.rfind("/v1/plants/north/history?parameter=conductivity", 0) == 0) body = kConductivityHistory;
      if (request.url == "/v1/models") body = models_answer();
      if (request.url == "/v1/models/pools/versions/2/model.onnx") body = small_model_bytes();
      state = state::reduce(std::move(state), state::RequestStarted{request.resource});
      state = state::reduce(std::move(state),
                            state::ResponseArrived{request.resource, request.url, body.empty() ? 404 : 200, body, {}});
    }
  }
  return state;
}

/// The page after everything has arrived.
inline state::State loaded_state(const std::string& hash = "") {
  return answered(state::reduce({}, state::Start{i18n::Language::en, false, 1'773'300'000, true, hash}));
}

}  // namespace clearwell::test
