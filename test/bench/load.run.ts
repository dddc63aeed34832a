import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { startPostgres } from '../postgres.ts'
import { type LoadWindow, loadWorld, type Shape } from './load.world.ts'

/** Which databases a load is put on: `CHUANGTAI_LOAD=postgres` or `sqlite`; both unless told. */
export const LOADED = (['sqlite', 'postgres'] as const).filter(
  name => !process.env.CHUANGTAI_LOAD || process.env.CHUANGTAI_LOAD === name,
)

/** `CHUANGTAI_LOAD_PROFILE=FOLDER` writes there what the server's processor was busy with. */
const profile = process.env.CHUANGTAI_LOAD_PROFILE
const PROFILE = profile ? ['--cpu-prof', `--cpu-prof-dir=${profile}`] : []

export interface Loaded {
  address: string
  database: string
  windows: readonly LoadWindow[]
}

/** Fills a new database and runs `work` against a server on it, in another process on this machine, by loopback only. */
export async function underLoad<T>(
  name: (typeof LOADED)[number],
  shape: Shape,
  work: (loaded: Loaded) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'chuangtai-load-'))
  const postgres = name === 'postgres' ? await startPostgres() : undefined
  try {
    const database = postgres ? await postgres.database() : join(folder, 'server.sqlite')
    const windows = await loadWorld(database, shape)
    const child = spawn(process.execPath, [...PROFILE, join(import.meta.dirname, 'load-server.ts'), folder, database], {
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    try {
      const [address] = (await once(createInterface({ input: child.stdout }), 'line')) as [string]
      return await work({ address, database, windows })
    } finally {
      child.stdin.end()
      if (child.exitCode === null) await once(child, 'close')
    }
  } finally {
    await postgres?.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

/** Processor seconds that the server has used, by its own figures. */
export async function cpuOf(address: string): Promise<number> {
  const text = await (await fetch(new URL('/metrics', address))).text()
  return Number(/^process_cpu_seconds_total ([\d.e-]+)/m.exec(text)?.[1])
}

/** The value below which that share of all lies. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}
