#pragma once

#include "common/result.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace clearwell::registry {

/// An object as a listing tells of it.
struct ListedObject {
  std::string name;  ///< without the bucket's prefix
  std::string etag;  ///< changes with the content

  bool operator==(const ListedObject&) const = default;
};

/// One page of a listing.
struct BucketListing {
  std::vector<ListedObject> objects;  ///< their names still with the prefix
  std::string continuation_token;     ///< of the next page; empty: this is the last

  bool operator==(const BucketListing&) const = default;
};

/// The text of the first element of that name, without its entities resolved; empty when there is none.
std::string_view xml_element(std::string_view xml, std::string_view name);

/// Reads what a service answers to ListObjectsV2. Ours, because the services' answers are one fixed form without
/// attributes that matter, comments or CDATA.
/// Source: Amazon S3 API Reference, "ListObjectsV2". Errors: it is another document, such as a gateway's page.
Result<BucketListing> read_listing(std::string_view xml);

}  // namespace clearwell::registry
