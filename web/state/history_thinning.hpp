#pragma once

#include "web/state/water.hpp"

/// Thins a history on this device to what a chart can show, by the rules by which the server does it, so that the same
/// dates give the same buckets wherever they come from.
namespace clearwell::state {

struct Thinned {
  History history;
  bool finer = false;  ///< the server would tell of readings more finely than by the hour
};

/// \param values  results by the second, readings by the hour, of the range, whose end does not belong to it
/// \param points  at most so many buckets, except that hours are not parted
/// \pre range.from < range.to, and is a whole hour; points >= 3
Thinned thinned(History values, DateRange range, int points);

}  // namespace clearwell::state
