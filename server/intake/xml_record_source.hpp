#pragma once

#include "server/intake/file_mapping.hpp"
#include "server/intake/record_source.hpp"

#include <istream>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace clearwell::intake {

/// Name of the root element, where a text begins as XML does.
std::optional<std::string> xml_root(std::string_view beginning);

/// The records of an XML file by the mapping's layout, with the columns that the mapping names: paths of elements below
/// the sample. A record has the texts of its own elements and of those around it, wherever in the sample they stand.
/// Its line is its number, from 1: one line may hold the whole file. One sample at a time is in memory. Errors of
/// next(): no well-formed XML, a document type declaration, another root, a sample that is too large or too deep. \pre
/// the mapping has an XML layout; `input` outlives the source
Result<std::unique_ptr<RecordSource>> open_xml(std::istream& input, const FileMapping& mapping);

}  // namespace clearwell::intake
