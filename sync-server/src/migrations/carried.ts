import type { Migration } from 'kysely/migration'
import { runDdl } from './ddl.ts'

/** Packages that came by hand, by the key of their station: a station that got a new key counts anew. */
export const carried: Migration = {
  up: db =>
    runDdl(
      db,
      `create table carried (
        station TEXT not null, sign_key TEXT not null, sequence WHOLE not null, hash TEXT not null, made_at TEXT not null,
        taken_at TEXT not null, person TEXT not null, events WHOLE not null, files WHOLE not null,
        accepted WHOLE not null, refused WHOLE not null, primary key (station, sign_key, sequence));
      create unique index carried_hash on carried (hash)`,
    ),
}
