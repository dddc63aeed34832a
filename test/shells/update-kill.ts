import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'vitest'
import { launcherState } from '../../desktop/src/core/update-place.ts'
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

/**
 * Lets a laid version 0.2.0 be tried by a launcher that is killed before its n-th step on the disk, for each n, until it is
 * through. Answers after how many further starts the version was the one that runs, for each kill.
 */
export async function killedLaunches(world: UpdateWorld, steps: Iterable<number>): Promise<Map<number, number>> {
  const path = await world.make('0.2.0', 'good')
  const starts = new Map<number, number>()
  for (const step of steps) {
    await asBefore(world)
    expect(install(world, path, 0)).toBe(false)
    if (!(await launchKilled(world, step))) return starts
    const current = async () => (await launcherState(world.base)).current
    let further = 0
    while (further < 4 && (await current()) !== '0.2.0') {
      further += 1
      const { code, output } = await world.launch()
      expect(code, `step ${step}: ${output}`).toBe(0)
    }
    starts.set(step, further)
  }
  return starts
}

/** Whether the launcher was killed. What it had started is let go on to its own end first. */
async function launchKilled({ base }: UpdateWorld, step: number): Promise<boolean> {
  const args = ['--import', join(ROOT, 'test/shells/update-killer.mjs'), join(base, 'launcher.mjs')]
  const env = { ...process.env, KILL_AT: String(step) }
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'] })
  const parts = [child.stdout, child.stderr].map(stream => stream.resume())
  // The pipes are closed by the last process that has them.
  await Promise.all([...parts.map(stream => once(stream, 'close')), once(child, 'exit')])
  return child.signalCode === 'SIGKILL'
}
