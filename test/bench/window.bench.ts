import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Bench, Row } from './measure.ts'
import { windowFolder } from './window.folder.ts'

const CASES = 100_000

/** The whole path of a clerk's work in a core of its own process, on a folder with 100,000 cases. */
export default {
  name: `A window with ${CASES.toLocaleString('en')} cases`,
  async run(): Promise<Row[]> {
    const folder = await mkdtemp(join(tmpdir(), 'chuangtai-bench-'))
    try {
      const began = performance.now()
      await windowFolder(folder, CASES)
      const seeded = (CASES / (performance.now() - began)) * 1000
      const figures = await inChild(folder)
      const row = (name: string, value: number, unit: string, limit: number | null): Row => ({
        name,
        value,
        unit,
        limit,
        ok: limit === null || value <= limit,
      })
      return [
        row('seeding, folding and indexing', seeded, 'cases/s', null),
        row('start to the first list', figures.list!, 'ms', 2000),
        row('memory after start', figures.rss!, 'MB', 300),
        row('memory after the work below', figures.after!, 'MB', null),
        row('act: decide, fold, store durably, project (median)', figures.act!, 'ms', 5),
        row('the same (95th percentile)', figures.act95!, 'ms', null),
        row('a keystroke in search (median of CPU time)', figures.search!, 'ms', 50),
        row('a keystroke in search (worst)', figures.searchWorst!, 'ms', null),
        row('one page of a list, newest first', figures.page!, 'ms', null),
      ]
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  },
} satisfies Bench

function inChild(folder: string): Promise<Record<string, number>> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'window.child.ts'), folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = []
    child.stdout.on('data', part => parts.push(part))
    child.on('close', code =>
      code === 0
        ? resolve(JSON.parse(Buffer.concat(parts).toString()))
        : reject(new Error(`The window ended with ${code}`)),
    )
  })
}
