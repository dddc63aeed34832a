import type { Migration } from 'kysely/migration'
import { dialectOf } from '../../../shared-types/src/store/dialect.ts'
import { runDdl } from './ddl.ts'

/**
 * Rows in bulk, and how they came here. Every index begins with the day: what comes is nearly always of a few days, so
 * that an import of hundreds of thousands of rows writes into a small part of each, however many millions lie there; and
 * whoever asks for a person or a subject names the days. A row's `id` is its import's number × 10⁸ + its line in the file.
 */
export const facts: Migration = {
  up: db =>
    runDdl(
      db,
      `create table fact_scans (
        day TEXT not null, time TEXT not null, id WHOLE not null, subject TEXT not null, person TEXT not null,
        primary key (day, time, id)) ${dialectOf(db) === 'sqlite' ? 'without rowid' : ''};
      create index fact_scans_subject on fact_scans (day, subject, time, id);
      create index fact_scans_person on fact_scans (day, person, time, id);
      create table fact_imports (
        id WHOLE primary key, type TEXT not null, name TEXT not null, size WHOLE not null, hash TEXT not null,
        mode TEXT not null, state TEXT not null, person TEXT not null, post TEXT not null, role TEXT not null,
        unit TEXT not null, station TEXT not null, started_at TEXT not null, ended_at TEXT not null,
        checked WHOLE not null, lines WHOLE not null, percent WHOLE not null, taken WHOLE not null,
        refused WHOLE not null, fault TEXT not null, claimed_by TEXT not null, claimed_until TEXT not null);
      create index fact_imports_state on fact_imports (state, id);
      create index fact_imports_type on fact_imports (type, id);
      create table fact_refusals (
        import WHOLE not null, line WHOLE not null, body TEXT not null, primary key (import, line));
      create table fact_import_days (
        import WHOLE not null, day TEXT not null, count WHOLE not null, primary key (import, day))`,
    ),
}
