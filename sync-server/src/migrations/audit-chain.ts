import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import {
  GENESIS,
  linkOf,
  logLine,
  proofOf,
  settingLine,
  settingProof,
} from '../../../shared-types/src/engine/audit-chain.ts'
import type { CaseEvent } from '../../../shared-types/src/model/case.ts'
import { sha256 } from '../sha256.ts'
import type { ServerTables } from '../tables.ts'
import { runDdl } from './ddl.ts'

/** Numbers of the log that are linked in one go: few enough for the values that one statement takes. */
const TOGETHER = 1000

/**
 * The chain of the audit: every row of the log and every value of a setting carries its link, the counter row the newest
 * one. Columns of who and what are beside it, so that the log can be searched. What is there is linked as it stands.
 */
export const auditChain: Migration = {
  async up(given: Kysely<unknown>) {
    await runDdl(given, TABLES)
    await linkWhatIsThere(given as Kysely<ServerTables>)
  },
}

const TABLES = `
  alter table counter add column head TEXT not null default '${GENESIS}';
  alter table setting_versions add column link TEXT not null default '';
  alter table events add column link TEXT not null default '';
  alter table events add column person TEXT not null default '';
  alter table events add column act TEXT not null default '';
  alter table events add column unit TEXT not null default '';
  create index setting_versions_seq on setting_versions (seq);
  create index events_person on events (person, seq);
  create index events_station on events (station, seq);
  create index events_act on events (act, seq);

  create table station_heads (station TEXT primary key, counter WHOLE not null, link TEXT not null);
  create table audit_anchors (
    seq WHOLE not null, station TEXT not null, counter WHOLE not null, station_link TEXT not null, link TEXT not null,
    at TEXT not null, signature TEXT not null, primary key (seq, station))`

async function linkWhatIsThere(db: Kysely<ServerTables>): Promise<void> {
  const { value } = await db.selectFrom('counter').select('value').executeTakeFirstOrThrow()
  let head = GENESIS
  for (let from = 0; from < value; from += TOGETHER) head = await linkPart(db, head, from, from + TOGETHER)
  await db.updateTable('counter').set({ head }).execute()
}

/** Links the numbers after `from` up to `to`; answers the last link. */
async function linkPart(db: Kysely<ServerTables>, before: string, from: number, to: number): Promise<string> {
  const part = <T extends 'events' | 'setting_versions'>(table: T) =>
    db
      .selectFrom(table as 'events')
      .selectAll()
      .where('seq', '>', from)
      .where('seq', '<=', to)
      .execute()
  const events = await part('events')
  const settings = (await part('setting_versions')) as unknown as ServerTables['setting_versions'][]
  const lines = [
    ...events.map(row => ({ seq: Number(row.seq), line: logLine(proofOf(sha256, row)) })),
    ...settings.map(row => ({ seq: Number(row.seq), line: settingLine(settingProof(sha256, row)) })),
  ].sort((a, b) => a.seq - b.seq)
  const links = new Map<number, string>()
  let head = before
  for (const { seq, line } of lines) {
    head = linkOf(sha256, head, line)
    links.set(seq, head)
  }
  await put(
    db,
    'events',
    ['link', 'person', 'act', 'unit'],
    events.map(({ seq, body }) => {
      const { by, act } = JSON.parse(body) as CaseEvent
      return [seq, links.get(Number(seq))!, by.id, act, by.unit]
    }),
  )
  await put(
    db,
    'setting_versions',
    ['link'],
    settings.map(({ seq }) => [seq, links.get(Number(seq))!]),
  )
  return head
}

/** Sets columns of many rows in one statement, in the form that both databases read; each row is its seq and the values. */
async function put(
  db: Kysely<ServerTables>,
  table: string,
  columns: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): Promise<void> {
  if (rows.length === 0) return
  const values = rows.map(([seq, ...texts]) => sql`(cast(${seq} as bigint), ${sql.join(texts)})`)
  const set = columns.map((column, i) => sql`${sql.ref(column)} = given.${sql.ref(`column${i + 2}`)}`)
  await sql`update ${sql.table(table)} set ${sql.join(set)} from (values ${sql.join(values)}) as given
    where ${sql.ref(`${table}.seq`)} = given.column1`.execute(db)
}
