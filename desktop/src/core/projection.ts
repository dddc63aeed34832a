import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { Kysely, SqliteDialect, sql } from 'kysely'
import { getChangedDocumentsSince } from 'rxdb'
import type { Subscription } from 'rxjs'
import type { StoredEvent } from '../../../shared-types/src/model/case.ts'
import type { Kinds } from '../../../shared-types/src/model/domain.ts'
import type { CaseStore } from '../../../shared-types/src/store/case-store.ts'
import { type CaseTables, createCaseTables } from '../../../shared-types/src/store/case-tables.ts'
import { sqlCaseStore } from '../../../shared-types/src/store/sql-case-store.ts'
import { forKysely } from '../../../shared-types/src/store/sqlite-database.ts'
import type { Events } from './events.ts'
import { foldAnew } from './fold-anew.ts'
import { foldIn, type Incoming } from './fold-in.ts'
import { type Follower, following } from './following.ts'
import { oneAtATime } from './one-at-a-time.ts'
import type { Outgoing } from './outgoing.ts'
import { rawEnd } from './store/raw-groups.ts'
import { SEED_UPSTREAM } from './store/seed.ts'
import { openSqlite, type SqliteDatabase } from './store/sqlite.ts'
import { storageFault } from './store/storage-fault.ts'

export interface Projection {
  cases: CaseStore
  db: SqliteDatabase
  /**
   * Everything stored before the call is folded in when it answers.
   * @throws StorageFault when the disk does not let it: what was stored stays, and is folded in later
   */
  settled(): Promise<void>
  /** The same, without looking anew when nothing has failed since. */
  sound(): Promise<void>
  /** What follows the cases has caught up with them; it runs a little behind, so that no act waits for it. */
  followed(): Promise<void>
  /** Folds all events anew. */
  rebuild(): Promise<void>
  /** Folds in documents as the first sync brings them, in the server's order, instead of reading them back. */
  seed(work: (take: (documents: readonly StoredEvent[]) => Promise<void>) => Promise<void>): Promise<void>
  close(): Promise<void>
}

interface Parts {
  folder: string
  /** 32 bytes that the file is encrypted with. */
  key: Uint8Array
  kinds: Kinds
  events: Events
  outgoing: Outgoing
  follower: Follower
  /** Hears of events that changed, before they count as folded in; of those of the first sync, and of a rebuild, nothing. */
  heard?: (documents: readonly StoredEvent[]) => Promise<void>
  /** Hears which cases changed, after they are readable. */
  changed: (cases: readonly { id: string; type: string }[]) => void
}

type Checkpoint = { id: string; lwt: number } | undefined
const PAGE = 1000
/** ms */
const BUSY_TIMEOUT = 2000
/** Raise it when a projection made by an older program must be made anew. */
const FORM = 3

/**
 * What lists and searches see: `cases.sqlite`, folded from the events. It holds nothing of its own and is synchronous
 * NORMAL: after a power cut it may stand a little behind, sees so by its mark, and catches up; a broken or outdated
 * file is made anew.
 */
export async function openProjection(parts: Parts): Promise<Projection> {
  const { events, changed } = parts
  const { db, kysely } = await openFile(parts)
  const cases = sqlCaseStore(kysely, parts.kinds)
  const storage = events.collection.storageInstance
  const mark = {
    read: async (): Promise<Checkpoint> =>
      JSON.parse((await kysely.selectFrom('mark').select('value').executeTakeFirst())?.value ?? 'null') ?? undefined,
    write: async (at: Checkpoint) =>
      void (await sql`insert into mark (id, value) values (1, ${JSON.stringify(at ?? null)}) on conflict (id) do update set value = excluded.value`.execute(
        kysely,
      )),
  }

  const queue = oneAtATime()
  /** `at` is up to where events are folded in. */
  const state = { seeding: false, failed: false, at: await mark.read() }
  const behind = following(parts.follower, db, cases, () => mark.write(state.at), queue)
  const take = async (documents: readonly Incoming[], { seeding = false, news = false } = {}) => {
    const touched = await foldIn(parts, cases, documents, seeding)
    if (seeding) parts.follower.put(db, touched.cases)
    else behind.changed(touched.all.map(({ id }) => id))
    if (news) await parts.heard?.(documents)
    if (touched.all.length) changed(touched.all)
  }
  const catchUp = async () => {
    if (!state.at) {
      const end = rawEnd(events.collection)
      await foldAnew(parts, db, cases)
      state.at = end
      await mark.write(end)
    }
    for (;;) {
      const { documents, checkpoint } = await getChangedDocumentsSince(storage, PAGE, state.at)
      if (!documents.length) return
      await take(documents, { news: true })
      state.at = checkpoint as Checkpoint
      if (behind.isFar()) await behind.follow()
      // What is stored meanwhile asks for itself.
      if (documents.length < PAGE) return
    }
  }
  const soon = { asked: undefined as Promise<void> | undefined }
  // The collection tells of what an act stored, and the act asks for it in the same breath: one look serves both.
  const settled = () => {
    soon.asked ??= queue(async () => {
      await setImmediate()
      soon.asked = undefined
      try {
        await catchUp()
        state.failed = false
      } catch (error) {
        state.failed = true
        throw storageFault(error, db.name) ?? error
      }
    })
    return soon.asked
  }
  await settled()
  const listening: Subscription = storage.changeStream().subscribe(() => {
    if (!state.seeding) settled().catch(() => undefined)
  })
  return {
    cases,
    db,
    settled,
    sound: async () => {
      if (state.failed) await settled()
    },
    followed: async () => {
      if (behind.isBehind()) await queue(behind.follow)
    },
    rebuild: () =>
      queue(async () => {
        state.at = undefined
        await mark.write(undefined)
        await catchUp()
        await behind.follow()
      }),
    seed: work =>
      queue(async () => {
        state.seeding = true
        await work(documents => take(documents, { seeding: true })).finally(() => (state.seeding = false))
        state.at = SEED_UPSTREAM
        await mark.write(SEED_UPSTREAM)
        await catchUp()
      }),
    async close() {
      listening.unsubscribe()
      // A disk that is full now leaves the mark behind, and the next start catches up.
      await queue(behind.follow).catch(() => undefined)
      await kysely.destroy()
    },
  }
}

interface Tables extends CaseTables {
  mark: { id: number; value: string }
}

async function openFile({ folder, key, kinds, follower }: Parts) {
  const db = openSqlite(join(folder, 'cases.sqlite'), { key, timeout: BUSY_TIMEOUT })
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = NORMAL')
  const form = `${FORM}:${[...new Set([...kinds.values()].map(k => `${k.domain.name}@${k.domain.version}`))].sort().join()}`
  db.exec('create table if not exists form (value text not null)')
  const old = db.prepare('select value from form').pluck().get()
  if (old !== form) {
    db.exec('drop table if exists case_keys; drop table if exists cases; drop table if exists mark; delete from form')
    db.prepare('insert into form values (?)').run(form)
  }
  const kysely = new Kysely<Tables>({ dialect: new SqliteDialect({ database: forKysely(db) }) })
  await createCaseTables(kysely)
  db.exec('create table if not exists mark (id integer primary key, value text not null)')
  follower.create(db)
  if (old !== form) follower.clear(db)
  return { db, kysely }
}
