#pragma once

#include "web/views/ui.hpp"

namespace clearwell::views {

/// Draws the whole page in the current ImGui frame.
/// \return  what the person wishes, in the order of the wishes
std::vector<state::Action> draw_page(const state::State& state, const PageInput& input, const Fonts& fonts,
                                     WidgetMap& widgets);

}  // namespace clearwell::views
