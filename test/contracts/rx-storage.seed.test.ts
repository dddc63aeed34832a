import type { RxCollection } from 'rxdb'
import { type RxReplicationState, replicateRxCollection } from 'rxdb/plugins/replication'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { betterSqliteStorage } from '../../desktop/src/core/store/rx-storage.ts'
import { rememberSeeded, SEED_UPSTREAM, seed } from '../../desktop/src/core/store/seed.ts'
import { type Master, openMaster, openNotes, stateOf, temporaryFolder } from './rx-storage.fixture.ts'
import { type Note, note } from './rx-storage.notes.ts'

const SERVER = 'centre'
const dir = temporaryFolder()
let master: Master
let window: Awaited<ReturnType<typeof openNotes>>
let replication: RxReplicationState<Note, unknown> | undefined
const conflicts: unknown[] = []
const errors: unknown[] = []

beforeEach(async () => {
  master = await openMaster()
  await master.notes.bulkInsert(Array.from({ length: 250 }, (_, n) => note(n)))
  window = await openNotes(betterSqliteStorage({ dir }) as never)
  conflicts.length = 0
  errors.length = 0
})
afterEach(async () => {
  replication = undefined
  await window.db.close()
  await master.close()
})

/** All documents of the master as a server would send them, in batches of 100, and where its stream then stands. */
async function fetched() {
  const { documents, checkpoint } = await master.pull(undefined, 10_000)
  const texts = documents.map(({ _deleted, ...fields }) => JSON.stringify(fields))
  const batches = Array.from({ length: Math.ceil(texts.length / 100) }, (_, i) => texts.slice(i * 100, i * 100 + 100))
  return { batches, checkpoint }
}

async function replicate(notes: RxCollection<Note>, downstream: unknown) {
  const state = replicateRxCollection<Note, unknown>({
    replicationIdentifier: SERVER,
    collection: notes,
    retryTime: 50,
    pull: {
      handler: master.pull as never,
      stream$: master.changes$ as never,
      initialCheckpoint: downstream,
      batchSize: 50,
    },
    push: { handler: master.push as never, initialCheckpoint: SEED_UPSTREAM, batchSize: 50 },
  })
  state.conflict$.subscribe(conflict => conflicts.push(conflict))
  state.error$.subscribe(error => errors.push(error))
  await state.awaitInitialReplication()
  return state
}

async function started() {
  const { batches, checkpoint } = await fetched()
  expect(await seed(window.notes, SERVER, batches)).toBe(250)
  await rememberSeeded(window.notes, SERVER)
  replication = await replicate(window.notes, checkpoint)
  await replication.awaitInSync()
  return replication
}

test('what was seeded is there, is not pulled again and never pushed', async () => {
  let pulled = 0
  const pull = master.pull
  master.pull = async (checkpoint, size) => {
    const result = await pull(checkpoint, size)
    if (checkpoint) pulled += result.documents.length
    return result
  }
  await started()
  expect(await stateOf(window.notes)).toEqual(await master.state())
  expect([pulled, master.pushed.length, errors, conflicts]).toEqual([0, 0, [], []])
  const meta = replication!.metaInstance!
  const remembered = await meta.findDocumentsById([`${note(7).id}|0`], true)
  expect(remembered).toEqual([])
})

test('a local edit of a seeded document is pushed once, with the seeded state as its base', async () => {
  const state = await started()
  const found = await window.notes.findOne(note(7).id).exec(true)
  await found.patch({ text: 'edited here' })
  await window.notes.insert(note(1000))
  await window.notes.findOne(note(8).id).remove()
  await state.awaitInSync()
  expect(master.pushed.map(row => row.newDocumentState.id).sort()).toEqual(
    [note(7).id, note(8).id, note(1000).id].sort(),
  )
  expect(master.pushed.find(row => row.newDocumentState.id === note(7).id)?.assumedMasterState).toEqual({
    ...note(7),
    _deleted: false,
  })
  expect(await master.state()).toEqual(await stateOf(window.notes))
  expect((await master.state())[note(7).id]).toBe('edited here')
  expect([errors, conflicts]).toEqual([[], []])
})

