#include "web/views/table.hpp"

#include "web/views/typography.hpp"
#include "web/views/widgets.hpp"

#include <algorithm>
#include <cmath>

namespace clearwell::views {

void draw_table(const Ui& ui, Pen& pen, const std::vector<std::vector<std::string>>& rows) {
  if (rows.empty()) return;
  const auto columns = static_cast<float>(rows[0].size());
  const float gap = ui.px(ui.narrow() ? 6 : 12);
  const float first = std::round(pen.width * (columns < 4 ? 0.4F : ui.narrow() ? 0.22F : 0.28F));
  const float rest = columns > 1 ? (pen.width - first) / (columns - 1) : 0;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    const bool head = row == 0;
    const float top = pen.y + ui.px(6);
    float bottom = top;
    for (std::size_t column = 0; column < rows[row].size(); ++column) {
      const float x = column == 0 ? pen.x : pen.x + first + rest * static_cast<float>(column - 1);
      Pen cell{x, top, (column == 0 ? first : rest) - gap};
      const TextStyle style{Size::small, head ? ui.color.muted : ui.color.ink};
      paragraph(ui, cell, rows[row][column], style);
      bottom = std::max(bottom, cell.y);
    }
    pen.y = bottom + ui.px(6);
    if (row + 1 < rows.size()) hairline(ui, pen);
  }
}

}  // namespace clearwell::views
