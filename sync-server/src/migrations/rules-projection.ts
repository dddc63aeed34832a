import type { Migration } from 'kysely/migration'
import { runDdl } from './ddl.ts'

/**
 * How far the log has been followed into what the rules read, which case a row of it comes from, which registrations have
 * changed since the last night, and which days got rows after they were over.
 */
export const rulesProjection: Migration = {
  up: db =>
    runDdl(
      db,
      `alter table rule_terminals add column id TEXT not null default '';
      create index rule_terminals_id on rule_terminals (id);
      alter table rule_venues add column id TEXT not null default '';
      create index rule_venues_id on rule_venues (id);
      create table rule_projection (
        one WHOLE primary key, position WHOLE not null, built WHOLE not null, settings WHOLE not null, shape text not null);
      insert into rule_projection (one, position, built, settings, shape) values (1, 0, 0, -1, '');
      create table rule_registration_changes (kind TEXT not null, id TEXT not null, primary key (kind, id));
      create table rule_dirty (day TEXT primary key, since TEXT not null)`,
    ),
}
