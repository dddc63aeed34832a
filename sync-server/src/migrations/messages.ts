import type { Migration } from 'kysely/migration'
import { runDdl } from './ddl.ts'

/** What is to be sent to people beyond their screens, what became of it, and where they are reached. */
export const messages: Migration = {
  up: db =>
    runDdl(
      db,
      `create table messages (
        id TEXT primary key, once TEXT unique, person TEXT, unit TEXT, template TEXT not null, holes text not null,
        urgent WHOLE not null, state TEXT not null, queued_at TEXT not null, next_at TEXT not null, until TEXT,
        attempts WHOLE not null, claimed_at TEXT, gateway TEXT, why TEXT, detail text, settled_at TEXT, settled_by TEXT,
        reason text);
      create index messages_next on messages (state, next_at);
      create index messages_settled on messages (state, settled_at);
      create table message_addresses (person TEXT primary key, phone text, mail text, changed_at TEXT not null);
      create table gateway_states (gateway TEXT primary key, sent_at TEXT, failed_at TEXT, why TEXT, detail text);
      create table message_rules (
        one WHOLE primary key, quiet_from TEXT not null, quiet_to TEXT not null, daily_at TEXT not null);
      create table message_days (day TEXT primary key, at TEXT not null);
      create table alert_reminders (
        case_id TEXT not null, rung TEXT not null, at TEXT not null, primary key (case_id, rung))`,
    ),
}
