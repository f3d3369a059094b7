#pragma once

#include "common/spec/dataset_spec.hpp"
#include "server/store/database.hpp"

namespace clearwell::intake {

/// (Re)creates `water.<spec name>`, the wide view of the spec's samples. Throws StoreError.
void renew_view(store::Transaction& transaction, const spec::DatasetSpec& spec);

}  // namespace clearwell::intake
