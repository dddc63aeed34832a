import type { Migration } from 'kysely/migration'
import { runDdl } from './ddl.ts'

/**
 * What the rules on the ledgers read: for which case something was printed and since when it is void, what was counted at
 * the end of a day, and the blank cards that were handed out. Days are YYYY-MM-DD, '' for none.
 */
export const rulesLedger: Migration = {
  up: db =>
    runDdl(
      db,
      `alter table rule_prints add column made_for TEXT not null default '';
      alter table rule_prints add column undone TEXT not null default '';
      create index rule_prints_made_for on rule_prints (made_for);
      create index rule_prints_undone on rule_prints (undone, station);
      create index rule_applications_issued on rule_applications (issued, station);
      create table rule_closings (
        id TEXT primary key, station TEXT not null, day TEXT not null, cards WHOLE, blanks WHOLE);
      create index rule_closings_day on rule_closings (day);
      create index rule_closings_station on rule_closings (station, day);
      create table rule_blanks (id TEXT primary key, station TEXT not null, handed TEXT not null, gone TEXT not null);
      create index rule_blanks_handed on rule_blanks (handed, station);
      create index rule_blanks_gone on rule_blanks (gone, station)`,
    ),
}
