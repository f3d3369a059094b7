#include "server/access/tokens.hpp"
#include "common/hash/sha256.hpp"
#include "server/base/random_id.hpp"
#include "server/base/time_text.hpp"
#include "server/store/database.hpp"
#include "server/store/sql.hpp"

namespace clearwell::access {
namespace {

constexpr std::string_view kPrefix = "cw_";
constexpr std::size_t kRandomBytes = 32;
constexpr std::size_t kTokenLength = 3 + 43;

/// RFC 4648 section 5, without padding.
std::string base64url(std::string_view bytes) {
  constexpr char kAlphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  std::string text;
  unsigned buffer = 0;
  int n_bits = 0;
  for (const char byte : bytes) {
    buffer = buffer << 8 | static_cast<unsigned char>(byte);
    for (n_bits += 8; n_bits >= 6; n_bits -= 6)
      text += kAlphabet[buffer >> (n_bits - 6) & 63];
  }
  if (n_bits > 0) text += kAlphabet[buffer << (6 - n_bits) & 63];
  return text;
}

// A plain hash is enough: the token is 256 random bits, not a password that could be guessed.
std::string digest(std::string_view token) {
  hash::Sha256 sha256;
  sha256.update(token);
  const auto bytes = sha256.finish();
  return std::string(bytes.begin(), bytes.end());
}

base::TimePoint stored_time(const std::string& text) {
  const Result<base::TimePoint> time = base::parse_time(text);
  if (!time) throw store::StoreError("access.tokens: " + time.error().message);
  return *time;
}

std::optional<base::TimePoint> maybe_stored_time(const std::optional<std::string>& text) {
  return text ? std::optional(stored_time(*text)) : std::nullopt;
}

}  // namespace

Result<Ok> check_binding(Role role, const std::optional<std::string>& plant_id) {
  if (role == Role::kPlant && !plant_id)
    return Error{"plant: a token of role plant speaks for one plant and none is named; accepted: the id of a plant",
                 "plant"};
  if (plant_id && role != Role::kPlant && role != Role::kLab)
    return Error{"plant: a token of role " + std::string(role_name(role)) +
                     " speaks for no single plant; accepted for roles plant and lab",
                 "plant"};
  return Ok{};
}

Result<IssuedToken> Tokens::create(Role role, std::string_view name, const std::optional<std::string>& plant_id,
                                   const std::optional<base::TimePoint>& expires_at) {
  if (name.empty()) return Error{"name: \"\" is empty; say who will use the token", "name"};
  if (const Result<Ok> binding = check_binding(role, plant_id); !binding) return binding.error();
  const std::string token = std::string(kPrefix) + base64url(base::random_bytes(kRandomBytes));
  store::Transaction transaction = database_.begin();
  const std::optional<std::string> expiry = expires_at ? std::optional(base::format_time(*expires_at)) : std::nullopt;
  const store::Rows rows = transaction.run(
      store::sql::insert_token,
      store::Params().add(name).add(role_name(role)).add(plant_id).add_bytes(digest(token)).add(expiry));
  if (rows.empty()) return Error{"plant: \"" + *plant_id + "\" is not the id of a plant", "plant"};
  if (rows.boolean(0, 1)) return Error{"expires: " + *expiry + " is over already; accepted: a time to come", "expires"};
  store::append_audit_entry(transaction, {.actor = by_,
                                          .action = "token.created",
                                          .object = "token/" + rows.text(0, 0),
                                          .reason = "",
                                          .details_json = rows.text(0, 2)});
  transaction.commit();
  return IssuedToken{rows.integer(0, 0), token};
}

std::vector<TokenRecord> Tokens::list() {
  store::Transaction transaction = database_.begin();
  const store::Rows rows = transaction.run(store::sql::list_tokens);
  transaction.commit();
  std::vector<TokenRecord> records;
  for (std::size_t row = 0; row < rows.size(); ++row)
    records.push_back({rows.integer(row, 0), rows.text(row, 1), stored_role(rows.text(row, 2)), rows.maybe_text(row, 3),
                       stored_time(rows.text(row, 4)), maybe_stored_time(rows.maybe_text(row, 5)),
                       maybe_stored_time(rows.maybe_text(row, 6))});
  return records;
}

Result<Ok> Tokens::revoke(std::int64_t token_id) {
  store::Transaction transaction = database_.begin();
  const store::Rows rows = transaction.run(store::sql::revoke_token, store::Params().add(token_id));
  if (rows.empty()) return Error{"token: " + std::to_string(token_id) + " is not the id of a token", "id"};
  if (rows.boolean(0, 0))
    store::append_audit_entry(transaction,
                              {.actor = by_, .action = "token.revoked", .object = "token/" + std::to_string(token_id)});
  transaction.commit();
  return Ok{};
}

std::optional<Caller> Tokens::authenticate(std::string_view token) {
  if (token.size() != kTokenLength || !token.starts_with(kPrefix)) return std::nullopt;
  return lookups_.find(hash::sha256_hex(token));
}

}  // namespace clearwell::access
