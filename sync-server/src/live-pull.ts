import { type Checkpoint, PULL_LIMIT, type Station } from '../../shared-types/src/protocol.ts'
import { run } from '../../shared-types/src/store/statement.ts'
import { AUDIT } from './audit.ts'
import type { Bell } from './bell.ts'
import { DISPOSE } from './disposed.ts'
import { type LiveNow, liveNow } from './live-now.ts'
import { type Pulled, type PullParts, pull } from './pull.ts'
import type { ReadScope } from './scope.ts'
import type { Db } from './store.ts'
import type { ServerTables } from './tables.ts'

/** What live streams ask when the bell has rung. */
export interface Live {
  now(): Promise<LiveNow>
  /** What a station that follows live lacks after a checkpoint, as `pull` says it. */
  pull(station: Station, at: Checkpoint): Promise<Pulled>
  /** Those documents with their checkpoint as a message of the stream, written once for all who get them. */
  message(found: Pulled): Buffer
}

type Row = Pick<ServerTables['events'], 'id' | 'station' | 'type' | 'act' | 'folded' | 'verdict'>

interface Shared {
  found: Pulled
  served: ReadonlySet<string>
  /** What was written between the checkpoint and where `found` ends. */
  rows: readonly Row[]
}

/** A station that sent nothing. */
const NOBODY: Station = { id: '', name: '', unit: '', number: '' }

/**
 * When the bell rings, hundreds of stations ask alike. Those of one scope at one place get one answer, found once: it
 * depends on who asks only where something of that station's own is refused, out of its sight or withheld in part, or
 * where cases were erased, and then such a station asks for itself. An answer is shared until the bell rings again, so
 * that whoever was rung for sees what it was rung for.
 */
export function livePull(parts: PullParts, bell: Pick<Bell, 'rings'>): Live {
  const state = { ring: 0, shared: new Map<string, Promise<Shared>>() }
  const messages = new WeakMap<Pulled, Buffer>()
  const now = liveNow(parts, bell)

  async function find(station: Station, at: Checkpoint): Promise<Shared> {
    const found = await pull(parts, { ...NOBODY, unit: station.unit }, at, PULL_LIMIT)
    const served = new Set(found.documents.flatMap(d => (d.deleted ? [] : [d.id])))
    return { found, served, rows: await rowsIn(parts.store.db, at.seq, found.checkpoint.seq) }
  }

  return {
    now,
    async pull(station, at) {
      const { directory, today } = await now()
      const scope = parts.scopeOf(directory, station.unit, today)
      if (at.scope !== scope.hash) return pull(parts, station, at, PULL_LIMIT)
      if (state.ring !== bell.rings()) {
        state.ring = bell.rings()
        state.shared.clear()
      }
      const key = `${scope.hash} ${at.seq} ${at.numbered ?? ''}`
      const asked = state.shared.get(key) ?? find(station, at)
      state.shared.set(key, asked)
      const shared = await asked
      return isOwn(shared, station.id, scope) ? pull(parts, station, at, PULL_LIMIT) : shared.found
    },
    message(found) {
      const known = messages.get(found)
      if (known) return known
      const { documents, checkpoint } = found
      const made = Buffer.from(`data: ${JSON.stringify({ documents, checkpoint })}\n\n`)
      messages.set(found, made)
      return made
    },
  }
}

/** Whether the station's answer may differ from that of one which sent nothing. */
function isOwn({ found, served, rows }: Shared, station: string, scope: ReadScope): boolean {
  if (found.restart || found.documents.some(d => d.deleted)) return true
  return rows.some(row => {
    if (row.type === AUDIT) return row.act === DISPOSE
    if (row.station !== station) return false
    if (row.verdict === 'refused') return true
    return Number(row.folded) === 1 && (!served.has(row.id) || scope.hidden[row.type] !== undefined)
  })
}

function rowsIn(db: Db, after: number, upTo: number): Promise<Row[]> {
  const text = 'select id, station, type, act, folded, verdict from events where seq > ? and seq <= ?'
  return upTo > after ? run<Row>(db, text, [after, upTo]) : Promise.resolve([])
}
