import type { Migration } from 'kysely/migration'
import { runDdl } from './ddl.ts'

/** What was proposed to be erased, what holds it, and what has been erased; nothing here says more of a case than its id. */
export const disposal: Migration = {
  up: db =>
    runDdl(
      db,
      `create table disposals (
        id TEXT primary key, type TEXT not null, state TEXT not null, note text not null, proposed_by TEXT not null,
        proposed_at TEXT not null, decided_by TEXT, decided_at TEXT, reason text, done_at TEXT);
      create table disposal_cases (
        disposal TEXT not null, case_id TEXT not null, unit TEXT not null, ended TEXT not null, outcome TEXT not null,
        primary key (disposal, case_id));
      create index disposal_cases_case on disposal_cases (case_id);
      create index disposal_cases_left on disposal_cases (disposal, outcome);
      create table erased_cases (
        case_id TEXT primary key, type TEXT not null, seq WHOLE not null, disposal TEXT not null, lay_in text);
      create table erased_files (hash TEXT primary key);
      create table holds (
        id TEXT primary key, type TEXT, unit TEXT not null, reason text not null, set_by TEXT not null, set_at TEXT not null,
        lifted_by TEXT, lifted_at TEXT, lift_reason text);
      create table held_cases (hold TEXT not null, case_id TEXT not null, primary key (hold, case_id));
      create index held_cases_case on held_cases (case_id)`,
    ),
}
