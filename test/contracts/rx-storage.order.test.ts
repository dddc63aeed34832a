import { getRxStorageMemory } from 'rxdb/plugins/storage-memory'
import { expect, test } from 'vitest'
import { betterSqliteStorage } from '../../desktop/src/core/store/rx-storage.ts'
import { compareOnce, type Tally } from './rx-storage.differential.ts'
import { openNotes, temporaryFolder } from './rx-storage.fixture.ts'
import { note } from './rx-storage.notes.ts'

const dir = temporaryFolder()
const NAMES = [
  '𠮷田',
  '𡃁仔',
  '𠀀',
  '\uf900',
  '\ufa11',
  '（甲）',
  'Ａ',
  '～',
  '张三',
  '阿',
  '龥',
  '\ue000',
  '\ufffd',
  'a',
  '\ud7ff',
  '王𠮷',
  '王\uf900',
  '王',
]
const asJavaScript = NAMES.toSorted((a, b) => (a < b ? -1 : 1))

async function unitsInOrder(toKey?: (text: string) => string) {
  const { db, notes } = await openNotes(betterSqliteStorage({ dir, ...(toKey && { toKey }) }) as never)
  await notes.bulkInsert(NAMES.map((name, n) => ({ ...note(n), unit: name })))
  const ascending = await notes.find({ sort: [{ unit: 'asc' }, { at: 'asc' }] }).exec()
  const from = await notes.find({ selector: { unit: { $gte: '𠮷' } }, sort: [{ unit: 'desc' }] }).exec()
  await db.close()
  return { ascending: ascending.map(n => n.unit), from: from.map(n => n.unit) }
}

async function wrongAnswers(toKey?: (text: string) => string) {
  const tally: Tally = { queries: 0, writes: 0, found: 0, wrong: [] }
  const ours = betterSqliteStorage({ dir, synchronous: 'NORMAL', ...(toKey && { toKey }) })
  for (let seed = 500; seed < 510; seed++) {
    await compareOnce(ours as never, getRxStorageMemory() as never, 'usual', seed, { rounds: 3, queries: 40 }, tally)
  }
  return tally.wrong.length
}

test('rare Han sort and compare as RxDB does', async () => {
  const { ascending, from } = await unitsInOrder()
  expect(ascending).toEqual(asJavaScript)
  expect(from).toEqual(asJavaScript.filter(name => name >= '𠮷').toReversed())
  expect(await wrongAnswers()).toBe(0)
})

test('control: with plain UTF-8 in the index these same questions are answered wrongly', async () => {
  const { ascending, from } = await unitsInOrder(text => text)
  expect(ascending).not.toEqual(asJavaScript)
  expect(from).not.toEqual(asJavaScript.filter(name => name >= '𠮷').toReversed())
  expect(await wrongAnswers(text => text)).toBeGreaterThan(50)
})
