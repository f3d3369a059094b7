#pragma once

#include "web/views/ui.hpp"

#include <string>
#include <vector>

namespace clearwell::views {

/// A table of words: the first row is the head, the first column names the rows and takes the most room; cells wrap.
void draw_table(const Ui& ui, Pen& pen, const std::vector<std::vector<std::string>>& rows);

}  // namespace clearwell::views
