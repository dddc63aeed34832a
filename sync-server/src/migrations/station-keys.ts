import type { Migration } from 'kysely/migration'
import { runDdl } from './ddl.ts'

/**
 * Each station's public keys and how it stands, and where its requests have come to. A code may be for a station that is
 * there already, which gets a new key by it.
 */
export const stationKeys: Migration = {
  up: db =>
    runDdl(
      db,
      `create table station_keys (
        station TEXT primary key, sign_key TEXT not null, seal_key TEXT not null, enrolled_at TEXT not null,
        state TEXT not null, changed_at TEXT not null, reason text not null);
      create table station_counters (
        station TEXT primary key, sign_key TEXT not null, high WHOLE not null, run TEXT not null, run_since TEXT not null,
        earlier_run TEXT not null, used text not null, seen_at TEXT not null, version text not null);
      alter table enrol_codes add column station TEXT`,
    ),
}
