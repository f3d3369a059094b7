#pragma once

#include "server/scoring/inference.hpp"

#include <optional>
#include <string>
#include <string_view>

/// An inference as a line of the journal.
namespace clearwell::scoring {

/// Checksum, blank, JSON, line end; the same bits come back.
std::string to_line(const Inference& inference);

/// Empty where the line is not what its checksum says. \param line  without its end
std::optional<Inference> from_line(std::string_view line);

}  // namespace clearwell::scoring
