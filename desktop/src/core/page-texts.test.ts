import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { textQuestion } from '../../../shared-types/src/engine/text-search.ts'
import { openPageTexts, type PageTexts } from './page-texts.ts'

const KEY = new Uint8Array(32).fill(3)
const here = {} as { folder: string; texts: PageTexts }

beforeEach(async () => {
  here.folder = await mkdtemp(join(tmpdir(), 'chuangtai-texts-'))
  here.texts = openPageTexts(here.folder, KEY)
})
afterEach(async () => {
  here.texts.close()
  await rm(here.folder, { recursive: true, force: true })
})

const page = (...lines: string[]) => ({
  lines: lines.map(text => ({ text, confidence: 0.9, polygon: [[0, 0]] as [number, number][] })),
})
const found = async (typed: string, limit = 50, mine: (hash: string) => boolean = () => true) => {
  const allowed = async (hits: readonly { hash: string; at: number }[]) => hits.filter(({ hash }) => mine(hash))
  return (await here.texts.search(textQuestion(typed)!, { limit, allowed })).map(({ hash }) => hash)
}

test('a page is found by what was last read from it, newest first, until it is erased', async () => {
  const { texts } = here
  texts.put('a', page('出租方欧阳婉', '儿，桂花街道'))
  texts.put('b', page('承租方欧阳婉儿'))
  expect(await found('欧阳婉儿')).toEqual(['b', 'a'])
  expect(await found('婉儿 桂花')).toEqual(['a'])
  expect(await found('阳儿')).toEqual([])
  texts.put('a', page('出租方王小明'))
  expect(await found('婉儿')).toEqual(['b'])
  expect(texts.get('a')).toEqual(page('出租方王小明'))
  texts.remove('b')
  expect(await found('婉儿')).toEqual([])
  expect(texts.get('b')).toBeUndefined()
})

test('of many that have the words only those come that are allowed', async () => {
  for (let i = 0; i < 450; i++) here.texts.put(`page ${i}`, page('房屋租赁合同', `第 ${i} 份`))
  expect(await found('租赁合同', 3)).toEqual(['page 449', 'page 448', 'page 447'])
  expect(await found('租赁合同', 50, hash => hash === 'page 7')).toEqual(['page 7'])
})

test('what the centre does not have is told until it has it', () => {
  here.texts.put('a', page('甲乙'))
  here.texts.put('b', page('丙丁'))
  here.texts.sent('a')
  expect(here.texts.unsent()).toEqual(['b'])
})

test('nothing of a text lies readable on the disk, and a damaged file is begun anew', async () => {
  const { folder, texts } = here
  texts.put('a', page('欧阳婉儿', '320583197907044170'))
  texts.close()
  const file = join(folder, 'page-texts.sqlite')
  const bytes = await readFile(file)
  for (const text of ['欧阳婉儿', '320583197907044170', 'n3205']) expect(bytes.includes(text)).toBe(false)
  await writeFile(file, bytes.fill(7, 0, 8192))
  here.texts = openPageTexts(folder, KEY)
  expect(await found('欧阳')).toEqual([])
  here.texts.put('a', page('欧阳婉儿'))
  expect(await found('欧阳')).toEqual(['a'])
})
