import { type Checkpoint, type EventDocument, PULL_LIMIT, type Station } from '../../shared-types/src/protocol.ts'
import type { Bell } from './bell.ts'
import type { EventRow } from './event-log.ts'
import { type LiveNow, liveNow } from './live-now.ts'
import { type Recent, recentFor, recentRows } from './live-recent.ts'
import { type Pulled, type PullParts, pull } from './pull.ts'

/** What live streams ask when the bell has rung. */
export interface Live {
  /** As it stood at the last ring; a station that has just come may need it `anew`. */
  now(anew?: 'anew'): Promise<LiveNow>
  /** What a station that follows live lacks after a checkpoint, as `pull` says it. */
  pull(station: Station, at: Checkpoint): Promise<Pulled>
  /** Those documents with their checkpoint as a message of the stream, written once for all who get them. */
  message(found: Pulled): Buffer
}

/** What every station is told that stands at one number, by scope. */
interface Shared {
  recent: Recent
  /** What each station sent of it. */
  sent: ReadonlyMap<string, readonly EventRow[]>
  byScope: Map<string, Common>
}

interface Common {
  found: Pulled
  /** Undefined when something older or withdrawn is told, which may be anybody's own. */
  told: ReadonlyMap<string, EventDocument> | undefined
}

/** A station that sent nothing. */
const NOBODY = ''

/**
 * When the bell rings, hundreds of stations ask alike. What was written since is read once for those at one place, and
 * worked out once for those of one scope: it depends on who asks only where something of that station's own is refused,
 * out of its sight or withheld in part. What was read is kept until the bell rings again, so that whoever was rung for
 * sees what it was rung for.
 */
export function livePull(parts: PullParts, bell: Pick<Bell, 'rings'>): Live {
  const state = { ring: 0, shared: new Map<number, Promise<Shared | undefined>>() }
  const messages = new WeakMap<Pulled, Buffer>()
  const now = liveNow(parts, bell)
  const { store, scopeOf } = parts

  const readFrom = async (seq: number): Promise<Shared | undefined> => {
    const recent = await recentRows(store, seq)
    return recent && { recent, sent: Map.groupBy(recent.rows, row => row.station), byScope: new Map() }
  }

  function sharedAt(seq: number): Promise<Shared | undefined> {
    if (state.ring !== bell.rings()) {
      state.ring = bell.rings()
      state.shared.clear()
    }
    const asked = state.shared.get(seq) ?? readFrom(seq)
    state.shared.set(seq, asked)
    return asked
  }

  return {
    now,
    async pull(station, at) {
      const { directory, today } = await now()
      const scope = scopeOf(directory, station.unit, today)
      const { seq, scope: known, ...more } = at
      const simple = known === scope.hash && Object.values(more).every(value => value === undefined)
      const shared = simple ? await sharedAt(seq) : undefined
      if (!shared) return pull(parts, station, at, PULL_LIMIT)
      const { recent, sent, byScope } = shared
      const common = byScope.get(scope.hash) ?? commonOf(recent, recentFor(store.kinds, recent, scope, NOBODY))
      byScope.set(scope.hash, common)
      const alike = isAlike(common, sent.get(station.id) ?? [])
      return alike ? common.found : recentFor(store.kinds, recent, scope, station.id)
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

function commonOf({ rows }: Recent, found: Pulled): Common {
  const recent = new Set(rows.map(row => row.id))
  const plain = found.documents.every(document => !document.deleted && recent.has(document.id))
  return { found, told: plain ? new Map(found.documents.map(document => [document.id, document])) : undefined }
}

/** Whether a station is told nothing else than one that sent nothing: all that it just sent is told as it sent it. */
const isAlike = ({ told }: Common, own: readonly EventRow[]): boolean =>
  told !== undefined &&
  own.every(row => {
    const document = told.get(row.id)
    return document !== undefined && row.body === JSON.stringify(asSent(document))
  })

const asSent = ({ seq: _seq, verdict: _verdict, problems: _problems, deleted: _deleted, ...event }: EventDocument) =>
  event
