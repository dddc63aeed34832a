import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { randomOf } from '../contracts/rx-storage.random.ts'
import { libraryLoans } from '../fixtures/library-loans/index.ts'
import { centre, testWindow } from '../harness.ts'
import { STATION } from '../journeys/permit.ts'
import { look } from './power-cut.look.ts'
import { record } from './power-cut.record.ts'
import { cuts, layOut, read } from './power-cut.replay.ts'
import type { PowerCutOrder } from './power-cut.window.ts'

export interface Tally {
  cuts: number
  /** What was recorded, and how much of it the core had said to be saved. */
  recorded: { writes: number; syncs: number; acks: number }
  /** Cuts after which something was lost, and all that was lost in the worst of them. */
  losing: number
  worst: string[]
  corrupt: string[]
}

/** An enrolled window's folder, closed: what each run begins with. */
export async function enrolledFolder(): Promise<string> {
  const at = await centre({ domains: [libraryLoans] })
  const window = await testWindow({ centre: at, unit: STATION, domains: [libraryLoans] })
  await window.signIn('zhangwei')
  await window.sync()
  await window.close()
  await at.stop()
  return window.folder
}

/** Records one working window that began with `enrolled`, and cuts its power at `count` random points. */
export async function cutPower(
  enrolled: string,
  { seed, acts, count, synchronous }: { seed: number; acts: number; count: number; synchronous?: 'NORMAL' | 'OFF' },
): Promise<Tally> {
  const dir = await mkdtemp(join(tmpdir(), 'chuangtai-power-'))
  const folder = join(dir, 'window')
  await cp(enrolled, folder, { recursive: true })
  const start = read(folder, ['window.sqlite'])
  const order: PowerCutOrder = { folder, acks: join(dir, 'acks'), acts, seed, ...(synchronous && { synchronous }) }
  const ops = await record(order)
  const of = (kind: string) => ops.filter(op => op.kind === kind).length
  const tally: Tally = {
    cuts: 0,
    recorded: { writes: of('write'), syncs: of('sync'), acks: of('ack') },
    losing: 0,
    worst: [],
    corrupt: [],
  }
  for (const cut of cuts(ops, start, randomOf(seed), count)) {
    // What is kept beside the database, the key to it for one, was there before and does not change.
    const after = join(dir, `cut-${tally.cuts++}`)
    await cp(enrolled, after, { recursive: true, filter: path => !/\.sqlite/.test(path) })
    layOut(after, cut)
    const { lost, corrupt } = await look(after, cut.acks)
    if (lost.length) tally.losing++
    if (lost.length > tally.worst.length) tally.worst = lost
    tally.corrupt.push(...corrupt.map(why => `after ${cut.after}: ${why}`))
    await rm(after, { recursive: true })
  }
  await rm(dir, { recursive: true })
  return tally
}
