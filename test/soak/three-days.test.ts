import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Sample } from './three-days/messages.ts'
import { days } from './three-days/run.ts'

/** Simulated hours, and how many of their seconds pass in a real one. */
const HOURS = Number(process.env.CHUANGTAI_HOURS ?? 72)
const RATE = Number(process.env.CHUANGTAI_RATE ?? 240)
const MB = 1024 * 1024

const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!
/** Of the second sixth of the time, when everything has been done once, and of the last one. */
const spans = (samples: readonly Sample[], what: (s: Sample) => number) => {
  const part = Math.floor(samples.length / 6)
  const of = (span: readonly Sample[]) => median(span.map(what))
  return { early: of(samples.slice(part, 2 * part)), late: of(samples.slice(-part)) }
}

test(
  `${HOURS} hours of work and nights at two windows and their centre: memory and handles stay flat`,
  async () => {
    const dir = await mkdtemp(join(tmpdir(), 'chuangtai-days-'))
    const { samples, done, hindered, ends } = await days(dir, HOURS, RATE, line => console.log(line))
    console.log(JSON.stringify({ done, hindered, ends }))
    for (const own of Object.values(samples)) {
      const heap = spans(own, s => s.heap)
      expect(heap.late).toBeLessThan(heap.early * 1.1 + 4 * MB)
      const outside = spans(own, s => s.outside)
      expect(outside.late).toBeLessThan(outside.early * 1.1 + 4 * MB)
      const handles = spans(own, s => s.handles ?? 0)
      expect(handles.late).toBeLessThanOrEqual(handles.early + 2)
      const active = spans(own, s => Object.values(s.active).reduce((a, b) => a + b, 0))
      expect(active.late).toBeLessThanOrEqual(active.early + 2)
    }
    for (const deed of ['register', 'accept', 'pass', 'make', 'issue', 'workbook', 'paper', 'reveal'])
      expect(done[deed], deed).toBeGreaterThan(HOURS / 6)
    expect(ends.map(({ unsent, refused }) => ({ unsent, refused }))).toEqual(
      ends.map(() => ({ unsent: 0, refused: 0 })),
    )
    expect(ends[1]!.cases).toEqual(ends[0]!.cases)
    await rm(dir, { recursive: true, force: true })
  },
  (HOURS * 3_600_000) / RATE + 600_000,
)
