import type { ReplicationOptions, RxReplicationPullStreamItem } from 'rxdb'
import { type RxReplicationState, replicateRxCollection } from 'rxdb/plugins/replication'
import { Subject } from 'rxjs'
import type { StoredEvent } from '../../../shared-types/src/model/case.ts'
import { type Checkpoint, type EventDocument, PULL_LIMIT, PUSH_LIMIT } from '../../../shared-types/src/protocol.ts'
import type { Clock } from './clock.ts'
import type { Directory } from './directory.ts'
import type { Events } from './events.ts'
import type { Notes } from './notes.ts'
import type { Projection } from './projection.ts'
import { type ServerClient, ServerRefusal } from './server-client.ts'
import { serverEvents } from './server-events.ts'
import { SEED_UPSTREAM, seed } from './store/seed.ts'
import { answered, type Doc, pushAll, type Talk } from './sync-push.ts'

export interface SyncState {
  network: 'online' | 'offline' | 'not-enrolled'
  /** Why the server said no, when it was reached. */
  refusal?: string
  lastSync?: string
  active: boolean
  seeding?: { done: number; total: number }
}

export interface Sync {
  state(): SyncState
  /** Begins, or goes on after the plug was pulled; harmless when it runs. */
  start(): Promise<void>
  /** Everything said here is answered and everything said there is here, or the server cannot be reached. */
  now(): Promise<void>
  stop(): Promise<void>
}

export interface SyncParts {
  events: Events
  projection: Projection
  directory: Directory
  clock: Clock
  notes: Notes
  server: ServerClient
  enrolled: () => boolean
  station: () => string
  /** What else must travel when the line is there: files, leases. */
  also: () => Promise<void>
  changed: () => void
}

const IDENTIFIER = 'centre'
const RETRY = 3_000

/**
 * Keeps this window and the centre alike by RxDB's replication: events up, verdicts and others' events down, with a
 * live stream between. The first sync writes in bulk and replication starts from where it ended.
 */
export function sync(parts: SyncParts): Sync {
  const { clock, directory, enrolled, notes, server } = parts
  const state: SyncState = { network: enrolled() ? 'offline' : 'not-enrolled', active: false }
  const running: {
    replication?: RxReplicationState<StoredEvent, Checkpoint>
    stop?: AbortController
    starting?: Promise<void>
    timer?: NodeJS.Timeout
    stopped?: boolean
  } = {}
  const pulled = new Subject<RxReplicationPullStreamItem<StoredEvent, Checkpoint>>()

  const set = (change: Partial<SyncState>) => {
    const before = JSON.stringify(state)
    Object.assign(state, change)
    if (JSON.stringify(state) !== before) parts.changed()
  }
  /** Any talk with the server says whether the line is there. */
  async function talk<T extends { time?: string }>(work: () => Promise<T>): Promise<T> {
    try {
      const answer = await work()
      if (answer.time) clock.saw(answer.time)
      await notes.put('seen', clock.seen())
      set({ network: 'online', refusal: undefined, lastSync: clock.now() })
      return answer
    } catch (error) {
      set(error instanceof ServerRefusal ? { network: 'online', refusal: error.error } : { network: 'offline' })
      throw error
    }
  }

  const settings = async () => {
    const answer = await talk(() => server.settings(directory.seq()))
    if (answer.documents.length) await directory.take(answer.documents)
    await parts.also()
  }
  /** Files and numbers follow what was sent: a window that is online all day must neither run out nor keep its scans. */
  const follow = coalesced(() => parts.also())

  async function begin(): Promise<void> {
    await settings()
    if (!(await notes.get<Checkpoint>('seeded'))) await firstSync(parts, talk, progress => set({ seeding: progress }))
    set({ seeding: undefined })
    const from = await notes.get<Checkpoint>('seeded')
    running.stop = new AbortController()
    const both = options(parts, talk, from, follow)
    running.replication = replicateRxCollection<StoredEvent, Checkpoint>({
      ...both,
      pull: { ...both.pull!, stream$: pulled.asObservable() },
    })

    running.replication.active$.subscribe(active => set({ active }))
    void serverEvents(server, running.stop.signal, {
      open: () => {
        set({ network: 'online' })
        pulled.next('RESYNC')
        // What was set while the line was down was told to nobody here.
        void settings().catch(() => undefined)
      },
      closed: () => set({ network: 'offline' }),
      events: () => pulled.next('RESYNC'),
      settings: () => void settings().catch(() => undefined),
    })
  }

  return {
    state: () => ({ ...state, ...(enrolled() ? {} : { network: 'not-enrolled' as const }) }),
    async start() {
      if (!enrolled() || running.replication || running.starting) return running.starting
      running.starting = begin().catch(() => {
        if (!running.stopped) running.timer = setTimeout(() => void this.start(), RETRY)
      })
      await running.starting.finally(() => delete running.starting)
    },
    async now() {
      if (!running.replication) {
        clearTimeout(running.timer)
        await this.start()
      }
      await settings()
      const { replication } = running
      if (!replication) return
      replication.reSync()
      await Promise.race([replication.awaitInSync(), failure(replication)])
      await parts.projection.settled()
    },
    async stop() {
      running.stopped = true
      clearTimeout(running.timer)
      running.stop?.abort()
      await running.starting
      // RxDB 17.6 rejects where nobody listens when a replication is cancelled while it still starts.
      await running.replication?.startPromise
      await running.replication?.cancel()
      delete running.replication
    },
  }
}

