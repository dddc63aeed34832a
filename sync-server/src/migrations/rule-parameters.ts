import type { Migration } from 'kysely/migration'
import { runDdl } from './ddl.ts'

/**
 * What the rules are set to and since when, whom they leave out, and rehearsals. Nothing here is changed once its day has
 * come: what was in force on a day is found for ever. Days are those of the deployment's zone, YYYY-MM-DD.
 */
export const ruleParameters: Migration = {
  up: db =>
    runDdl(
      db,
      `create table rule_changes (
        version WHOLE primary key, rule TEXT not null, unit TEXT not null, from_day TEXT not null, active WHOLE not null,
        parameters text not null, set_by TEXT not null, set_at TEXT not null, reason text not null,
        rehearsal TEXT not null, withdrawn_by TEXT not null, withdrawn_at TEXT not null);
      create index rule_changes_rule on rule_changes (rule, from_day);
      create table rule_exemptions (
        id TEXT primary key, rule TEXT not null, subject TEXT not null, unit TEXT not null, from_day TEXT not null,
        to_day TEXT not null, reason text not null, set_by TEXT not null, set_at TEXT not null, ended_on TEXT not null,
        ended_by TEXT not null, end_reason text not null);
      create index rule_exemptions_rule on rule_exemptions (rule, to_day);
      create table rehearsals (
        id TEXT primary key, person TEXT not null, asked text not null, state TEXT not null, days WHOLE not null,
        done WHOLE not null, result text not null, began_at TEXT not null, seen_at TEXT not null);
      create index rehearsals_person on rehearsals (person, began_at)`,
    ),
}
