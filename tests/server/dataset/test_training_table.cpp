#include "server/dataset/training_table.hpp"

#include "server/store/database.hpp"
#include "tests/common/category_models.hpp"
#include "tests/emptied_database.hpp"

#include <boost/test/unit_test.hpp>

#include <cmath>

using namespace clearwell;
using dataset::read_training_table;
using dataset::TrainingTable;

namespace {

/// Two features: x0 in mg/L, x1 without unit.
spec::DatasetSpec two_features() {
  spec::DatasetSpec spec = tests::example_spec(2);
  spec.features[0].unit = "mg/L";
  return spec;
}

struct Samples {
  store::Database& database = *tests::emptied_database();
  int made = 0;

  void run(const std::string& sql) {
    store::Transaction transaction = database.begin();
    transaction.run_script(sql);
    transaction.commit();
  }

  /// \param label   `true`, `false` or `NULL`
  /// \param results VALUES of parameter, value, qualifier, unit; empty for none
  void add(const std::string& label, const std::string& results, bool simulated = false,
           const std::string& plant = "NULL", const std::string& model = "'example'") {
    const std::string number = std::to_string(made++);
    run("WITH s AS (INSERT INTO water.samples (plant_id, model, label, source_row, content_sha256, simulated) VALUES "
        "(" +
        plant + ", " + model + ", " + label + ", " + number + ", sha256('" + number + "'), " +
        (simulated ? "true" : "false") +
        ") RETURNING sample_id) INSERT INTO water.sample_results (sample_id, parameter, value, qualifier, unit, "
        "result_text) "
        "SELECT sample_id, v.*, '' FROM s, (VALUES " +
        (results.empty() ? "('other', 0, '=', '')" : results) + ") AS v (parameter, value, qualifier, unit)");
  }
  /// Two samples whose values no other call gives.
  void add_both_classes(bool simulated, const std::string& plant) {
    for (const char* label : {"true", "false"})
      add(label, "('x0', " + std::to_string(made) + ", '=', 'mg/L')", simulated, plant);
  }
  void add_plant(const std::string& id) {
    run("INSERT INTO water.plants (plant_id, name, jurisdiction) VALUES ('" + id + "', 'P', 'EU')");
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(training_table, Samples)

BOOST_AUTO_TEST_CASE(rows_come_in_the_order_of_their_samples_with_gaps_as_nan) {
  add("true", "('x1', 7, '=', ''), ('x0', 0.1, '=', 'mg/L'), ('unasked', 5, '=', '')");
  add("NULL", "('x0', 99, '=', 'mg/L')");  // nobody certified a label
  add("false", "('x1', -3, '=', '')");
  add("false", "");
  const Result<TrainingTable> table = read_training_table(database, two_features());
  BOOST_REQUIRE(table);
  BOOST_REQUIRE(table->n_rows() == 3);
  BOOST_TEST(table->labels == (std::vector<std::uint8_t>{1, 0, 0}), boost::test_tools::per_element());
  BOOST_TEST(table->row(0)[0] == 0.1F);
  BOOST_TEST(table->row(0)[1] == 7.0F);
  BOOST_TEST(std::isnan(table->row(1)[0]));
  BOOST_TEST(table->row(1)[1] == -3.0F);
  BOOST_TEST(std::isnan(table->row(2)[0]));
  BOOST_TEST(std::isnan(table->row(2)[1]));
  BOOST_TEST((table->source_rows == std::vector<std::optional<int>>{0, 2, 3}));
  BOOST_TEST(table->sample_ids[0] < table->sample_ids[1]);
}

BOOST_AUTO_TEST_CASE(a_non_detect_is_half_its_limit_and_an_overflow_its_limit) {
  add("true", "('x0', 0.5, '<', 'mg/L'), ('x1', 200, '>', '')");
  add("false", "");
  const Result<TrainingTable> table = read_training_table(database, two_features());
  BOOST_REQUIRE(table);
  BOOST_TEST(table->row(0)[0] == 0.25F);
  BOOST_TEST(table->row(0)[1] == 200.0F);
}

BOOST_AUTO_TEST_CASE(simulated_water_never_trains_beside_real_water) {
  add_both_classes(true, "NULL");
  const Result<TrainingTable> simulated = read_training_table(database, two_features());
  BOOST_REQUIRE(simulated);
  BOOST_TEST(simulated->data_origin == "simulated");
  BOOST_TEST(simulated->n_rows() == 2);

  add_plant("p");
  add_both_classes(false, "'p'");
  const Result<TrainingTable> laboratory = read_training_table(database, two_features());
  BOOST_REQUIRE(laboratory);
  BOOST_TEST(laboratory->data_origin == "laboratory");
  BOOST_TEST(laboratory->n_rows() == 2);
  BOOST_TEST((laboratory->source_rows == std::vector<std::optional<int>>{2, 3}));

  add_both_classes(false, "NULL");
  const Result<TrainingTable> imported = read_training_table(database, two_features());
  BOOST_REQUIRE(imported);
  BOOST_TEST(imported->data_origin == "imported");
  BOOST_TEST(imported->n_rows() == 4);
}

// A file imported once as it is and once for a plant: a twin on the other side of a split would be known by heart.
BOOST_AUTO_TEST_CASE(a_sample_that_repeats_an_earlier_one_is_left_out) {
  add_plant("p");
  add("true", "('x0', 1, '=', 'mg/L'), ('x1', 5, '=', '')");
  add("false", "('x0', 2, '=', 'mg/L')");
  add("true", "('x0', 1, '=', 'mg/L'), ('x1', 5, '=', '')", false, "'p'");
  add("false", "('x0', 2, '=', 'mg/L')", false, "'p'");
  const Result<TrainingTable> table = read_training_table(database, two_features());
  BOOST_REQUIRE(table);
  BOOST_TEST((table->source_rows == std::vector<std::optional<int>>{0, 1}));
  add("true", "('x0', 2, '=', 'mg/L')");  // equal features and another label: no twin
  BOOST_TEST(read_training_table(database, two_features())->n_rows() == 3);
}

BOOST_AUTO_TEST_CASE(time_and_group_are_content_where_the_spec_has_them) {
  add("true", "('x0', 1, '=', 'mg/L')");
  for (int repeat = 0; repeat < 4; ++repeat)
    add("false", "('x0', 2, '=', 'mg/L')");
  run("UPDATE water.samples SET sampled_at = '2024-12-31 22:30:00+00', sample_group = 'a';"
      "UPDATE water.samples SET sampled_at = '2024-07-01 12:00:00+00' WHERE source_row = 2;"
      "UPDATE water.samples SET sample_group = 'b' WHERE source_row = 3");
  BOOST_TEST(read_training_table(database, two_features())->n_rows() == 2);
  BOOST_TEST(read_training_table(database, two_features())->groups.empty());

  spec::DatasetSpec spec = two_features();
  spec.sampled_at = {.name = "t", .aliases = {}, .format = "", .time_zone = "Europe/Tallinn"};
  spec.group = {.name = "g"};
  const Result<TrainingTable> table = read_training_table(database, spec);
  BOOST_REQUIRE(table);
  BOOST_TEST((table->source_rows == std::vector<std::optional<int>>{0, 1, 2, 3}));
  BOOST_TEST(table->sampled_at[0] == "2025-01-01T00:30:00");  // the new year there
  BOOST_TEST(table->sampled_at[2] == "2024-07-01T15:00:00");
  BOOST_TEST((table->groups == std::vector<std::string>{"a", "a", "a", "b"}));
  const TrainingTable late = dataset::take_rows(*table, std::vector<std::size_t>{3, 0}, spec);
  BOOST_TEST((late.groups == std::vector<std::string>{"b", "a"}));
  BOOST_TEST(late.sampled_at[1] == "2025-01-01T00:30:00");
  run("UPDATE water.samples SET sample_group = 'c' WHERE source_row = 3");
  BOOST_TEST(read_training_table(database, spec)->sha256 != table->sha256);
}

BOOST_AUTO_TEST_CASE(a_sample_that_the_split_cannot_place_is_refused) {
  add_both_classes(false, "NULL");
  spec::DatasetSpec spec = two_features();
  spec.sampled_at = {.name = "t"};
  BOOST_TEST(static_cast<bool>(read_training_table(database, spec)));
  spec.split.method = spec::SplitMethod::time;
  const Result<TrainingTable> table = read_training_table(database, spec);
  BOOST_REQUIRE(!table);
  const std::string id = database.begin().run("SELECT min(sample_id) FROM water.samples").text(0, 0);
  BOOST_TEST(table.error().message == "sample " + id + " has no date, and the spec example splits by it");
  BOOST_TEST(table.error().field == "t");
}

BOOST_AUTO_TEST_CASE(equal_data_have_equal_hashes_whatever_their_ids) {
  add_both_classes(false, "NULL");
  const std::string first = read_training_table(database, two_features())->sha256;
  BOOST_TEST(first.size() == 64);
  run("DELETE FROM water.sample_results; DELETE FROM water.samples");
  made = 0;
  add_both_classes(false, "NULL");
  BOOST_TEST(read_training_table(database, two_features())->sha256 == first);
  run("UPDATE water.sample_results SET value = 2.5 WHERE value = 1");
  BOOST_TEST(read_training_table(database, two_features())->sha256 != first);
  run("UPDATE water.sample_results SET value = 1 WHERE value = 2.5; UPDATE water.samples SET label = NOT label");
  BOOST_TEST(read_training_table(database, two_features())->sha256 != first);
}

BOOST_AUTO_TEST_CASE(nothing_to_train_on_is_said) {
  add("true", "('x0', 1, '=', 'mg/L')", false, "NULL", "'another'");
  const Result<TrainingTable> none = read_training_table(database, two_features());
  BOOST_REQUIRE(!none);
  BOOST_TEST(none.error().message ==
             "there are no labelled samples of example to train on; clearwell import FILE --model example reads them "
             "from a file");
  BOOST_TEST((dataset::models_with_labelled_samples(database) == std::vector<std::string>{"another"}));
}

BOOST_AUTO_TEST_CASE(one_class_only_is_refused) {
  add("true", "");
  add("true", "('x0', 1, '=', 'mg/L')");
  const Result<TrainingTable> table = read_training_table(database, two_features());
  BOOST_REQUIRE(!table);
  BOOST_TEST(table.error().message ==
             "all 2 labelled samples of example are of one class ('yes'); a model needs samples of both");
  BOOST_TEST(table.error().field == "y");
}

BOOST_AUTO_TEST_CASE(a_category_is_its_place_in_the_list_of_today) {
  spec::DatasetSpec spec = two_features();
  spec.features[1] = tests::categorical_feature("x1", {"red", "green"});
  const auto add_category = [&](const std::string& label, const std::string& x0, const std::string& text) {
    add(label, "('x0', " + x0 + ", '=', 'mg/L')");
    run("INSERT INTO water.sample_results (sample_id, parameter, finding, result_text) SELECT max(sample_id), 'x1', "
        "'category', '" +
        text + "' FROM water.samples");
  };
  add_category("true", "1", "green");
  add_category("false", "2", "red");
  add("false", "('x0', 3, '=', 'mg/L')");
  const Result<TrainingTable> table = read_training_table(database, spec);
  BOOST_REQUIRE_MESSAGE(table, (table ? "" : table.error().message));
  BOOST_TEST(table->n_categories == (std::vector<std::size_t>{0, 2}), boost::test_tools::per_element());
  BOOST_TEST(table->row(0)[1] == 1);
  BOOST_TEST(table->row(1)[1] == 0);
  BOOST_TEST(std::isnan(table->row(2)[1]));
  std::swap(spec.features[1].categories[0], spec.features[1].categories[1]);
  BOOST_TEST(read_training_table(database, spec)->row(0)[1] == 0);

  add_category("true", "4", "mauve");
  const Result<TrainingTable> unknown = read_training_table(database, spec);
  BOOST_REQUIRE(!unknown);
  BOOST_TEST(unknown.error().message.substr(unknown.error().message.find(':')) ==
             ": x1 is 'mauve', and the spec example takes one of: green, red");
  BOOST_TEST(unknown.error().field == "x1");
  const Result<TrainingTable> number = read_training_table(database, two_features());
  BOOST_REQUIRE(!number);
  BOOST_TEST(number.error().message.substr(number.error().message.find(':')) ==
             ": x1 is the category 'green', and the spec example takes a number");
}

BOOST_AUTO_TEST_CASE(a_result_without_a_number_is_a_gap) {
  add("true", "('x0', 1, '=', 'mg/L'), ('x1', 2, '=', '')");
  add("false", "");
  run("INSERT INTO water.sample_results (sample_id, parameter, finding, result_text) SELECT max(sample_id), 'x' || n, "
      "(ARRAY['not_detected', 'absent'])[n + 1], '' FROM water.samples, generate_series(0, 1) n GROUP BY n");
  const Result<TrainingTable> table = read_training_table(database, two_features());
  BOOST_REQUIRE_MESSAGE(table, (table ? "" : table.error().message));
  BOOST_TEST(std::isnan(table->row(1)[0]));
  BOOST_TEST(std::isnan(table->row(1)[1]));
}

BOOST_AUTO_TEST_CASE(of_several_results_the_first_by_key_that_has_a_value_counts) {
  const auto add_repeated = [&](const std::string& label, const std::string& results) {
    add(label, "('x1', " + std::to_string(made) + ", '=', '')");
    run("INSERT INTO water.sample_results (sample_id, parameter, value, result_key, finding, result_text) SELECT s, "
        "'x0', "
        "v.*, '' FROM (SELECT max(sample_id) FROM water.samples) AS m (s), (VALUES " +
        results + ") AS v (value, result_key, finding)");
  };
  add_repeated("true", "(9, 'b', 'value'), (1, 'a', 'value'), (5, 'B', 'value')");
  add_repeated("false", "(2, 'a', 'value'), (1, '', 'value')");
  add_repeated("false", "(7, 'b', 'value'), (NULL, '', 'not_detected')");
  const Result<TrainingTable> table = read_training_table(database, two_features());
  BOOST_REQUIRE(table);
  BOOST_TEST(table->row(0)[0] == 5.0F);  // by the letters' codes, whatever the database's language
  BOOST_TEST(table->row(1)[0] == 1.0F);
  BOOST_TEST(table->row(2)[0] == 7.0F);

  run("SELECT water.create_wide_view('example', '{x0}', '{x0}', '{value}')");
  const store::Rows wide = database.begin().run("SELECT x0 FROM water.example ORDER BY sample_id");
  for (std::size_t row = 0; row < 3; ++row)
    BOOST_TEST(wide.number(row, 0) == table->row(row)[0]);
}

BOOST_AUTO_TEST_CASE(a_result_in_another_unit_is_converted_where_the_catalogue_knows_the_parameter) {
  add("true", "('trihalomethanes', 0.08, '=', 'mg/L'), ('arsenic', 5, '<', 'µg/L')");
  add("false", "('trihalomethanes', 90, '=', 'µg/L'), ('arsenic', 0.002, '=', 'mg/L')");
  run("UPDATE water.sample_results SET canonical_value = CASE WHEN unit = 'mg/L' AND parameter <> 'arsenic' THEN 80 "
      "WHEN "
      "unit = 'µg/L' AND parameter = 'arsenic' THEN 0.005 ELSE value END");
  spec::DatasetSpec spec = two_features();
  spec.features[0].parameter = "trihalomethanes";
  spec.features[0].unit = "µg/L";
  spec.features[1].parameter = "arsenic";
  spec.features[1].unit = "µg/L";  // the catalogue's is mg/L
  const Result<TrainingTable> table = read_training_table(database, spec);
  BOOST_REQUIRE_MESSAGE(table, (table ? "" : table.error().message));
  BOOST_TEST(table->row(0)[0] == 80.0F);
  BOOST_TEST(table->row(1)[0] == 90.0F);
  BOOST_TEST(table->row(0)[1] == 2.5F);
  BOOST_TEST(table->row(1)[1] == 2.0F);

  run("SELECT water.create_wide_view('example', '{thm}', '{trihalomethanes}', '{canonical_value}')");
  const store::Rows wide = database.begin().run("SELECT thm FROM water.example ORDER BY sample_id");
  BOOST_TEST(wide.number(0, 0) == 80);
  BOOST_TEST(wide.number(1, 0) == 90);
}

BOOST_AUTO_TEST_CASE(a_result_in_another_unit_is_refused) {
  add("true", "('x0', 1, '=', 'µg/L')");
  add("false", "");
  const Result<TrainingTable> table = read_training_table(database, two_features());
  BOOST_REQUIRE(!table);
  const std::string id = database.begin().run("SELECT min(sample_id) FROM water.samples").text(0, 0);
  BOOST_TEST(table.error().message == "sample " + id + ": x0 is in 'µg/L', and the spec example takes it in 'mg/L'");
  BOOST_TEST(table.error().field == "x0");
}

BOOST_AUTO_TEST_SUITE_END()
