import type { Migration } from 'kysely/migration'
import { runDdl } from './ddl.ts'

/** Update packages, to which stations they go, and how each station stands with them. */
export const updates: Migration = {
  up: db =>
    runDdl(
      db,
      `create table update_packages (
        hash TEXT primary key, version TEXT not null, platform TEXT not null, shell TEXT not null, made_at TEXT not null,
        later TEXT not null, size WHOLE not null, stored_at TEXT not null);
      create table update_rollouts (
        package TEXT not null, target TEXT not null, percent WHOLE not null, put_at TEXT not null,
        primary key (package, target));
      create table update_stations (
        station TEXT primary key, version TEXT not null, platform TEXT not null, shell TEXT not null,
        progress TEXT not null, at TEXT not null)`,
    ),
}
