import type { Migration } from 'kysely/migration'
import { runDdl } from './ddl.ts'

/** Approved work outside the usual hours, as the rule on business hours reads it; times are HH:MM, the last one not included. */
export const duties: Migration = {
  up: db =>
    runDdl(
      db,
      `create table rule_duties (
        id TEXT primary key, station TEXT not null, day TEXT not null, opens TEXT not null, closes TEXT not null);
      create index rule_duties_day on rule_duties (day, station)`,
    ),
}
