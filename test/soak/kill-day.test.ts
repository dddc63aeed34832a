import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { killDay } from '../faults/kill.day.ts'
import { expectWhole } from '../faults/kill.expect.ts'

test.each([1, 2, 3])('a day of 60 deaths, seed %i', async seed => {
  const dir = await mkdtemp(join(tmpdir(), 'chuangtai-kill-'))
  const { kills, look } = await killDay(dir, seed, 60)
  const found = await look()
  expectWhole(found)
  expect(kills.centre).toBeGreaterThan(5)
  expect(found.saved).toBeGreaterThan(500)
  await rm(dir, { recursive: true, force: true })
})
