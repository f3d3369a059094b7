#pragma once

#include "common/scoring/predictor.hpp"
#include "web/i18n/language.hpp"
#include "web/state/address.hpp"
#include "web/state/chart_scale.hpp"
#include "web/state/history_tile.hpp"
#include "web/state/model_card.hpp"
#include "web/state/replay.hpp"
#include "web/state/water.hpp"
#include "web/state/what_if.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace clearwell::state {

/// What the page fetches.
enum class Resource {
  plants,
  plant,
  history,
  models,
  model_file,
  detail,
  compared,
  compared_detail,
  trend,
  samples,
  card,
  data,
  promotions,
  inference,
  replay_file,
  months,
  compared_months,
  recent,
  compared_recent,
  tile  ///< a month's file; there are many at once, in State::tiles
};
inline constexpr std::size_t kResourceCount = 20;

enum class LoadStatus {
  idle,    ///< nobody asked for it
  wanted,  ///< to be fetched from `url`
  loading,
  ready,
  failed  ///< `problem` says why
};

struct Slot {
  LoadStatus status = LoadStatus::idle;
  std::string url;
  std::string problem;

  bool operator==(const Slot&) const = default;
};

/// Comparison of this page's bits with the ones that the server published.
struct Seal {
  enum class Status { none, running, equal, different, unpublished };
  Status status = Status::none;
  std::size_t rows_done = 0;
  std::size_t rows = 0;

  bool operator==(const Seal&) const = default;
};

/// What a history on the chart is made of.
struct HistorySource {
  ChartSpan span = ChartSpan::year;     ///< that the history was made for
  std::optional<HistoryMonths> months;  ///< those that are over
  std::optional<History> recent;        ///< the one that is not, as finely as a file would tell it
};

/// The file of a month.
struct LoadedTile {
  LoadStatus status = LoadStatus::wanted;
  TileValues values;
};

/// Everything that the page shows. Plain data: only reduce() makes a new one, views only read it.
struct State {
  i18n::Language language = i18n::Language::en;
  bool dark = false;
  Section section = Section::plants;
  int moves = 0;                ///< how often the person went to another view: each is a step for the back button
  bool section_chosen = false;  ///< by a person or an address; until then the page may choose
  std::int64_t now = 0;
  bool online = true;
  std::optional<std::int64_t> stored_at;  ///< data on the page came from this device's copy of that time
  std::array<Slot, kResourceCount> slots;

  // Plants
  std::vector<Plant> plants;
  std::string plant_id;
  bool plant_list_open = false;  ///< on a phone
  std::string plant_query;       ///< as typed into the search field
  std::optional<PlantResults> results;
  std::int64_t utc_offset = 0;  ///< of the plant's clock, seconds
  std::string parameter;
  ChartSpan span = ChartSpan::year;
  std::optional<History> history;
  std::optional<DateRange> dates;        ///< on the chart
  std::optional<DateRange> asked_dates;  ///< by an address, until the history is here
  std::optional<History> detail;         ///< finer data of a part of `history`
  std::string compared;                  ///< parameter drawn beneath the chosen one; empty: none
  std::optional<History> compared_history;
  std::optional<History> compared_detail;
  HistorySource source;
  HistorySource compared_source;
  std::map<std::string, LoadedTile> tiles;               ///< by address, which names their bytes
  std::optional<std::int64_t> ruler;                     ///< the moment on the chart that a tap or a key chose
  std::map<std::string, std::optional<History>> trends;  ///< the last year by parameter; empty: asked for

  // Model
  std::optional<ModelVersion> version;
  std::optional<ModelVersion> challenger;  ///< of the same model
  ModelView model_view = ModelView::card;
  std::optional<ModelCard> card;
  std::optional<DataOverview> data;
  std::optional<std::vector<Promotion>> promotions;
  std::shared_ptr<const scoring::Predictor> predictor;
  std::string file_sha256;  ///< of the bytes that arrived
  Seal seal;
  bool file_hash_open = false;
  bool file_hash_copied = false;
  WhatIf what_if;
  std::vector<LaboratorySample> samples;         ///< of the plant, newest first, to start from
  std::optional<std::int64_t> wanted_sample_id;  ///< of the address, until the samples are there

  // An answer that is computed again
  std::int64_t inference_id = 0;  ///< 0: none
  std::optional<LoggedInference> logged;
  std::optional<Replay> replay;

  const Slot& slot(Resource resource) const { return slots[static_cast<std::size_t>(resource)]; }
  Slot& slot(Resource resource) { return slots[static_cast<std::size_t>(resource)]; }
};

}  // namespace clearwell::state
