import { replicateRxCollection } from 'rxdb/plugins/replication'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Internals } from '../../desktop/src/core/store/rx-instance.ts'
import { betterSqliteStorage } from '../../desktop/src/core/store/rx-storage.ts'
import { type Master, openMaster, openNotes, stateOf, temporaryFolder } from './rx-storage.fixture.ts'
import { type Note, note } from './rx-storage.notes.ts'

const dir = temporaryFolder()
let master: Master
let window: Awaited<ReturnType<typeof openNotes>>

beforeEach(async () => {
  master = await openMaster()
  window = await openNotes(betterSqliteStorage({ dir }) as never)
})
afterEach(async () => {
  await window.db.close()
  await master.close()
})

async function replicate() {
  const state = replicateRxCollection<Note, unknown>({
    replicationIdentifier: 'centre',
    collection: window.notes,
    retryTime: 50,
    pull: { handler: master.pull as never, stream$: master.changes$ as never, batchSize: 50 },
    push: { handler: master.push as never, batchSize: 50 },
  })
  const errors: unknown[] = []
  state.error$.subscribe(error => errors.push(error))
  await state.awaitInitialReplication()
  return { state, errors }
}

/** So many more pages of 4 kB fit into the window's file. */
function room(pages: number): void {
  const { store } = window.notes.internalStorageInstance.internals as unknown as Internals
  const used = store.db.pragma('page_count', { simple: true }) as number
  store.db.pragma(`max_page_count = ${used + pages}`)
}

const many = (from: number, count: number) => Array.from({ length: count }, (_, n) => note(from + n, 'x'.repeat(2000)))

test('documents that found no room are fetched again, although what came behind them found some', async () => {
  const first = await replicate()
  room(8)
  await master.notes.bulkInsert(many(0, 100))
  await vi.waitFor(() => expect(first.errors).toHaveLength(1), 60_000)
  expect(first.errors[0]).toMatchObject({ name: 'StorageFault', code: 'full' })
  await master.notes.insert(note(200))
  await vi.waitFor(async () => expect(await window.notes.count().exec()).toBe(1), 60_000)
  await first.state.cancel()
  room(1000)
  const { state, errors } = await replicate()
  expect(errors).toEqual([])
  expect(await stateOf(window.notes)).toEqual(await master.state())
  await state.cancel()
})

test('a write of the window itself that found no room holds no checkpoint back', async () => {
  const { state } = await replicate()
  room(8)
  await expect(window.notes.bulkInsert(many(500, 100))).rejects.toMatchObject({ code: 'full' })
  room(1000)
  await master.notes.bulkInsert(many(0, 5))
  await vi.waitFor(async () => expect(await window.notes.count().exec()).toBe(5), 60_000)
  await state.awaitInSync()
  await state.cancel()
  const pull = vi.spyOn(master, 'pull')
  const again = await replicate()
  expect((await pull.mock.results[0]!.value).documents).toEqual([])
  await again.state.cancel()
})
