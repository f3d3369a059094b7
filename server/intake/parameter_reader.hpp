#pragma once

#include "common/limits/limits.hpp"
#include "server/intake/file_mapping.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace clearwell::intake {

/// What a parameter's name with a unit means.
struct UnderstoodParameter {
  std::string name;                             ///< as reported
  std::string unit;                             ///< as reported, with its basis where the row states one
  std::string parameter;                        ///< code; the name itself where the catalogue has none
  const limits::Parameter* known = nullptr;     ///< null where the catalogue has none
  std::optional<units::Conversion> conversion;  ///< to the parameter's own unit
  std::string converted_from;                   ///< the text that the conversion was understood from
  std::string remark;                           ///< a unit that was read as another one
  std::string fault;                            ///< why results in that unit are refused; empty where they are not
  std::int64_t results = 0;                     ///< how many were read so
  std::int64_t non_detects = 0;                 ///< of them

  /// A value in that unit as one in the parameter's own; as it is where nothing converts it. Empty: no double holds it.
  std::optional<double> converted(double value) const;

  /// What is wrong with a value in that unit; empty where it may be.
  std::string fault_of(double value) const;
};

/// Finds out what the names and unit texts of one file mean, each pair once.
class ParameterReader {
 public:
  /// \pre  `mapping` outlives the reader
  explicit ParameterReader(const FileMapping& mapping) : mapping_(mapping) {}

  /// \param unit   as the row states it; empty: what the mapping says of the name
  /// \param basis  as the row states it, such as `as N`
  /// The answer stays valid until 10,000 other pairs were asked for.
  UnderstoodParameter& understand(std::string_view name, std::string_view unit, std::string_view basis);
  /// The same for a column of a wide file.
  UnderstoodParameter& understand(const WideColumn& column, const std::string& name);

  /// What was understood so far, ordered by name and unit; at most 1,000.
  std::vector<UnderstoodParameter> understood() const;

 private:
  UnderstoodParameter find(const std::string& name, std::string unit, std::string basis) const;
  static void find_conversion(UnderstoodParameter& found, const std::string& basis, bool basis_is_stated);

  const FileMapping& mapping_;
  std::map<std::tuple<std::string, std::string, std::string>, UnderstoodParameter, std::less<>> seen_;
};

}  // namespace clearwell::intake
