#include "server/batch/watched_files.hpp"

#include "common/hash/sha256.hpp"
#include "server/store/sql.hpp"

#include <utility>

namespace clearwell::batch {
namespace {

/// Of a result's name, so that those of the files beside it, also while they are written, fit into the 255 that file
/// systems hold.
constexpr std::size_t kLongestName = 200;
constexpr std::size_t kHashDigits = 12;

/// The first part of the text, at most that long, without a cut character at its end. \pre  the text is UTF-8
std::string_view cut(std::string_view text, std::size_t most_bytes) {
  if (text.size() <= most_bytes) return text;
  const auto continues = [&text](std::size_t byte) { return (static_cast<unsigned char>(text[byte]) & 0xC0) == 0x80; };
  while (most_bytes > 0 && continues(most_bytes))
    --most_bytes;
  return text.substr(0, most_bytes);
}

/// `north.csv` becomes `north.3f2b9c01d4aa.csv`, which no other file in any place becomes.
std::string name_with_hash(std::string_view source, std::string_view name, std::string_view sha256) {
  std::string file(source);
  for (const std::string_view part : {name, sha256})
    file.append(1, '\0').append(part);
  const std::string_view ending = name.substr(name.rfind('.'));
  const std::string tail = "." + hash::sha256_hex(file).substr(0, kHashDigits) + std::string(ending);
  return std::string(cut(name.substr(0, name.size() - ending.size()), kLongestName - tail.size())) + tail;
}

}  // namespace

ClaimedFile::ClaimedFile(store::Transaction lock, std::int64_t file_id, std::string output_name,
                         ScoringVersions versions)
    : lock_(std::move(lock)), file_id_(file_id), output_name_(std::move(output_name)), versions_(std::move(versions)) {}

void ClaimedFile::scored(std::size_t n_scored, std::size_t n_unanswered, std::string_view output_sha256) {
  lock_.run(store::sql::end_watched_file, store::Params()
                                              .add(file_id_)
                                              .add("SCORED")
                                              .add(static_cast<std::int64_t>(n_scored))
                                              .add(static_cast<std::int64_t>(n_unanswered))
                                              .add(output_sha256)
                                              .add_null());
  lock_.commit();
}

void ClaimedFile::failed(std::string_view reason) {
  lock_.run(store::sql::end_watched_file,
            store::Params().add(file_id_).add("FAILED").add_null().add_null().add_null().add(reason));
  lock_.commit();
}

WatchedFiles::WatchedFiles(store::Database& database, std::string source, std::string destination)
    : database_(database), source_(std::move(source)), destination_(std::move(destination)) {}

bool WatchedFiles::has_ended(const FoundFile& file, std::string_view sha256) const {
  return database_.begin()
      .run(store::sql::watched_file_ended,
           store::Params().add(source_).add(destination_).add(file.name).add(file.stamp).add(sha256))
      .boolean(0, 0);
}

bool WatchedFiles::is_claimed(const FoundFile& file) const {
  return database_.begin()
      .run(store::sql::watched_file_claimed,
           store::Params().add(source_).add(destination_).add(file.name).add(file.stamp))
      .boolean(0, 0);
}

bool WatchedFiles::add(const FoundFile& file, std::string_view sha256, std::size_t n_bytes,
                       const ScoringVersions& versions) const {
  const std::string with_hash = name_with_hash(source_, file.name, sha256);
  store::Transaction transaction = database_.begin();
  const store::Rows added = transaction.run(store::sql::insert_watched_file,
                                            store::Params()
                                                .add(source_)
                                                .add(destination_)
                                                .add(file.name)
                                                .add(sha256)
                                                .add(static_cast<std::int64_t>(n_bytes))
                                                .add(file.stamp)
                                                .add(versions.model)
                                                .add(versions.champion)
                                                .add(versions.challenger)
                                                .add(file.name.size() <= kLongestName ? file.name : with_hash)
                                                .add(with_hash));
  transaction.commit();
  return added.affected() == 1;
}

std::optional<ClaimedFile> WatchedFiles::claim(const std::string& name, std::string_view sha256) const {
  store::Transaction lock = database_.begin();
  const store::Rows found =
      lock.run(store::sql::claim_watched_file, store::Params().add(source_).add(destination_).add(name).add(sha256));
  if (found.empty()) return std::nullopt;
  ScoringVersions versions{.model = found.text(0, 2), .champion = static_cast<int>(found.integer(0, 3))};
  if (!found.is_null(0, 4)) versions.challenger = static_cast<int>(found.integer(0, 4));
  return ClaimedFile(std::move(lock), found.integer(0, 0), found.text(0, 1), std::move(versions));
}

}  // namespace clearwell::batch
