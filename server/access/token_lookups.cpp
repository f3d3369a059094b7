#include "server/access/token_lookups.hpp"

#include "server/store/database.hpp"
#include "server/store/sql.hpp"

#include <exception>
#include <map>
#include <span>
#include <vector>

namespace clearwell::access {
namespace {

using Share = store::SharedWork::Share;

struct Lookup : Share {
  explicit Lookup(const std::string& wanted) : sha256_hex(wanted) {}
  const std::string& sha256_hex;
  std::optional<Caller> caller;
};

void look_up(store::Database& database, std::span<Share* const> group) {
  std::map<std::string, std::vector<Lookup*>> asked;
  for (Share* share : group) {
    auto* lookup = static_cast<Lookup*>(share);  // NOLINT(*-static-cast-downcast): find() puts nothing else in
    asked[lookup->sha256_hex].push_back(lookup);
  }
  std::vector<std::string> digests;
  for (const auto& [digest, lookups] : asked)
    digests.push_back(digest);
  const store::Rows rows = database.query(store::sql::find_tokens, store::Params().add_array(digests));
  for (std::size_t row = 0; row < rows.size(); ++row) {
    const std::vector<Lookup*>& lookups = asked.at(rows.text(row, 0));
    try {
      const Caller caller{stored_role(rows.text(row, 3)), rows.text(row, 2), rows.maybe_text(row, 4),
                          rows.integer(row, 1)};
      for (Lookup* lookup : lookups)
        lookup->caller = caller;
    } catch (const store::StoreError&) {  // a role of a newer server is the trouble of who has it
      for (Lookup* lookup : lookups)
        lookup->failure = std::current_exception();
    }
  }
}

}  // namespace

Role stored_role(const std::string& text) {
  const Result<Role> role = parse_token_role(text);
  if (!role) throw store::StoreError("access.tokens: " + role.error().message);
  return *role;
}

// Without bounds: a server's threads ask, each one thing at a time.
TokenLookups::TokenLookups(store::Database& database)
    : work_([&database](std::span<Share* const> group) { look_up(database, group); }, {}) {}

std::optional<Caller> TokenLookups::find(const std::string& sha256_hex) {
  Lookup lookup(sha256_hex);
  work_.join(lookup);
  return std::move(lookup.caller);
}

}  // namespace clearwell::access
