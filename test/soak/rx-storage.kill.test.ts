import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../contracts/rx-storage.fixture.ts'
import { killAndCompare } from '../contracts/rx-storage.kill.ts'

const dir = temporaryFolder()
const HOUR = 3_600_000

test(
  '200 kills of a writing window on a bad line: every acknowledged write is found, nothing is doubled',
  async () => {
    const findings = await killAndCompare(join(dir, 'sound'), 100, 200, 'none')
    console.log(findings)
    expect(findings).toMatchObject({ lost: [], doubled: [], different: [], sound: true })
  },
  HOUR,
)
