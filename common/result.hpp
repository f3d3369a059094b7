#pragma once

#include <cassert>
#include <string>
#include <utility>
#include <variant>

namespace clearwell {

/// A bad input, told to the person who sent it: what was wrong, the value seen and what is accepted.
struct Error {
  std::string message;
  std::string field;  ///< where, as a path into the input (`data[0].ph`, `line 7, column pH`); empty when the whole
                      ///< input is meant

  bool operator==(const Error&) const = default;
};

/// A value or the reason why there is none. For bad input only: a broken world (no disk, no database) is an exception
/// in server/, and does not exist in common/, which is compiled without exceptions for the browser.
template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value)
      : state_(std::in_place_index<0>, std::move(value)) {
  }  // NOLINT(google-explicit-constructor): reads as `return value;`
  Result(Error error)
      : state_(std::in_place_index<1>, std::move(error)) {
  }  // NOLINT(google-explicit-constructor): reads as `return Error{…};`

  explicit operator bool() const { return state_.index() == 0; }

  /// \pre  holds a value
  T& value() & {
    assert(*this);
    return *std::get_if<0>(&state_);
  }
  const T& value() const& {
    assert(*this);
    return *std::get_if<0>(&state_);
  }
  T&& value() && {
    assert(*this);
    return std::move(*std::get_if<0>(&state_));
  }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }

  /// \pre  holds an error
  const Error& error() const {
    assert(!*this);
    return *std::get_if<1>(&state_);
  }

 private:
  std::variant<T, Error> state_;
};

/// The answer of a check that yields nothing but its complaint.
struct Ok {
  bool operator==(const Ok&) const = default;
};

}  // namespace clearwell