test('remote changes of seeded documents arrive, again and again, and are no conflicts', async () => {
  const state = await started()
  for (const text of ['changed there', 'and once more']) {
    await (await master.notes.findOne(note(9).id).exec(true)).patch({ text })
    await state.awaitInSync()
    await expect.poll(async () => (await stateOf(window.notes))[note(9).id]).toBe(text)
  }
  await (await window.notes.findOne(note(9).id).exec(true)).patch({ text: 'now from here' })
  await state.awaitInSync()
  expect((await master.state())[note(9).id]).toBe('now from here')
  await master.notes.findOne(note(10).id).remove()
  await expect.poll(async () => note(10).id in (await stateOf(window.notes))).toBe(false)
  expect(master.pushed.length).toBe(1)
  expect([errors, conflicts]).toEqual([[], []])
})

test('both sides edit a seeded document: one conflict, and both end equal', async () => {
  const { batches, checkpoint } = await fetched()
  await seed(window.notes, SERVER, batches)
  await rememberSeeded(window.notes, SERVER)
  await (await window.notes.findOne(note(3).id).exec(true)).patch({ text: 'here' })
  await (await master.notes.findOne(note(3).id).exec(true)).patch({ text: 'there' })
  replication = await replicate(window.notes, checkpoint)
  await replication.awaitInSync()
  expect(conflicts.length).toBe(1)
  expect((await stateOf(window.notes))[note(3).id]).toBe('there')
  expect(await stateOf(window.notes)).toEqual(await master.state())
})

test('without remembering, the push has no base and a strict master must refuse it', async () => {
  const { batches, checkpoint } = await fetched()
  await seed(window.notes, SERVER, batches)
  replication = await replicate(window.notes, checkpoint)
  await (await window.notes.findOne(note(3).id).exec(true)).patch({ text: 'here' })
  await replication.awaitInSync()
  expect(conflicts.length).toBe(1)
})

test('edits made between seed and first connection, and before a restart, are pushed', async () => {
  const { batches, checkpoint } = await fetched()
  await seed(window.notes, SERVER, batches)
  await rememberSeeded(window.notes, SERVER)
  await (await window.notes.findOne(note(4).id).exec(true)).patch({ text: 'offline' })
  const { name } = window.db
  await window.db.close()
  window = await openNotes(betterSqliteStorage({ dir }) as never, name)
  await rememberSeeded(window.notes, SERVER)
  await (await window.notes.findOne(note(5).id).exec(true)).patch({ text: 'after the restart' })
  replication = await replicate(window.notes, checkpoint)
  await replication.awaitInSync()
  expect(master.pushed.map(row => row.newDocumentState.text).sort()).toEqual(['after the restart', 'offline'])
  expect(conflicts).toEqual([])
  expect(await stateOf(window.notes)).toEqual(await master.state())
})

test('a seed that was interrupted is repeated: edits stay, stale documents are renewed, the rest is untouched', async () => {
  const { batches } = await fetched()
  await seed(window.notes, SERVER, batches.slice(0, 1))
  await rememberSeeded(window.notes, SERVER)
  await (await window.notes.findOne(note(1).id).exec(true)).patch({ text: 'edited here' })
  await (await master.notes.findOne(note(2).id).exec(true)).patch({ text: 'changed there' })
  const again = await fetched()
  expect(await seed(window.notes, SERVER, again.batches)).toBe(151)
  replication = await replicate(window.notes, again.checkpoint)
  await replication.awaitInSync()
  expect(master.pushed.map(row => row.newDocumentState.text)).toEqual(['edited here'])
  expect(await stateOf(window.notes)).toEqual(await master.state())
  expect([errors, conflicts]).toEqual([[], []])
})

test('live queries see what is seeded, and bad text is refused with nothing of its batch written', async () => {
  const seen: number[] = []
  const subscription = window.notes.count().$.subscribe(count => seen.push(count))
  await seed(window.notes, SERVER, (await fetched()).batches)
  await expect.poll(() => seen.at(-1)).toBe(250)
  subscription.unsubscribe()
  const fresh = JSON.stringify(note(2000))
  await expect(seed(window.notes, SERVER, [[fresh, '{"text":"no id"}']])).rejects.toThrow('without id')
  await expect(seed(window.notes, SERVER, [[fresh, '{"id":']])).rejects.toThrow(SyntaxError)
  expect(await window.notes.count().exec()).toBe(250)
})

test('a running replication is not seeded under', async () => {
  await started()
  await expect(seed(window.notes, SERVER, [])).rejects.toThrow('before the replication')
})
