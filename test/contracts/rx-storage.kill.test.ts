import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from './rx-storage.fixture.ts'
import { killAndCompare } from './rx-storage.kill.ts'

const dir = temporaryFolder()

test('kill -9 and lost answers: every acknowledged write is found, nothing is doubled, both ends are equal', async () => {
  const findings = await killAndCompare(join(dir, 'sound'), 1, 4, 'none')
  expect(findings).toMatchObject({ lost: [], doubled: [], different: [], sound: true })
  expect(findings.saved).toBeGreaterThan(50)
  expect(findings.lostAnswers).toBeGreaterThan(0)
}, 180_000)

test('control: a window that says saved too early is found out', async () => {
  const { lost } = await killAndCompare(join(dir, 'early'), 2, 2, 'window says saved before it is')
  expect(lost.length).toBeGreaterThan(0)
}, 180_000)

test('control: a master that answers before it has stored is found out', async () => {
  const { different } = await killAndCompare(join(dir, 'forgetful'), 3, 2, 'master answers before it has stored')
  expect(different.length).toBeGreaterThan(0)
}, 180_000)
