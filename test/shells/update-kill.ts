import { spawnSync } from 'node:child_process'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'vitest'
import { ROOT } from '../../scripts/run.ts'
import type { UpdateWorld } from './update-world.ts'

/**
 * Lays version 0.2.0 in a process that is killed before its n-th step on the disk, for each n, until it is through; then
 * starts the launcher, and where the old version ran lays it again. Answers which version ran first after each kill.
 */
export async function killedInstalls(world: UpdateWorld, steps: Iterable<number>): Promise<Map<number, string>> {
  const path = await world.make('0.2.0', 'good')
  const first = new Map<number, string>()
  for (const step of steps) {
    await asBefore(world)
    if (!install(world, path, step)) return first
    const { code, ran, output } = await world.launch()
    expect({ code, ran: ran.length }, `step ${step}: ${output}`).toEqual({ code: 0, ran: 1 })
    first.set(step, ran[0]!)
    if (ran[0] === '0.2.0') continue
    expect(install(world, path, 0), `step ${step}, again`).toBe(false)
    expect((await world.launch()).ran, `step ${step}, again`).toEqual(['0.2.0'])
  }
  return first
}

/** Version 0.1.0 alone; what a kill left half done stays. */
async function asBefore({ base }: UpdateWorld): Promise<void> {
  for (const name of ['next.json', 'versions/0.2.0.json', 'versions/0.2.0'])
    await rm(join(base, name), { recursive: true, force: true })
  await writeFile(join(base, 'state.json'), JSON.stringify({ current: '0.1.0', failed: [] }))
}

/** Whether it was killed; step 0 never comes. Throws when it failed by itself. */
function install({ base, key }: UpdateWorld, path: string, step: number): boolean {
  const { signal, status, stderr } = spawnSync(
    process.execPath,
    ['--import', join(ROOT, 'test/shells/update-killer.mjs'), join(ROOT, 'test/shells/update-installer.ts')],
    { env: { ...process.env, KILL_AT: String(step), BASE: base, PACKAGE: path, KEY: key }, encoding: 'utf8' },
  )
  if (signal !== 'SIGKILL' && status !== 0) throw new Error(stderr)
  return signal === 'SIGKILL'
}
