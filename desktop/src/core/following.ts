import type { Case } from '../../../shared-types/src/model/case.ts'
import type { CaseStore } from '../../../shared-types/src/store/case-store.ts'
import type { SqliteDatabase } from './store/sqlite.ts'

/** What else is kept per case and follows it: the search index. */
export interface Follower {
  create(db: SqliteDatabase): void
  put(db: SqliteDatabase, cases: readonly Case[]): void
  remove(db: SqliteDatabase, ids: readonly string[]): void
  clear(db: SqliteDatabase): void
}

/** How long the follower may stand behind the cases, in ms: several acts become one write of it. */
const BEHIND = 150
/** So many cases are followed at once. */
const TOGETHER = 500

export interface Following {
  /** These cases changed or went: they are followed soon. */
  changed(ids: Iterable<string>): void
  /** So many wait that they had better be followed now. */
  isFar(): boolean
  isBehind(): boolean
  /** Follows all that wait, then has `done` write down how far that is. */
  follow(): Promise<void>
}

/**
 * Keeps a follower a little behind the cases, so that no act waits for it. How far it is, is written down last: after a
 * crash what was not followed is folded in and followed again.
 */
export function following(
  follower: Follower,
  db: SqliteDatabase,
  cases: CaseStore,
  done: () => Promise<void>,
  queue: (work: () => Promise<void>) => Promise<void>,
): Following {
  const behind = new Set<string>()
  const state = { timer: undefined as NodeJS.Timeout | undefined }
  const follow = async () => {
    clearTimeout(state.timer)
    state.timer = undefined
    if (!behind.size) return
    const ids = [...behind]
    const found = await cases.get(ids)
    const gone = ids.filter(id => !found.has(id))
    follower.remove(db, gone)
    follower.put(db, [...found.values()])
    await done()
    behind.clear()
  }
  return {
    changed(ids) {
      for (const id of ids) behind.add(id)
      state.timer ??= setTimeout(() => void queue(follow).catch(() => undefined), BEHIND).unref()
    },
    isFar: () => behind.size >= TOGETHER,
    isBehind: () => behind.size > 0,
    follow,
  }
}
