#pragma once

#include "tests/web/api_answers.hpp"
#include "web/state/look_around.hpp"
#include "web/state/reduce.hpp"

#include <memory>
#include <string>
#include <utility>

namespace clearwell::test {

/// What the page finds out about the values between its frames.
inline state::State looked_around(state::State state) {
  if (!state.what_if.estimate || state.what_if.surroundings) return state;
  state::LookAround around(std::make_shared<const state::ModelSteps>(state.predictor), state.what_if);
  while (!around.done())
    around.step();
  return state::reduce(std::move(state), state::LookedAround{around.revision(), around.surroundings()});
}

/// Answers every request that the state wants from the answers of api_answers.hpp; what they lack gets 404.
inline state::State answered(state::State state) {
  for (int round = 0; round < 12; ++round) {
    for (const state::Request& request : state::wanted_requests(state)) {
      std::string body;
      if (request.url == "/v1/plants") body = kPlants;
      if (request.url == "/v1/plants/north") body = kNorth;
      if (request.url.rfind("/v1/plants/north/history?parameter=turbidity", 0) == 0) body = kTurbidityHistory;
      if (request.url.rfind("/v1/plants/north/history?parameter=conductivity", 0) == 0) body = kConductivityHistory;
      if (request.url == "/v1/plants/north/samples?limit=50") body = kSamples;
      if (request.url == "/v1/models") body = models_answer();
      if (request.url == "/v1/models/pools/versions/2/card") body = kCard;
      if (request.url == "/v1/models/pools/versions/2/data") body = kData;
      if (request.url == "/v1/models/pools/promotions") body = kPromotions;
      if (request.url == "/v1/models/pools/versions/2/model.onnx") body = small_model_bytes();
      state = state::reduce(std::move(state), state::RequestStarted{request.resource, request.url});
      state = state::reduce(std::move(state),
                            state::ResponseArrived{request.resource, request.url, body.empty() ? 404 : 200, body, {}});
    }
  }
  return looked_around(std::move(state));
}

/// The page after everything has arrived.
inline state::State loaded_state(const std::string& hash = "") {
  return answered(state::reduce({}, state::Start{i18n::Language::en, false, 1'773'300'000, true, hash}));
}

}  // namespace clearwell::test
