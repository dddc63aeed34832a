/** A window is killed at each exchange with the seal machine; then every stamp that fell must be known, once. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { simulatedSeal } from '../../native-bridges/src/drivers/seal.simulator.ts'
import { centre, testWindow } from '../harness.ts'
import { STATION } from '../journeys/permit.ts'
import { admitSeal, approved } from '../journeys/seals.ts'
import type { FromSealWindow, SealOrder, SealStanding } from './seal.messages.ts'

const MACHINE = 'SEAL-KILL-1'
const COMPILED = join(tmpdir(), 'chuangtai-kill-compiled')

export interface SealDeath {
  /** At which exchange with the machine it was killed; 0: it ended by itself. */
  at: number
  /** Stamps that fell during this life. */
  fell: number
  /** Stamps that a person was asked about afterwards. */
  asked: number
  /** Stamps recorded as fallen and as missed during this life. */
  recorded: { fell: number; missed: number }
}

/**
 * A window that stamps is killed by SIGKILL when its machine hears the exchange of each of these numbers (all until one
 * life ends by itself, when left out), then opened again, where a person settles what is asked by the counter.
 */
export async function killWhileStamping(exchanges?: readonly number[]): Promise<SealDeath[]> {
  const heard = { count: 0, kill: () => {}, at: 0 }
  const seal = await simulatedSeal({
    id: MACHINE,
    name: '印章机',
    stampMs: 20,
    onRequest: () => {
      if (++heard.count === heard.at) heard.kill()
    },
  })
  const folder = await mkdtemp(join(tmpdir(), 'chuangtai-seal-kill-'))
  const id = await ready(folder, seal.addresses.list()[0] as { host: string; port: number })
  const deaths: SealDeath[] = []
  let before = { count: 0, fell: 0, missed: 0 }
  for (const at of exchanges ?? Array.from({ length: 60 }, (_, i) => i + 1)) {
    const ended = await life(folder, id, kill => Object.assign(heard, { count: 0, at, kill }))
    heard.at = 0
    // What had been triggered falls, whoever is dead.
    await sleep(60)
    const { open, states } = await look(folder, id)
    const now = {
      count: seal.controls.count(),
      fell: states.filter(s => s === 'fell').length,
      missed: states.filter(s => s === 'missed').length,
    }
    const recorded = { fell: now.fell - before.fell, missed: now.missed - before.missed }
    deaths.push({ at: ended ? 0 : at, fell: now.count - before.count, asked: open, recorded })
    before = now
    if (ended && !exchanges) break
  }
  await seal.close()
  await rm(folder, { recursive: true, force: true })
  return deaths
}

/** An enrolled window with the machine set up and an approved request for many stamps. Answers the request. */
async function ready(folder: string, at: { host: string; port: number }): Promise<string> {
  const place = await centre()
  await admitSeal(place, MACHINE)
  const clerk = await testWindow({ centre: place, unit: STATION, folder, demo: undefined })
  const other = await testWindow({ centre: place, unit: STATION })
  await clerk.signIn('zhangwei')
  await other.signIn('liuqiang')
  const id = await approved(clerk, other, 150)
  await clerk.call('session.signOut', {})
  await other.close()
  await setUp(clerk, at)
  await clerk.close()
  await place.stop()
  return id
}

async function setUp(window: Awaited<ReturnType<typeof testWindow>>, at: { host: string; port: number }) {
  await window.signIn('guofeng')
  await window.call('devices.useSeals', { machine: { id: MACHINE, unit: 1, at: { host: at.host, port: at.port } } })
}

/** Answers whether the window ended by itself. */
async function life(folder: string, id: string, armed: (kill: () => void) => void): Promise<boolean> {
  const child = run({ folder, id, task: 'stamp' })
  const gone = once(child, 'exit')
  const stamped = heardFrom(child, 'stamped').then(() => true)
  await heardFrom(child, 'ready')
  armed(() => child.kill('SIGKILL'))
  const ended = await Promise.race([stamped, gone.then(() => false)])
  child.kill('SIGKILL')
  await gone
  return ended
}

async function look(folder: string, id: string): Promise<SealStanding> {
  const child = run({ folder, id, task: 'look' })
  const gone = once(child, 'exit')
  const failed = gone.then(([code]) => {
    throw new Error(`The window that looks ended with ${code}`)
  })
  const standing = await Promise.race([heardFrom(child, 'standing'), failed])
  failed.catch(() => undefined)
  child.kill('SIGKILL')
  await gone
  return standing
}

const run = (order: SealOrder) =>
  fork(join(import.meta.dirname, 'seal.window.ts'), [JSON.stringify(order)], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    env: { NODE_COMPILE_CACHE: COMPILED, ...process.env },
  })

const heardFrom = <S extends FromSealWindow['say']>(child: ChildProcess, say: S) =>
  new Promise<Extract<FromSealWindow, { say: S }>>(resolve => {
    child.on('message', (message: FromSealWindow) => {
      if (message.say === say) resolve(message as Extract<FromSealWindow, { say: S }>)
    })
  })
