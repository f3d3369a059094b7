#pragma once

#include "common/hash/sha256.hpp"
#include "common/parity/parity.hpp"
#include "tests/web/small_model.hpp"

#include <string>

/// Answers of the HTTP API as the page gets them, small and complete.
namespace clearwell::test {

inline const std::string kPlants = R"({"plants":[
  {"id":"north","name":"North Plant","place":"Rosario","operator":"Utility","latitude":-32.9,"longitude":-60.6,
   "time_zone":"America/Argentina/Cordoba","jurisdiction":"AR","population_served":41000,"simulated":true,
   "last_sample_at":"2026-03-12T08:00:00Z"},
  {"id":"south","name":"South Plant","place":"Cañada Ñandú","operator":"","latitude":null,"longitude":null,"time_zone":"UTC",
   "jurisdiction":"AR","population_served":null,"simulated":false,"last_sample_at":null}]})";

inline const std::string kNorth = R"({"id":"north","name":"North Plant","place":"Rosario","operator":"Utility",
  "time_zone":"America/Argentina/Cordoba","jurisdiction":"AR","population_served":41000,"simulated":true,
  "last_sample_at":"2026-03-12T08:00:00Z","parameters":[
  {"parameter":"conductivity","title":{"en":"Conductivity","es":"Conductividad"},"unit":"µS/cm","decimals":0,
   "sources":["laboratory"],"limits":[],
   "latest":{"value":940,"qualifier":"=","text":"940","sampled_at":"2026-03-12T08:00:00Z","laboratory":"Provincial Laboratory","verdict":"no_limit"}},
  {"parameter":"turbidity","title":{"en":"Turbidity","es":"Turbidez"},"unit":"NTU","decimals":2,
   "sources":["laboratory","instrument"],
   "limits":[{"jurisdiction":"AR","instrument":"CAA","article":"art. 982","kind":"health","min":null,"max":3,"unit":"NTU","confirmed":true}],
   "latest":{"value":0.21,"qualifier":"=","text":"0.21","sampled_at":"2026-03-12T08:00:00Z","laboratory":"Provincial Laboratory","verdict":"within"}},
  {"parameter":"cadmium","title":{"en":"Cadmium","es":"Cadmio"},"unit":"mg/L","decimals":3,"sources":["laboratory"],
   "limits":[{"jurisdiction":"AR","instrument":"CAA","article":"art. 982","kind":"health","min":null,"max":0.005,"unit":"mg/L","confirmed":false}],
   "latest":{"value":0.01,"qualifier":"<","text":"<0.01","sampled_at":"2026-03-10T08:00:00Z","laboratory":"University","verdict":"cannot_be_judged"}},
  {"parameter":"lead","title":{"en":"Lead","es":"Plomo"},"unit":"mg/L","decimals":3,"sources":[],
   "limits":[{"jurisdiction":"AR","instrument":"CAA","article":"art. 982","kind":"health","min":null,"max":0.05,"unit":"mg/L","confirmed":true}],
   "latest":null}]})";

inline const std::string kTurbidityHistory = R"({"plant_id":"north","parameter":"turbidity",
  "title":{"en":"Turbidity","es":"Turbidez"},"unit":"NTU","decimals":2,"simulated":true,
  "from":"2025-03-11T00:00:00Z","to":"2026-03-12T08:00:00Z","bucket_seconds":{"laboratory":null,"instrument":86400},
  "limits":[{"jurisdiction":"AR","instrument":"CAA","article":"art. 982","kind":"health","min":null,"max":3,"unit":"NTU","confirmed":true}],
  "buckets":[
  {"time":"2026-01-01T00:00:00Z","source":"instrument","min":0.2,"max":0.4,"mean":0.3,"count":24,"non_detects":0},
  {"time":"2026-01-02T00:00:00Z","source":"instrument","min":0.2,"max":0.5,"mean":0.3,"count":24,"non_detects":0},
  {"time":"2026-01-03T00:00:00Z","source":"instrument","min":0.2,"max":0.4,"mean":0.3,"count":24,"non_detects":0},
  {"time":"2026-02-03T00:00:00Z","source":"instrument","min":0.2,"max":0.4,"mean":0.3,"count":24,"non_detects":0},
  {"time":"2026-02-04T00:00:00Z","source":"instrument","min":0.2,"max":0.4,"mean":0.3,"count":24,"non_detects":0},
  {"time":"2026-01-01T08:00:00Z","source":"laboratory","min":0.31,"max":0.31,"mean":0.31,"count":1,"non_detects":0},
  {"time":"2026-03-12T08:00:00Z","source":"laboratory","min":0.1,"max":0.1,"mean":0.1,"count":1,"non_detects":1}]})";

inline const std::string kConductivityHistory = R"({"plant_id":"north","parameter":"conductivity",
  "title":{"en":"Conductivity","es":"Conductividad"},"unit":"µS/cm","decimals":0,"simulated":true,
  "from":"2025-03-11T00:00:00Z","to":"2026-03-12T08:00:00Z","bucket_seconds":{"laboratory":null,"instrument":null},"limits":[],
  "buckets":[
  {"time":"2025-12-01T08:00:00Z","source":"laboratory","min":910,"max":910,"mean":910,"count":1,"non_detects":0},
  {"time":"2026-03-12T08:00:00Z","source":"laboratory","min":940,"max":940,"mean":940,"count":1,"non_detects":0}]})";

