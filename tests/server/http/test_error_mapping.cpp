#include "server/http/error_mapping.hpp"

#include "server/scoring/rejected_input.hpp"
#include "server/store/database.hpp"
#include "server/store/group_commit.hpp"

#include <boost/test/unit_test.hpp>

namespace clearwell::http {
namespace {

template <typename Exception>
Failure failure_of(const Exception& exception) {
  return from_exception(std::make_exception_ptr(exception));
}

BOOST_AUTO_TEST_SUITE(error_mapping)

BOOST_AUTO_TEST_CASE(an_error_has_the_shape_of_the_contract) {
  const Response response = to_response(ApiError{422, "unknown_feature", "unknown feature \"phh\"", "data[0].phh", {}});
  BOOST_TEST(response.status == 422);
  BOOST_TEST(response.content_type == "application/json");
  BOOST_TEST(response.body ==
             R"({"error":{"code":"unknown_feature","message":"unknown feature \"phh\"","field":"data[0].phh"}})");
}

BOOST_AUTO_TEST_CASE(bytes_that_are_not_utf8_do_not_break_the_answer) {
  BOOST_TEST(to_response(ApiError{400, "invalid_json", "seen: \xff", "", {}}).body ==
             "{\"error\":{\"code\":\"invalid_json\",\"message\":\"seen: \xEF\xBF\xBD\",\"field\":\"\"}}");
}

BOOST_AUTO_TEST_CASE(a_database_that_is_away_means_try_later) {
  const Failure failure = failure_of(store::StoreUnavailable("connection to /secret/path failed"));
  BOOST_CHECK(
      (failure.error ==
       ApiError{503, "store_unavailable", "the database is away; nothing was stored", "", {{"Retry-After", "2"}}}));
  BOOST_TEST(failure.log_reason == "connection to /secret/path failed");
  BOOST_TEST(failure.of_store);
}

BOOST_AUTO_TEST_CASE(a_commit_in_doubt_promises_nothing_and_invites_no_repetition) {
  const Failure failure = failure_of(store::CommitInDoubt("COMMIT: connection to /secret/path lost"));
  BOOST_CHECK((failure.error == ApiError{500,
                                         "commit_in_doubt",
                                         "the database was lost while it stored this: it is not known whether it did; "
                                         "repeating may store it twice",
                                         "",
                                         {}}));
  BOOST_TEST(failure.log_reason == "COMMIT: connection to /secret/path lost");
  BOOST_TEST(failure.of_store);
}

BOOST_AUTO_TEST_CASE(a_full_log_means_try_later) {
  const Failure failure = failure_of(store::Overloaded("full"));
  BOOST_TEST(failure.error.status == 503);
  BOOST_TEST(failure.error.code == "overloaded");
  BOOST_TEST(!failure.of_store);
}

BOOST_AUTO_TEST_CASE(anything_else_is_ours_and_says_nothing_of_our_inside) {
  const ApiError expected{500, "internal", "the server failed; its log has the details under this request id", "", {}};
  BOOST_CHECK(failure_of(store::StoreError("relation water.x does not exist")).error == expected);
  BOOST_CHECK(failure_of(std::logic_error("/etc/passwd")).error == expected);
  BOOST_CHECK(failure_of(7).error == expected);
  BOOST_TEST(failure_of(store::StoreError("x")).of_store);
  BOOST_TEST(failure_of(std::logic_error("why")).log_reason == "why");
}

BOOST_AUTO_TEST_CASE(a_rejected_body_gets_the_status_of_its_kind) {
  using scoring::Rejection;
  const std::pair<Rejection, int> expected[] = {{Rejection::invalid_json, 400},  {Rejection::unknown_key, 400},
                                                {Rejection::duplicate_key, 400}, {Rejection::invalid_body, 422},
                                                {Rejection::no_rows, 422},       {Rejection::unknown_feature, 422},
                                                {Rejection::not_a_number, 422},  {Rejection::number_out_of_range, 422},
                                                {Rejection::too_many_rows, 413}};
  for (const auto& [rejection, status] : expected)
    BOOST_TEST(from_rejection({rejection, "m", "f"}).status == status);
  BOOST_CHECK(
      (from_rejection({Rejection::too_many_rows, "m", "data"}) == ApiError{413, "too_many_rows", "m", "data", {}}));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace clearwell::http
