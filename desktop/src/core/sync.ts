import { setTimeout as sleep } from 'node:timers/promises'
import type { ReplicationOptions, RxReplicationPullStreamItem } from 'rxdb'
import { replicateRxCollection } from 'rxdb/plugins/replication'
import { Subject } from 'rxjs'
import type { StoredEvent } from '../../../shared-types/src/model/case.ts'
import { type Checkpoint, PULL_LIMIT, PUSH_LIMIT } from '../../../shared-types/src/protocol.ts'
import type { Standing } from './carry-standing.ts'
import type { Clock } from './clock.ts'
import type { Directory } from './directory.ts'
import type { Events } from './events.ts'
import { firstSync } from './first-sync.ts'
import type { Notes } from './notes.ts'
import type { Numbered } from './numbered.ts'
import type { Projection } from './projection.ts'
import { type Handlers, handlers } from './replicating.ts'
import type { ServerClient } from './server-client.ts'
import { type Hear, serverEvents } from './server-events.ts'
import { ServerUnreachable } from './server-fault.ts'
import { SEED_UPSTREAM, seed } from './store/seed.ts'
import { type Line, type SyncState, syncLine } from './sync-line.ts'
import { pushing, type Talk } from './sync-push.ts'
import { running } from './sync-running.ts'
import { tlsFaultIn } from './tls-fault.ts'
import type { Tries } from './tries.ts'

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
  numbered: Numbered
  standing: Standing
  server: ServerClient
  enrolled: () => boolean
  station: () => string
  /** What else must travel when the line is there: files, leases. */
  also: () => Promise<void>
  /** Everything that the centre has is here. Answers whether a restored window had waited for that. */
  met: () => Promise<boolean>
  /** Settings came, or somebody's session was ended: whoever is here may have to go. */
  people: () => Promise<void>
  changed: () => void
}

/** The name of the replication of events; its marks stand in the documents. */
export const REPLICATION = 'centre'
const RETRY = 3_000

/**
 * Keeps this window and the centre alike by RxDB's replication: events up, verdicts and others' events down, with a
 * live stream between. The first sync writes in bulk and replication starts from where it ended.
 */
export function sync(parts: SyncParts): Sync {
  const { directory, enrolled, events, notes, server } = parts
  const line = syncLine(parts)
  const { set, state, talk } = line
  const pulled = new Subject<RxReplicationPullStreamItem<StoredEvent, Checkpoint>>()

  const settings = async (anew = false) => {
    const from = anew ? 0 : directory.seq()
    const answer = await talk(() => server.settings(from))
    // A number below the one that was known: the centre was set back and says everything anew.
    if (anew || answer.seq < from) await directory.replace(answer.documents)
    else if (answer.documents.length) await directory.take(answer.documents)
    await parts.people()
    await parts.also()
  }
  /** Files and numbers follow what was sent: a window that is online all day must neither run out nor keep its scans. */
  const follow = coalesced(() => parts.also())

  const replicated = running(async (again, stop) => {
    await settings()
    if (!(await notes.get<Checkpoint>('seeded'))) await seedFirst(parts, line)
    const from = await notes.get<Checkpoint>('seeded')
    const both = bothWays(parts, talk, again, { sent: follow, learn: () => settings(true) })
    const replication = replicateRxCollection(options(events, both, from, pulled))
    replication.active$.subscribe(active => set({ active }))
    void replication
      .awaitInitialReplication()
      .then(() => parts.met())
      .then(waited => waited && follow())
      .catch(() => undefined)
    void serverEvents(server, stop, hearing(parts, line, again, pulled, settings))
    return replication
  })
  const start = async () => {
    if (enrolled()) await replicated.start()
  }

  return {
    state: () => ({ ...state, ...(enrolled() ? {} : { network: 'not-enrolled' as const }) }),
    start,
    async now() {
      await start()
      await settings()
      const { replication, again } = replicated.now() ?? {}
      if (!replication || !again) return
      again.now()
      replication.reSync()
      await again.orFailure(replication.awaitInSync())
      await parts.projection.settled()
      if (await parts.met()) await parts.also()
    },
    stop: () => replicated.stop(),
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

/** What the live stream leads to. What was set while the line was down was told to nobody here. */
function hearing(
  { people }: SyncParts,
  { set }: Line,
  again: Tries,
  pulled: Subject<RxReplicationPullStreamItem<StoredEvent, Checkpoint>>,
  learn: () => Promise<void>,
): Hear {
  const settings = () => void learn().catch(() => undefined)
  return {
    open() {
      set({ network: 'online', fault: undefined })
      again.now()
      pulled.next('RESYNC')
      settings()
    },
    closed: cause => set({ network: 'offline', fault: tlsFaultIn(cause) }),
    events: () => pulled.next('RESYNC'),
    settings,
    session: () => void people().catch(() => undefined),
  }
}

async function seedFirst(parts: SyncParts, { set, talk }: Line): Promise<void> {
  const { events, station } = parts
  await firstSync({
    ...parts,
    talk,
    forget: () => events.forget(station()),
    write: pages => seed(events.collection, REPLICATION, pages),
    progress: seeding => set({ seeding }),
  })
  set({ seeding: undefined })
}

/** The handlers, which try again by themselves: RxDB's own pause cannot be cut short when the line is back. */
function bothWays(
  { events, numbered, server, standing, station }: SyncParts,
  talk: Talk,
  again: Tries,
  { sent, learn }: { sent: () => void; learn: () => Promise<void> },
): Handlers {
  const { forget, pushAll } = pushing(events, server, talk, numbered, async () => {
    await standing.setBack()
    await events.forget(station())
    await numbered.forget()
    await learn()
  })
  const { push, pull } = handlers({
    events,
    server,
    talk,
    pushAll,
    station,
    numbered,
    standing,
    sent,
    async setBack() {
      forget()
      await learn()
    },
    answeredHere: ids => answeredHere(events, ids),
  })
  return { push: rows => again.until(() => push(rows)), pull: (at, limit) => again.until(() => pull(at, limit)) }
}

function options(
  { collection }: Events,
  { pull, push }: Handlers,
  from: Checkpoint | undefined,
  stream$: Subject<RxReplicationPullStreamItem<StoredEvent, Checkpoint>>,
): ReplicationOptions<StoredEvent, Checkpoint> {
  return {
    replicationIdentifier: REPLICATION,
    collection,
    live: true,
    retryTime: RETRY,
    waitForLeadership: false,
    toggleOnDocumentVisible: false,
    push: {
      batchSize: PUSH_LIMIT / 2,
      initialCheckpoint: SEED_UPSTREAM,
      handler: rows => push(rows.map(row => row.newDocumentState)),
    },
    pull: {
      batchSize: PULL_LIMIT,
      ...(from && { initialCheckpoint: from }),
      handler: pull,
      stream$: stream$.asObservable(),
    },
  }
}

/** How often, in ms, and how long it is looked whether a push that is under way has been answered. */
const LOOK = 50
const LOOKS = 400

/** Answers once none of these events waits here; throws when that takes too long. */
async function answeredHere(events: Events, ids: readonly string[]): Promise<void> {
  const asked = new Set(ids)
  let before = Number.POSITIVE_INFINITY
  for (let left = LOOKS; left > 0 && asked.size; left--) {
    const waiting = await events.waiting()
    if (!waiting.some(e => asked.has(e.id))) return
    // As long as there is progress it may take its time: after the centre was set back all of a year waits again.
    if (waiting.length < before) left = LOOKS
    before = waiting.length
    await sleep(LOOK)
  }
  if (!asked.size) return
  throw new ServerUnreachable(new Error('what was sent is not answered'))
}
