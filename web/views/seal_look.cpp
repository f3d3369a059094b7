#include "web/views/seal_look.hpp"

namespace clearwell::views {

using i18n::Text;
using state::Seal;

SealLook seal_look(const Ui& ui) {
  switch (ui.state.seal.status) {
    case Seal::Status::equal:
      return {Icon::check, ui.color.within, Text::seal_short_equal};
    case Seal::Status::different:
      return {Icon::triangle, ui.color.beyond, Text::seal_short_different};
    case Seal::Status::unpublished:
      return {Icon::question, ui.color.unjudged, Text::seal_short_unpublished};
    default:
      return {Icon::question, ui.color.muted, Text::seal_short_running};
  }
}

std::string seal_words(const Ui& ui) {
  const Seal& seal = ui.state.seal;
  switch (seal.status) {
    case Seal::Status::equal:
      return std::string(ui.text(Text::seal_equal));
    case Seal::Status::different:
      return std::string(ui.text(Text::seal_different));
    case Seal::Status::unpublished:
      return std::string(ui.text(Text::seal_unpublished));
    default:
      return i18n::fill(Text::seal_running, ui.state.language,
                        {std::to_string(seal.rows_done), std::to_string(seal.rows)});
  }
}

}  // namespace clearwell::views
