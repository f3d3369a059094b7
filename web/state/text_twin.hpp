#pragma once

#include "web/state/state.hpp"

#include <string>
#include <vector>

/// What of the page a screen reader reads, a search engine finds and a printer prints: the values of the drawing, from
/// the same state, as headings, sentences, links and tables.
namespace clearwell::state {

/// A place on this page. `hash` as of to_hash().
struct TwinLink {
  std::string words;
  std::string hash;

  bool operator==(const TwinLink&) const = default;
};

struct TwinSection {
  std::string heading;  ///< empty: it goes on with what was before
  std::vector<std::string> sentences;
  std::vector<TwinLink> links;
  std::vector<std::vector<std::string>> rows;  ///< the first row and the first column are headers; empty: no table

  bool operator==(const TwinSection&) const = default;
};

struct TextTwin {
  std::string status;  ///< announced when it changes
  std::string title;
  std::vector<TwinSection> sections;

  bool operator==(const TextTwin&) const = default;
};

/// The open section of the page, and links to the others.
TextTwin text_twin(const State& state);

/// Of the plants and their water.
TextTwin plants_twin(const State& state);

/// Of the estimate. \pre  the model is there
TextTwin estimate_twin(const State& state);

/// Of an answer that is computed again.
TextTwin replay_twin(const State& state);

/// Of the model's open view. \pre  the model is there
TextTwin model_twin(const State& state);

}  // namespace clearwell::state
