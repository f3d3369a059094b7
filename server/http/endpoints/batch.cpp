#include "server/http/endpoints/batch.hpp"

#include "server/base/random_id.hpp"
#include "server/batch/batch_prediction.hpp"
#include "server/http/error_mapping.hpp"
#include "server/registry/model_reference.hpp"
#include "server/scoring/model_cache.hpp"
#include "server/store/database.hpp"
#include "server/store/sql.hpp"

#include <cstdio>
#include <fstream>
#include <memory>
#include <stdexcept>

namespace clearwell::http {
namespace {

/// A file that has no name and goes with its last user.
class SpoolFile {
 public:
  explicit SpoolFile(const std::filesystem::path& folder) {
    std::filesystem::create_directories(folder);
    const std::filesystem::path path = folder / ("batch-" + base::random_hex(8) + ".csv");
    file_.open(path, std::ios::in | std::ios::out | std::ios::binary | std::ios::trunc);
    if (!file_) throw std::runtime_error("cannot write " + path.string());
    std::filesystem::remove(path);
  }
  std::fstream& stream() { return file_; }
  /// Back to the beginning, to be read.
  std::fstream& rewound() {
    file_.clear();
    file_.seekg(0);
    return file_;
  }

 private:
  std::fstream file_;
};

/// The version that `?model=` means, by the words of the commands.
std::variant<std::shared_ptr<const scoring::LoadedModel>, ApiError> model_of(const ScoreRows& score_rows,
                                                                             const Request& request) {
  for (const auto& [name, value] : request.query) {
    if (name != "model")
      return bad_parameter(name, "unknown query parameter \"" + name.substr(0, 64) + "\"; accepted: model");
  }
  std::variant<scoring::ServedModel, ApiError> served;
  if (request.query.empty()) {
    served = score_rows.default_champion();
  } else {
    const Result<registry::ModelReference> reference = registry::parse_model_reference(request.query.front().second);
    if (!reference) return bad_parameter("model", reference.error().message);
    if (reference->version) {
      served = score_rows.version_of(reference->name, std::to_string(*reference->version));
    } else {
      served = score_rows.champion_of(reference->name);
      const auto* found = std::get_if<scoring::ServedModel>(&served);
      if (found != nullptr && reference->alias == "challenger") {
        if (found->challenger) return found->challenger;
        return not_found("unknown_model", "the model \"" + reference->name + "\" has no challenger", "model");
      }
    }
  }
  if (const auto* refused = std::get_if<ApiError>(&served)) return *refused;
  return std::get<scoring::ServedModel>(served).champion;
}

void keep_report(store::Database& database, const std::string& batch_id, const registry::ModelVersion& version,
                 const Request& request, const std::string& report) {
  store::Transaction transaction = database.begin();
  transaction.run(
      store::sql::insert_batch,
      store::Params().add(batch_id).add(version.name).add(version.version).add(request.caller.name).add(report));
  transaction.commit();
}

}  // namespace

Answer PostBatch::operator()(const Request& request) const {
  const auto chosen = model_of(score_rows, request);
  if (const auto* refused = std::get_if<ApiError>(&chosen)) return *refused;
  const auto model = std::get<std::shared_ptr<const scoring::LoadedModel>>(chosen);

  const auto spool = std::make_shared<SpoolFile>(spool_folder);
  if (const auto refused = request.body_into(spool->stream())) return *refused;
  if (!spool->stream().flush()) throw std::runtime_error("cannot write a batch to " + spool_folder.string());

  batch::BatchDrift drift(model->predictor.spec(),
                          batch::training_distributions(database, model->version, model->predictor.spec()));
  const Result<Ok> checked = batch::check_file(model->predictor, spool->rewound(), drift);
  if (!checked) return ApiError{422, "invalid_body", checked.error().message, checked.error().field, {}};
  const std::string batch_id = base::random_hex(16);
  keep_report(database, batch_id, model->version, request, drift.to_json(model->version));

  Response response{200, "text/csv; charset=utf-8", "", {{"Location", "/v1/batch/" + batch_id}}};
  response.body_from = [model, spool](std::ostream& out) {
    batch::BatchDrift told_already(model->predictor.spec(), {});
    // The file was found sound; what can still fail is the connection, and then nobody listens.
    static_cast<void>(
        batch::predict_file(model->predictor, model->version.version, spool->rewound(), out, told_already));
  };
  return response;
}

Answer GetBatch::operator()(const Request& request) const {
  const std::string& batch_id = request.path_parameter("id");
  const store::Rows found = database.begin().run(store::sql::batch_report, store::Params().add(batch_id));
  if (found.empty()) return not_found("unknown_batch", "there is no batch \"" + batch_id + "\"", "id");
  return Response{200, "application/json", found.text(0, 0), {}};
}

}  // namespace clearwell::http
