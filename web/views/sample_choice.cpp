#include "web/state/summary.hpp"
#include "web/state/surroundings_words.hpp"
#include "web/views/panels.hpp"
#include "web/views/widgets.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace clearwell::views {
namespace {

using i18n::Text;
using state::Origin;
using state::Resource;

std::string plant_of(const Ui& ui) {
  for (const state::Plant& plant : ui.state.plants)
    if (plant.id == ui.state.plant_id) return state::plant_name(plant, ui.state.language);
  return ui.state.plant_id;
}

/// What the values are comes first when it is none of the others.
std::vector<std::string> options_of(const Ui& ui, std::size_t first) {
  std::vector<std::string> options;
  if (first > 0) options.push_back(state::origin_words(ui.state));
  options.emplace_back(ui.text(Text::start_typical));
  for (const state::LaboratorySample& sample : ui.state.samples)
    options.push_back(state::sample_words(ui.state, sample));
  return options;
}

std::size_t chosen_of(const Ui& ui, std::size_t first) {
  if (ui.state.what_if.origin != Origin::sample) return 0;
  const auto& samples = ui.state.samples;
  const auto at = std::find_if(samples.begin(), samples.end(), [&](const state::LaboratorySample& sample) {
    return sample.id == ui.state.what_if.sample_id;
  });
  return at == samples.end() ? 0 : first + 1 + static_cast<std::size_t>(at - samples.begin());
}

}  // namespace

void draw_sample_choice(const Ui& ui, Pen& pen) {
  const state::Slot& slot = ui.state.slot(Resource::samples);
  if (slot.status == state::LoadStatus::failed)
    return failure(ui, pen, "retry_samples", ui.text(Text::samples_failed), slot.problem);
  if (ui.state.samples.empty()) return;
  paragraph(ui, pen, i18n::fill(Text::start_from, ui.state.language, {plant_of(ui)}), {Size::small, 0, Weight::bold});
  const std::size_t first = ui.state.what_if.origin == Origin::person ? 1 : 0;
  const std::optional<std::size_t> picked =
      combo(ui, "start", options_of(ui, first), chosen_of(ui, first), {pen.x, pen.y, pen.width, ui.px(kTouchTarget)});
  pen.y += ui.px(kTouchTarget + 12);
  if (!picked || *picked < first) return;
  if (*picked == first)
    ui.wish(state::ResetFeatures{});
  else
    ui.wish(state::StartFromSample{ui.state.samples[*picked - first - 1].id});
}

}  // namespace clearwell::views
