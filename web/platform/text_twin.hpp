#pragma once

#include <string>
#include <vector>

namespace clearwell::platform {

/// Writes the text beside the drawing: a line that screen readers announce, and a table whose first row and column are
/// headers. It is what is read, searched and printed.
void write_text_twin(const std::string& status, const std::string& caption,
                     const std::vector<std::vector<std::string>>& rows);

/// Takes the painted shell away and shows the canvas.
void show_canvas();

}  // namespace clearwell::platform
