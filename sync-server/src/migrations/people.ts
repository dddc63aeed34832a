import type { Migration } from 'kysely/migration'
import { runDdl } from './ddl.ts'

/** Rules for passwords, second factors, tries that failed, where people usually work, and sessions that can be seen. */
export const people: Migration = { up: db => runDdl(db, DDL) }

const DDL = `
  alter table credentials add column must_change WHOLE not null default 0;
  alter table credentials add column set_at TEXT not null default '';
  create table old_passwords (person TEXT not null, hash text not null, set_at TEXT not null);
  create index old_passwords_person on old_passwords (person, set_at);

  create table second_factors (
    person TEXT primary key, secret TEXT not null, confirmed WHOLE not null, last_step WHOLE not null, made_at TEXT not null);
  create table recovery_codes (person TEXT not null, hash TEXT not null, primary key (person, hash));

  create table sign_in_tries (key TEXT primary key, failures WHOLE not null, at TEXT not null);
  create table usual_stations (person TEXT not null, station TEXT not null, at TEXT not null, primary key (person, station));

  alter table sessions add column id TEXT not null default '';
  alter table sessions add column opened_at TEXT not null default '';
  alter table sessions add column seen_at TEXT not null default '';
  alter table sessions add column ended_seq WHOLE;
  create index sessions_station on sessions (station, ended_seq);
  create index sessions_person on sessions (person)
`
