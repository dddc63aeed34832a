import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3-multiple-ciphers'
import { expect, test } from 'vitest'
import { killDay } from './kill.day.ts'
import { expectWhole } from './kill.expect.ts'

test('window and centre are killed at random moments: every acknowledged act is there, once, with its number', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'chuangtai-kill-'))
  const { data, kills, look } = await killDay(dir, 11, 5)
  const found = await look()
  expectWhole(found)
  expect(kills.window).toBeGreaterThan(1)
  expect(found.saved).toBeGreaterThan(5)

  // Control: one lent book that the centre forgets, and one case that it keeps differently, are found out.
  const db = new Database(join(data, 'server.sqlite'))
  const body = `json_extract(body, '$.act') = 'lend' and type = 'library-loans.loan'`
  db.exec(`delete from events where seq = (select min(seq) from events where ${body})`)
  db.exec(`update cases set body = replace(body, '"unsent":0', '"unsent":7')`)
  db.close()
  const spoilt = await look()
  expect(spoilt.lost.length + spoilt.different.sides.length).toBeGreaterThan(0)
  expect(spoilt.numbers.holes).toEqual([1])
  expect(spoilt.different.centre.length).toBeGreaterThan(1)
  await rm(dir, { recursive: true, force: true })
}, 180_000)
