import type { RxCollection, RxDocumentData } from 'rxdb'
import { inOrder } from '../../../shared-types/src/engine/fold.ts'
import type { CaseEvent, StoredEvent } from '../../../shared-types/src/model/case.ts'
import type { Data } from '../../../shared-types/src/model/field.ts'
import { chained, newestOf } from './audit-own.ts'
import { oneAtATime } from './one-at-a-time.ts'
import { type OwnWords, ownWords } from './own-words.ts'
import type { Kept } from './store/kept.ts'
import { rawGet, rawQuery } from './store/raw-query.ts'

/** What this window knows of events: the server's, and its own that wait. */
export interface Events {
  collection: RxCollection<StoredEvent>
  own: OwnWords
  /** Stores events that stand or fall together, durable and all at once when it answers. */
  add(events: readonly CaseEvent[]): Promise<void>
  get(id: string): Promise<StoredEvent | undefined>
  /** In the order in which they are folded; refused ones among them. */
  ofCase(caseId: string): Promise<StoredEvent[]>
  waiting(): Promise<StoredEvent[]>
  refused(): Promise<StoredEvent[]>
  /**
   * The centre no longer knows where it stood with this window: it was set back to a backup, or is another one. What it
   * had accepted of this station waits again as it was said, so that nothing it lost is lost; what came from others is
   * answered as deleted, to be pulled anew.
   */
  forget(station: string): Promise<(StoredEvent & { _deleted: boolean })[]>
  /** The highest counter this station has given, and the time of that event. */
  lastOf(station: string): Promise<{ counter: number; at: string }>
}

const byCounter = {
  sort: { verdict: 'asc' as const, counter: 'asc' as const },
  index: ['verdict', 'counter'],
} satisfies Parameters<typeof rawQuery>[1]

/** `said` keeps what the centre does not show here any more (own-words.ts). */
export function eventStore(collection: RxCollection<StoredEvent>, said: Kept<Data>): Events {
  const chaining = oneAtATime()
  const get = async (id: string) => {
    const found = await rawGet(collection, id)
    return found && plain(found)
  }
  const own = ownWords(said, get)
  return {
    collection,
    own,
    add: events =>
      chaining(async () => {
        const { error } = await collection.bulkInsert(
          (await chained(collection, events)).map(event => ({
            ...event,
            seq: 0,
            verdict: 'waiting' as const,
            problems: [],
          })),
        )
        const failed = error.find(e => e.status !== 409)
        if (failed) throw new Error(`An event could not be stored: status ${failed.status}`)
      }),
    get,
    ofCase: async caseId => (await rawQuery(collection, { where: { caseId }, index: ['caseId'] })).sort(inOrder),
    waiting: () => rawQuery(collection, { where: { verdict: 'waiting' }, ...byCounter }),
    refused: () => rawQuery(collection, { where: { verdict: 'refused' }, ...byCounter }),
    async forget(station) {
      const numbered = (await rawQuery(collection, { where: { verdict: 'accepted' } })).filter(e => e.seq > 0)
      const { again, gone } = await saidAgain(own, station, numbered.map(plain))
      if (again.length) await collection.bulkUpsert(again)
      return gone
    },
    async lastOf(station) {
      const last = newestOf(collection, station)
      return { counter: last?.counter ?? 0, at: last?.at ?? '' }
    },
  }
}

/** What waits again of these, and what goes: a part of what was said is not said again. */
export async function saidAgain(
  own: Pick<OwnWords, 'whole'>,
  station: string,
  numbered: readonly StoredEvent[],
): Promise<{ again: StoredEvent[]; gone: (StoredEvent & { _deleted: boolean })[] }> {
  const again: StoredEvent[] = []
  const gone: (StoredEvent & { _deleted: boolean })[] = []
  for (const event of numbered) {
    const whole = event.station === station ? await own.whole(event) : undefined
    if (whole) again.push({ ...whole, seq: 0, verdict: 'waiting' })
    // A deleted document would still hold what was said in it.
    else gone.push({ ...event, patch: {}, _deleted: true })
  }
  return { again, gone }
}

/** The event without what RxDB keeps beside it. */
function plain({ _deleted, _attachments, _meta, _rev, ...event }: RxDocumentData<StoredEvent>): StoredEvent {
  return event as StoredEvent
}
