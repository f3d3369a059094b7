#pragma once

#include <string>
#include <vector>

/// Writes the text beside the drawing. Between begin_text_twin() and end_text_twin() the parts follow each other; what
/// was there before is replaced at the end. It is what is read aloud, searched and printed; every word stays text.
namespace clearwell::platform {

/// \param status  a line that screen readers announce when it changes
void begin_text_twin(const std::string& status, const std::string& title);
void add_twin_heading(const std::string& heading);
void add_twin_sentence(const std::string& sentence);
/// A link to a place on this page. \param hash  without `#`
void add_twin_link(const std::string& words, const std::string& hash);
/// A table whose first row and column are headers, named after the last heading.
void add_twin_table(const std::vector<std::vector<std::string>>& rows);
void end_text_twin();

/// Takes the painted shell away and shows the canvas.
void show_canvas();
/// Takes the painted shell away and shows the text in place of the canvas.
void show_text();

}  // namespace clearwell::platform
