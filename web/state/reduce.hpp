#pragma once

#include "web/state/action.hpp"
#include "web/state/state.hpp"

#include <string>
#include <vector>

namespace clearwell::state {

/// The next state. Pure: no clock, no network; what must be fetched stands in the state as `wanted`.
State reduce(State state, const Action& action);

/// What is to be fetched now.
struct Request {
  Resource resource = Resource::plants;
  std::string url;

  bool operator==(const Request&) const = default;
};
std::vector<Request> wanted_requests(const State& state);

/// Where the page is, for the address bar.
Address address_of(const State& state);

}  // namespace clearwell::state
