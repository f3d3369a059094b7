#pragma once

#include "server/http/message.hpp"

namespace clearwell::store {
class Database;
class WaterStore;
}  // namespace clearwell::store

namespace clearwell::http {

/// POST /v1/sensors: makes an instrument of a plant known, whose readings may then come in. Saying it again is no
/// error, saying something else is: what a sensor measures does not change.
struct AddSensor {
  Answer operator()(const Request& request) const;

  store::Database& database;
  const store::WaterStore& water;
};

}  // namespace clearwell::http
