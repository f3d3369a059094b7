#pragma once

#include "server/base/options.hpp"
#include "server/store/owner_database.hpp"
#include "tests/temporary_folder.hpp"

#include <fstream>
#include <memory>

namespace clearwell::tests {

/// A PostgreSQL of its own with all migrations, made in about a second; stopped and removed with the object. As the
/// owner of its tables, since tests arrange what the application may not: laboratory records can be changed here, and
/// all but the audit trail be emptied. store::Database::open(options()) is the application's.
class TemporaryDatabase {
 public:
  /// A commit waits until the disk has it, as in the database that is shipped: what a benchmark has to measure. What a
  /// killed process leaves behind is kept without it too; only a power cut would not, and tests would wait for the disk.
  enum class Disk { waited_for, trusted };

  explicit TemporaryDatabase(Disk disk = Disk::trusted) {
    options_.data_dir = folder_.path();
    database_ = store::open_as_owner(options_);
    if (disk == Disk::trusted) trust_the_disk();
    let_records_be_arranged();
  }

  store::Database& operator*() const { return *database_; }
  store::Database* operator->() const { return database_.get(); }
  const std::shared_ptr<store::Database>& shared() const { return database_; }
  const base::Options& options() const { return options_; }

 private:
  void trust_the_disk() {
    std::ofstream(options_.data_dir / "postgres/postgresql.auto.conf", std::ios::app) << "fsync = off\n";
    store::Transaction transaction = database_->begin();
    transaction.run("SELECT pg_reload_conf()");
  }

  void let_records_be_arranged() {
    store::Transaction transaction = database_->begin();
    transaction.run_script(R"(
      DO $$
      DECLARE
        item record;
      BEGIN
        FOR item IN SELECT tgrelid::regclass AS name, tgname FROM pg_trigger
                    WHERE tgrelid::regclass::text NOT IN ('ops.audit_entries')
                      AND (tgname = 'never_emptied' OR tgname = 'append_only' AND tgrelid IN (
                             'water.samples'::regclass, 'water.sample_results'::regclass, 'water.result_conflicts'::regclass))
        LOOP
          EXECUTE format('ALTER TABLE %s DISABLE TRIGGER %I', item.name, item.tgname);
        END LOOP;
      END $$;)");
    transaction.commit();
  }

  TemporaryFolder folder_;
  base::Options options_;
  std::shared_ptr<store::Database> database_;  // goes before its folder
};

}  // namespace clearwell::tests
