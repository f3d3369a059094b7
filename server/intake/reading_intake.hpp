#pragma once

#include "server/intake/reading_request.hpp"
#include "server/store/group_commit.hpp"
#include "server/store/sensor_catalogue.hpp"

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace clearwell::intake {

/// Who sends readings.
struct ReadingSender {
  store::Actor actor;
  std::optional<std::string> plant_id;  ///< the only plant that he speaks for; empty: all
};

/// What became of a request's elements.
struct TakenReadings {
  static constexpr std::size_t kRejected = 3;  ///< behind those of store::ReadingOutcome

  bool is_array = false;
  std::vector<std::uint8_t> outcomes;     ///< [elements]: a store::ReadingOutcome, or kRejected
  std::array<std::int64_t, 4> counts{};   ///< [outcomes]
  std::vector<RejectedReading> rejected;  ///< in the order of the body
};

/// Takes the readings of plants' instruments: known sensors, units that can be converted, values that water can have.
/// A value that it cannot have is taken where its quality is `bad`. Out of order and repeated is how readings come when
/// a plant was cut off. Safe for use by many threads, whose readings share commits.
class ReadingIntake {
 public:
  explicit ReadingIntake(const std::shared_ptr<store::Database>& database, store::GroupCommitBounds bounds = kBounds);

  /// Answers when all that is taken is durable. RejectedBody `wrong_plant`: a sensor of another plant than the
  /// sender's. \throws store::Overloaded, store::StoreError; then nothing is stored
  std::variant<TakenReadings, RejectedBody> take(const ReadingRequest& request, const ReadingSender& sender);

 private:
  static constexpr store::GroupCommitBounds kBounds{.waiting_rows_max = 1'000'000, .group_rows_max = 100'000};
  store::SensorCatalogue sensors_;
  store::GroupCommit<store::ReadingBatch, std::vector<store::ReadingOutcome>> commits_;
};

}  // namespace clearwell::intake
