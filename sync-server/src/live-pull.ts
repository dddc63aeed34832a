import { dayOf } from '../../shared-types/src/engine/day.ts'
import { type Checkpoint, PULL_LIMIT, type Station } from '../../shared-types/src/protocol.ts'
import type { Bell } from './bell.ts'
import { type Pulled, type PullParts, pull } from './pull.ts'
import type { Db } from './store.ts'

/** What a station that follows live lacks after a checkpoint, as `pull` says it. */
export type LivePull = (station: Station, at: Checkpoint) => Promise<Pulled>

interface Shared {
  found: Pulled
  /** The stations that sent something between the checkpoint and where `found` ends. */
  senders: ReadonlySet<string>
}

/** A station that sent nothing. */
const NOBODY: Station = { id: '', name: '', unit: '', number: '' }

/**
 * When the bell rings, hundreds of stations ask alike. Those of one scope at one place get one answer, found once: it
 * depends on who asks only where events of that station itself are concerned, and such a station asks for itself. An
 * answer is shared until the bell rings again, so that whoever was rung for sees what it was rung for.
 */
export function livePull(parts: PullParts, bell: Pick<Bell, 'rings'>): LivePull {
  const state = { ring: 0, shared: new Map<string, Promise<Shared>>() }

  async function find(station: Station, at: Checkpoint): Promise<Shared> {
    const found = await pull(parts, { ...NOBODY, unit: station.unit }, at, PULL_LIMIT)
    return { found, senders: await sendersIn(parts.store.db, at.seq, found.checkpoint.seq) }
  }

  return async (station, at) => {
    const directory = await parts.directory(parts.store.db)
    const scope = parts.scopeOf(directory, station.unit, dayOf(parts.now(), directory.zone))
    if (at.scope !== scope.hash) return pull(parts, station, at, PULL_LIMIT)
    if (state.ring !== bell.rings()) {
      state.ring = bell.rings()
      state.shared.clear()
    }
    const key = `${scope.hash} ${at.seq} ${at.numbered ?? ''}`
    const asked = state.shared.get(key) ?? find(station, at)
    state.shared.set(key, asked)
    const { found, senders } = await asked
    const own = senders.has(station.id) || found.documents.some(d => d.deleted || d.station === station.id)
    return own || found.restart ? pull(parts, station, at, PULL_LIMIT) : found
  }
}

async function sendersIn(db: Db, after: number, upTo: number): Promise<ReadonlySet<string>> {
  if (upTo <= after) return new Set()
  const rows = await db
    .selectFrom('events')
    .select('station')
    .distinct()
    .where('seq', '>', after)
    .where('seq', '<=', upTo)
    .execute()
  return new Set(rows.map(row => row.station))
}