/// Two samples that measure what the small model takes, and one that does not.
inline const std::string kSamples = R"({"samples":[
  {"id":12,"plant_id":"north","sampled_at":"2026-03-12T08:00:00Z","laboratory":"L","simulated":true,"results":[
   {"parameter":"sweetness","text":"22.5","value":22.5,"unit":"g/L","canonical_value":null,"canonical_unit":null},
   {"parameter":"depth","text":"3","value":3,"unit":"","canonical_value":null,"canonical_unit":null}]},
  {"id":11,"plant_id":"north","sampled_at":"2026-03-02T08:00:00Z","laboratory":"L","simulated":true,"results":[
   {"parameter":"sweetness","text":"14.2","value":14.2,"unit":"g/L","canonical_value":null,"canonical_unit":null}]},
  {"id":10,"plant_id":"north","sampled_at":null,"laboratory":"","simulated":true,"results":[
   {"parameter":"lead","text":"<0.01","value":0.01,"unit":"mg/L","canonical_value":0.01,"canonical_unit":"mg/L"}]}],
  "next_before":null})";

/// The card of that version: 40 rows judged twice.
inline const std::string kCard = R"({"model":"pools","version":2,"alarms":["a feature is made from the label"],
  "not_for":{"en":"Taste only.","es":"Solo gusto."},
  "trained_on":{"license":"CC0","findings":[
    {"severity":"warning","text":{"en":"Depth repeats.","es":"Se repite."}},
    {"severity":"notice","text":{"en":"A notice.","es":"Un aviso."}}]},
  "decision":{"threshold":0.6,"metric":"precision","recall_floor":0.2},
  "performance":{"metrics":{},"baseline":{"always_positive":{"precision":0.4,"recall":1}},
    "hold_out":{"from":"2026-01-01","rows":12,"precision":0.75},
    "confusion_matrix":{"true_positives":20,"false_positives":4,"true_negatives":44,"false_negatives":12},
    "repeats":2,"folds":10,
    "calibration_curve":[{"mean_probability":0.2,"rows":40,"positives":6},{"mean_probability":0.8,"rows":40,"positives":26}],
    "precision_curve":[{"threshold":0.9,"predicted_positives":10,"true_positives":9},
                       {"threshold":0.6,"predicted_positives":24,"true_positives":20},
                       {"threshold":0.1,"predicted_positives":80,"true_positives":32}]},
  "fails":{"lowest_precision":[{"feature":"depth","from":2,"to":3,"category":null,"rows":30,"predicted_positives":21,
     "precision":0.5,"precision_lower":0.3,"precision_upper":0.7}],
    "lowest_recall":[{"feature":"sweetness","from":null,"to":null,"rows":30,"positives":22,"recall":0.25}]}})";

inline const std::string kData = R"({"sha256":"x","labels":{"negatives":48,"positives":32},"lineage":{},
  "features":[
   {"name":"sweetness","measured":{"negatives":45,"positives":31},"missing":{"negatives":3,"positives":1},"categories":[],
    "histogram":{"edges":[0,10,20],"negatives":[40,5],"positives":[1,30],"open_below":false,"open_above":false}},
   {"name":"depth","measured":{"negatives":48,"positives":32},"missing":{"negatives":0,"positives":0},"categories":[],
    "histogram":{"edges":[0,5,9],"negatives":[24,24],"positives":[16,16],"open_below":false,"open_above":false}}],
  "correlations":[{"features":["sweetness","depth"],"rows":76,"pearson":-0.3,"spearman":-0.4}]})";

inline const std::string kPromotions = R"({"name":"pools","promotions":[
  {"promotion_id":2,"name":"pools","version":3,"from_version":2,"outcome":"refused","reason":"precision is not higher",
   "decided_by":null,"decided_at":"2026-03-02T03:10:00.000Z","figures":{}},
  {"promotion_id":1,"name":"pools","version":2,"from_version":1,"outcome":"promoted","reason":"precision is higher",
   "decided_by":null,"decided_at":"2026-03-01T03:10:00.000Z","figures":{}}]})";

/// One version, champion, with the seal of small_model_bytes(), or with a wrong one.
inline std::string models_answer(bool right_seal = true) {
  const std::string bytes = small_model_bytes();
  const auto predictor = scoring::Predictor::load(bytes);
  const std::string digest =
      right_seal ? parity::digest(*predictor, parity::vector_set(*predictor, 16)) : std::string(64, '0');
  return R"({"models":[{"name":"pools","version":2,"family":"logistic_regression","aliases":["champion"],"sha256":")" +
         hash::sha256_hex(bytes) + R"(","size_bytes":)" + std::to_string(bytes.size()) +
         R"(,"threshold":0.6,"metrics":{"roc_auc":{"mean":0.66,"sd":0.02}},"data_origin":"simulated",)" +
         R"("created_at":"2026-03-01T03:00:00Z","run_id":"r","parity":{"rows":16,"digest":")" + digest +
         R"("},"model_url":"/v1/models/pools/versions/2/model.onnx"}]})";
}

}  // namespace clearwell::test
