import { expect } from 'vitest'
import type { Findings } from './kill.day.ts'

/** Nothing lost, nothing doubled, no number twice or left out, and every copy of every case the same. */
export function expectWhole(found: Findings): void {
  expect(found).toMatchObject({
    lost: [],
    doubled: [],
    refused: [],
    numbers: { doubled: [], holes: [] },
    different: { centre: [], rebuilt: [], sides: [] },
    unsent: 0,
  })
}
