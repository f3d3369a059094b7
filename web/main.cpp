// The page's first instruction, and what may be asked of it from outside.
#include "common/parity/parity.hpp"
#include "web/app.hpp"
#include "web/platform/canvas.hpp"

#include <emscripten/emscripten.h>

#include <string>

namespace {

clearwell::App* app = nullptr;
std::string answer;

}  // namespace

extern "C" {
EMSCRIPTEN_KEEPALIVE const char* cw_state_json() {
  answer = app == nullptr ? "{}" : app->facts_json();
  return answer.c_str();
}

/// Digest of the vector set of that many rows, by the model on the page; empty before it arrived.
EMSCRIPTEN_KEEPALIVE const char* cw_parity_digest(int n_rows) {
  const auto predictor = app == nullptr ? nullptr : app->state().predictor;
  answer = predictor == nullptr || n_rows < 0
               ? ""
               : clearwell::parity::digest(*predictor,
                                           clearwell::parity::vector_set(*predictor, static_cast<std::size_t>(n_rows)));
  return answer.c_str();
}
}

int main() {
  static clearwell::App the_app(clearwell::platform::open_canvas());
  app = &the_app;
  return 0;
}
