#include "web/i18n/texts.hpp"
#include "web/state/replay_words.hpp"
#include "web/state/text_twin.hpp"

namespace clearwell::state {

TextTwin replay_twin(const State& state) {
  TextTwin twin;
  twin.title = text(i18n::Text::replay_heading, state.language);
  twin.status = replay_verdict(state);
  if (!state.logged || !state.replay) return twin;
  TwinSection answers;
  answers.heading = replay_subject(state);
  answers.rows = replay_rows(state);
  TwinSection features;
  features.heading = text(i18n::Text::replay_features, state.language);
  features.rows = replay_features(state);
  twin.sections = {answers, features};
  return twin;
}

}  // namespace clearwell::state
