import type { Migration } from 'kysely/migration'
import { createCaseTables } from '../../../shared-types/src/store/case-tables.ts'
import { runDdl } from './ddl.ts'

/** The log, its cases, the organisation, who may ask, numbers and files. */
export const first: Migration = {
  async up(db) {
    await createCaseTables(db)
    await runDdl(db, DDL)
  },
}

const DDL = `
  create table counter (value WHOLE not null);
  insert into counter values (0);

  create table events (
    seq WHOLE primary key, id TEXT not null unique, case_id TEXT not null, type TEXT not null, station TEXT not null,
    verdict TEXT not null, folded WHOLE not null, moves WHOLE not null, body text not null, problems text not null,
    received_at TEXT not null);
  create index events_case on events (case_id, seq);
  create index events_moves on events (case_id) where moves = 1;

  create table case_files (hash TEXT not null, case_id TEXT not null, field TEXT not null, primary key (hash, case_id, field));

  create table settings (id TEXT primary key, kind TEXT not null, value text not null, seq WHOLE not null, deleted WHOLE not null);
  create index settings_seq on settings (seq);
  create table setting_versions (id TEXT not null, seq WHOLE not null, at TEXT not null, value text not null, primary key (id, seq));

  create table enrol_codes (hash TEXT primary key, unit TEXT not null, number TEXT not null, until TEXT not null);
  create table credentials (person TEXT primary key, login TEXT not null unique, hash text not null);
  create table sessions (hash TEXT primary key, person TEXT not null, station TEXT not null, until TEXT not null);
  create table scopes (hash TEXT primary key, body text not null);

  create table leases (
    id TEXT primary key, series TEXT not null, numbering_year WHOLE not null, numbering_unit TEXT not null,
    station TEXT not null, unit TEXT not null, year WHOLE not null, first WHOLE not null, last WHOLE not null, returned_after WHOLE);
  create index leases_numbering on leases (series, numbering_year, numbering_unit, first);
  create index leases_station on leases (station);
  create table number_uses (
    series TEXT not null, numbering_year WHOLE not null, numbering_unit TEXT not null, number WHOLE not null,
    event_id TEXT not null, case_id TEXT not null, type TEXT not null, station TEXT not null, verdict TEXT not null,
    primary key (series, numbering_year, numbering_unit, number, event_id));
  create unique index number_once on number_uses (series, numbering_year, numbering_unit, number) where verdict = 'accepted';

  create table rate_limits (key varchar(255) primary key, points integer not null default 0, expire bigint);

  create table files (hash TEXT primary key, mime TEXT not null, size WHOLE not null, stored_at TEXT not null);
  create table file_stations (hash TEXT not null, station TEXT not null, primary key (hash, station))
`
