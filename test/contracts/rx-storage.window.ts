/**
 * A window in a process of its own, to be killed: it writes notes, says over the pipe which are saved, and replicates
 * with the master at the other end. `at` is the version of a note; the higher one wins a conflict.
 */
import { setTimeout as delay } from 'node:timers/promises'
import {
  createRxDatabase,
  deepEqual,
  type ReplicationPullHandlerResult,
  type RxCollection,
  type RxConflictHandler,
  type WithDeleted,
} from 'rxdb'
import { replicateRxCollection } from 'rxdb/plugins/replication'
import { betterSqliteStorage } from '../../desktop/src/core/store/rx-storage.ts'
import type { FromWindow, ToWindow, WindowOrder } from './rx-storage.messages.ts'
import { NOTES, type Note, note } from './rx-storage.notes.ts'
import { randomOf } from './rx-storage.random.ts'

const order: WindowOrder = JSON.parse(process.argv[2]!)
const random = randomOf(order.seed)
const answers = new Map<number, (message: ToWindow) => void>()
let calls = 0

const say = (message: FromWindow) => process.send!(message)
process.on('message', (message: ToWindow) => answers.get(message.call)?.(message))

/** Asks the master; no answer within a moment, or an answer without a result, is a failed request. */
async function ask(request: (call: number) => FromWindow): Promise<unknown> {
  const call = ++calls
  const { promise, resolve, reject } = Promise.withResolvers<unknown>()
  const timer = setTimeout(() => reject(new Error('no answer')), 150)
  answers.set(call, ({ result }) => (result === undefined ? reject(new Error('refused')) : resolve(result)))
  say(request(call))
  try {
    return await promise
  } finally {
    clearTimeout(timer)
    answers.delete(call)
  }
}

const higherWins: RxConflictHandler<Note> = {
  isEqual: (a, b) => deepEqual(a, b),
  resolve: async ({ newDocumentState, realMasterState }) =>
    newDocumentState.at > realMasterState.at ? newDocumentState : realMasterState,
}

async function openWindow(): Promise<RxCollection<Note>> {
  const storage = betterSqliteStorage({ dir: order.dir })
  const db = await createRxDatabase({ name: 'window', storage, multiInstance: false })
  const { notes } = await db.addCollections({ notes: { schema: NOTES, conflictHandler: higherWins as never } })
  return notes as RxCollection<Note>
}

function replicate(collection: RxCollection<Note>) {
  return replicateRxCollection<Note, unknown>({
    collection,
    replicationIdentifier: 'master',
    retryTime: 20,
    pull: {
      handler: (checkpoint, size) =>
        ask(call => ({ kind: 'pull', call, checkpoint, size })) as Promise<ReplicationPullHandlerResult<Note, unknown>>,
      batchSize: 20,
    },
    push: {
      handler: rows => ask(call => ({ kind: 'push', call, rows })) as Promise<WithDeleted<Note>[]>,
      batchSize: 10,
    },
  })
}

async function saved(early: boolean, versions: readonly Note[], write: () => Promise<unknown>): Promise<void> {
  const tell = () => versions.forEach(({ id, at }) => say({ kind: 'saved', id, version: at }))
  if (early) {
    tell()
    await delay(1)
  }
  await write()
  if (!early) tell()
}

/** One note, an edit of a note, or several notes at once: each a write that must be whole or absent. */
async function writeSomething(notes: RxCollection<Note>, n: number): Promise<void> {
  const fresh = (i: number) => ({ ...note(n * 10 + i), id: `${order.seed}-${n}-${i}`, at: 1 })
  const choice = random.below(3)
  if (choice === 0) return saved(order.early, [fresh(0)], () => notes.insert(fresh(0)))
  if (choice === 1) {
    const several = [1, 2, 3, 4, 5].map(fresh)
    return saved(order.early, several, () => notes.bulkInsert(several))
  }
  const found = await notes
    .find({ sort: [{ id: random.pick(['asc', 'desc']) }], skip: random.below(20), limit: 1 })
    .exec()
  if (!found[0]) return
  const edited = { ...(found[0].toMutableJSON() as Note), at: found[0].at + 1, text: `edit ${n} of ${order.seed}` }
  await saved(order.early, [edited], () => found[0]!.incrementalPatch({ at: edited.at, text: edited.text }))
}

const notes = await openWindow()
const replication = replicate(notes)
if (order.task === 'settle') {
  await replication.awaitInSync()
  const sqlite = notes.internalStorageInstance.internals.store.db
  const sound = sqlite.pragma('integrity_check', { simple: true }) === 'ok'
  say({ kind: 'settled', sound, notes: (await notes.find().exec()).map(n => n.toMutableJSON() as Note) })
  await notes.database.close()
  process.disconnect()
} else {
  for (let n = 0; ; n++) {
    await writeSomething(notes, n)
    await delay(random.below(3))
  }
}
