import { randomUUID } from 'node:crypto'
import type { Migration } from 'kysely/migration'
import { run } from '../../../shared-types/src/store/statement.ts'
import type { Db } from '../store.ts'
import { runDdl } from './ddl.ts'

/**
 * Which rule has judged which day, and what this deployment has raised. A key hides what the ids of alerts are made of:
 * some are about a citizen's number, and ids are seen by everybody.
 */
export const nightly: Migration = {
  async up(db) {
    await runDdl(
      db,
      `create table rule_runs (
        rule TEXT not null, day TEXT not null, state TEXT not null, again WHOLE not null, round WHOLE not null,
        holder TEXT not null, lease_until TEXT not null, started_at TEXT not null, ended_at TEXT not null,
        ms WHOLE not null, alerts WHOLE not null, judged WHOLE not null, version WHOLE not null, error TEXT not null,
        primary key (rule, day));
      create index rule_runs_day on rule_runs (day);
      create table rule_alerts (
        id TEXT primary key, rule TEXT not null, subject TEXT not null, from_day TEXT not null, to_day TEXT not null,
        measure TEXT not null, unit TEXT not null, version WHOLE not null, raised_at TEXT not null,
        unique (rule, subject, to_day));
      create index rule_alerts_day on rule_alerts (rule, to_day);
      create table rule_key (value TEXT primary key)`,
    )
    await run(db as Db, 'insert into rule_key (value) values (?)', [randomUUID()])
  },
}
