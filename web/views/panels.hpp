#pragma once

#include "web/views/ui.hpp"

/// The panels of the page, one a file. Each draws into the current window from the pen down.
namespace clearwell::views {

/// A search field, the plants that it finds, and a map of where they are.
void draw_plant_finder(const Ui& ui, Pen& pen);

/// Where the plants are: a frame with a graticule, a press chooses. Nothing where no position is known.
void draw_plant_map(const Ui& ui, Pen& pen);

/// One plant: the law's verdict on its latest results, the results, and the chosen one's history.
void draw_plant(const Ui& ui, Pen& pen);

/// The law's verdict on the latest results.
void draw_verdict(const Ui& ui, Pen& pen, const state::PlantResults& results);

/// The latest results, a table or on a phone cards; the chosen one's history opens beneath its row.
void draw_results(const Ui& ui, Pen& pen);

/// The last year of one parameter, in a line's height.
void draw_sparkline(const Ui& ui, const state::History& history, const Rect& rect);

/// The history of the chosen parameter, and of the one it is compared with.
void draw_history(const Ui& ui, Pen& pen, float plot_height);

/// Sliders, fields and switches for the model's features.
void draw_feature_rows(const Ui& ui, Pen& pen);

/// The estimate: label, bar with threshold, and on wide screens the sentence.
void draw_estimate(const Ui& ui, Pen& pen, bool with_sentence);

/// How firm the estimate is: between what it lies when the meters are off, and the smallest change that turns it; with
/// the space beneath. Nothing where there is no estimate.
void draw_surroundings(const Ui& ui, Pen& pen);

/// What of the plant one may start from. Nothing where there is no sample of it.
void draw_sample_choice(const Ui& ui, Pen& pen);

/// What pushes the estimate where, strongest first.
void draw_contributions(const Ui& ui, Pen& pen);

/// A heading of what is an estimate, and only of that.
void estimate_caption(const Ui& ui, Pen& pen, i18n::Text words);

/// What the model's label means, and what it does not.
void draw_label_meaning(const Ui& ui, Pen& pen, const scoring::Predictor& predictor);

/// What the estimate is not, and where the typed values stay.
void draw_try_notes(const Ui& ui, Pen& pen);

/// Model, version, origin, hash and parity seal in a line or two.
void draw_footer(const Ui& ui, Pen& pen);

/// The model: one of its views, and the choice between them.
void draw_model(const Ui& ui, Pen& pen);

/// What it must not be used for, what it is, its file and seal.
void draw_model_facts(const Ui& ui, Pen& pen);

/// How good it is and where it fails, with the uncertainty of that. \pre  the card is there
void draw_model_figures(const Ui& ui, Pen& pen);
void draw_precision_curve(const Ui& ui, Pen& pen);
void draw_calibration(const Ui& ui, Pen& pen);

/// An answer of the server's log, computed again by this page.
void draw_replay(const Ui& ui, Pen& pen);

/// What the training rows are like. \pre  the overview is there
void draw_data_overview(const Ui& ui, Pen& pen);

/// Who became champion when, and why. \pre  the decisions are there
void draw_promotions(const Ui& ui, Pen& pen);

}  // namespace clearwell::views