/** Does the work now, or once more after it when it is under way. What fails is tried again with the next. */
function coalesced(work: () => Promise<void>): () => void {
  const state = { running: false, again: false }
  const run = async () => {
    state.running = true
    do {
      state.again = false
      await work().catch(() => undefined)
    } while (state.again)
    state.running = false
  }
  return () => {
    state.again = true
    if (!state.running) void run()
  }
}

const failure = (replication: RxReplicationState<StoredEvent, Checkpoint>) =>
  new Promise<never>((_, reject) => replication.error$.subscribe(error => reject(error)))

function options(
  { events, server, station }: SyncParts,
  talk: Talk,
  from: Checkpoint | undefined,
  sent: () => void,
): ReplicationOptions<StoredEvent, Checkpoint> {
  return {
    replicationIdentifier: IDENTIFIER,
    collection: events.collection,
    live: true,
    retryTime: RETRY,
    waitForLeadership: false,
    toggleOnDocumentVisible: false,
    push: {
      batchSize: PUSH_LIMIT / 2,
      initialCheckpoint: SEED_UPSTREAM,
      handler: async rows => {
        const asked = rows.map(row => row.newDocumentState).filter(doc => doc.verdict === 'waiting' && !doc._deleted)
        if (!asked.length) return []
        const verdicts = await pushAll(events, server, talk, asked)
        sent()
        return answered(asked, verdicts)
      },
    },
    pull: {
      batchSize: PULL_LIMIT,
      ...(from && { initialCheckpoint: from }),
      handler: async (checkpoint, batchSize) => {
        const answer = await talk(() => server.pull(checkpoint, batchSize))
        const gone = answer.restart ? await events.forget(station()) : []
        return { documents: [...gone, ...answer.documents.map(asDoc)], checkpoint: answer.checkpoint }
      },
    },
  }
}

const asDoc = ({ deleted, ...event }: EventDocument): Doc => ({ ...event, _deleted: deleted ?? false })

/** Brings everything in scope in bulk: nothing of it will look like an edit of this window. */
async function firstSync(
  { events, notes, projection, server }: SyncParts,
  talk: Talk,
  progress: (p: { done: number; total: number }) => void,
): Promise<void> {
  await projection.seed(async take => {
    const at: { checkpoint?: Checkpoint; done: number } = { done: 0 }
    async function* pages() {
      for (;;) {
        const answer = await talk(() => server.pull(at.checkpoint, PULL_LIMIT))
        at.checkpoint = answer.checkpoint
        at.done += answer.documents.length
        const kept = answer.documents.filter(d => !d.deleted).map(asDoc)
        if (kept.length) yield kept.map(doc => JSON.stringify(doc))
        await take(kept)
        progress({ done: at.done, total: Math.max(at.done, (answer as { total?: number }).total ?? 0) })
        if (answer.documents.length < PULL_LIMIT) return
      }
    }
    await seed(events.collection, IDENTIFIER, pages())
    await notes.put('seeded', at.checkpoint)
  })
}
