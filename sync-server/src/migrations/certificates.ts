import type { Migration } from 'kysely/migration'
import { runDdl } from './ddl.ts'

/** Which certificates are whose, and what the keys of stations are to sign. */
export const certificates: Migration = { up: db => runDdl(db, DDL) }

const DDL = `
  create table certificates (
    fingerprint TEXT primary key, person TEXT not null, subject text not null, issuer text not null,
    until TEXT not null, der text not null, added_at TEXT not null, added_by TEXT not null);
  create index certificates_person on certificates (person);

  create table key_challenges (hash TEXT primary key, station TEXT not null, until TEXT not null);
  create index key_challenges_station on key_challenges (station, until)
`
