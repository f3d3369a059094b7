#pragma once

#include "server/http/message.hpp"

namespace clearwell::intake {
class ReadingIntake;
enum class ReadingForm;
}  // namespace clearwell::intake
namespace clearwell::monitoring {
struct Telemetry;
}

namespace clearwell::http {

/// POST /v1/readings, /v1.1/Observations and /v1.1/Datastreams({id})/Observations: what instruments showed, one reading
/// or many, durable when it is answered. \throws store::Overloaded, store::StoreError; then nothing was stored
struct PostReadings {
  Answer operator()(const Request& request) const;

  intake::ReadingIntake& readings;
  intake::ReadingForm form;
  monitoring::Telemetry& telemetry;
};

}  // namespace clearwell::http
