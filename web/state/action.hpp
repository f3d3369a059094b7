#pragma once

#include "web/i18n/language.hpp"
#include "web/state/address.hpp"
#include "web/state/chart_scale.hpp"
#include "web/state/state.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>

/// Everything that can happen to the page: wishes of the person, and news from the network and the clock.
namespace clearwell::state {

/// The page begins.
struct Start {
  i18n::Language language = i18n::Language::en;
  bool dark = false;
  std::int64_t now = 0;
  bool online = true;
  std::string hash;
};
struct ChooseLanguage {
  i18n::Language language = i18n::Language::en;
};
struct ChooseTheme {
  bool dark = false;
};
struct OpenSection {
  Section section = Section::plants;
};
struct TogglePlantList {};
struct SearchPlants {
  std::string query;
};
struct ChoosePlant {
  std::string id;
};
struct ChooseParameter {
  std::string code;
};
struct ChooseSpan {
  ChartSpan span = ChartSpan::year;
};
/// Pan and zoom.
struct ViewDates {
  DateRange dates;
};
struct FitDates {};
/// Shorter (below 1) or longer dates around the middle, moved by so many of their lengths.
struct StepDates {
  double zoom = 1;
  double shift = 0;
};
/// Draws a second parameter beneath the chosen one; an empty code takes it away.
struct CompareWith {
  std::string code;
};
/// The ruler to a moment, or away.
struct PlaceRuler {
  std::optional<std::int64_t> time;
};
/// The ruler to the next (1) or the previous (-1) measurement.
struct StepRuler {
  int direction = 1;
};
/// A file with the values that the chart shows.
struct DownloadHistory {};

struct SetFeature {
  std::size_t feature = 0;
  double value = 0;
};
/// A text in a number field, right or wrong.
struct TypeFeature {
  std::size_t feature = 0;
  std::string text;
};
/// The person left the number field.
struct EndTyping {
  std::size_t feature = 0;
};
struct MeasureFeature {
  std::size_t feature = 0;
  bool measured = true;
};
struct ResetFeatures {};
/// Take the values of one of the plant's samples.
struct StartFromSample {
  std::int64_t id = 0;
};
/// A text in the field of the meters' uncertainty, right or wrong.
struct TypeUncertainty {
  std::string text;
};
struct EndTypingUncertainty {};
/// What was found out about the values of that revision.
struct LookedAround {
  int revision = 0;
  Surroundings surroundings;
};

struct OpenModelView {
  ModelView view = ModelView::card;
};
/// Keep the model's file.
struct DownloadModel {};
struct ToggleFileHash {};
struct CopyFileHash {};
/// Ask again for what failed.
struct Retry {};

struct RequestStarted {
  Resource resource = Resource::plants;
  std::string url = {};  ///< where a resource has many
};
/// status 0: no answer came, neither from the network nor from a copy.
struct ResponseArrived {
  Resource resource = Resource::plants;
  std::string url;
  int status = 0;
  std::string body;
  std::optional<std::int64_t> stored_at;  ///< set when the answer is this device's copy
};
struct SealProgressed {
  std::size_t rows_done = 0;
};
struct SealFinished {
  std::string digest;
};
struct PlantClockKnown {
  std::int64_t utc_offset = 0;
};
struct ConnectionChanged {
  bool online = true;
};
struct AddressChanged {
  std::string hash;
};

using Action =
    std::variant<Start, ChooseLanguage, ChooseTheme, OpenSection, TogglePlantList, SearchPlants, ChoosePlant,
                 ChooseParameter, ChooseSpan, ViewDates, FitDates, StepDates, CompareWith, PlaceRuler, StepRuler,
                 DownloadHistory, SetFeature, TypeFeature, EndTyping, MeasureFeature, ResetFeatures, OpenModelView,
                 DownloadModel, StartFromSample, TypeUncertainty, EndTypingUncertainty, LookedAround, ToggleFileHash,
                 CopyFileHash, Retry, RequestStarted, ResponseArrived, SealProgressed, SealFinished, PlantClockKnown,
                 ConnectionChanged, AddressChanged>;

}  // namespace clearwell::state
