#pragma once

#include <string>
#include <string_view>

namespace clearwell::report {

/// A model card's JSON as a page.
/// \param plots_html  figures that stand after the table of figures; may be empty
std::string model_card_page(std::string_view card_json, std::string_view plots_html);

}  // namespace clearwell::report
