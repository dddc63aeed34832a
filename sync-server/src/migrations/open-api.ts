import type { Migration } from 'kysely/migration'
import { runDdl } from './ddl.ts'

/** Apps of others that may ask over the open API, their secrets and tokens as hashes, and how often each has asked. */
export const openApi: Migration = {
  up: db =>
    runDdl(
      db,
      `create table open_apps (
        id TEXT primary key, name text not null, unit TEXT not null, contact text not null, note text not null,
        scopes text not null, addresses text not null, per_minute integer not null, per_day integer not null,
        made_by TEXT not null, made_at TEXT not null, granted_by TEXT, granted_at TEXT, ended_by TEXT, ended_at TEXT,
        end_reason text);
      create table open_secrets (
        id TEXT primary key, app TEXT not null, hash TEXT not null, hint TEXT not null, made_by TEXT not null,
        made_at TEXT not null, released_by TEXT, released_at TEXT, ended_by TEXT, ended_at TEXT);
      create index open_secrets_app on open_secrets (app);
      create table open_tokens (
        hash TEXT primary key, app TEXT not null, secret TEXT not null, scopes text not null, until TEXT not null);
      create index open_tokens_until on open_tokens (until);
      create table open_uses (app TEXT not null, day TEXT not null, count integer not null, primary key (app, day))`,
    ),
}
