/** A window of the three days, as a process of its own, where somebody works by the hour. */
import { setTimeout as sleep } from 'node:timers/promises'
import { addMonths } from '../../../shared-types/src/engine/day.ts'
import { createPeople } from '../../../sync-server/src/demo/invented-person.ts'
import { createRandom } from '../../../sync-server/src/demo/random.ts'
import { type Centre, testWindow } from '../../harness.ts'
import { APPLICATION, admitPrinter, PERMIT, RESIDENT } from '../../journeys/permit.ts'
import { clerkDeeds, type Desk } from './deeds.ts'
import type { FromWindow, Hour, ToWindow, WindowOrder } from './messages.ts'
import { reviewerDeeds } from './reviewer-deeds.ts'
import { sample } from './sample.ts'

const order = JSON.parse(process.argv[2]!) as WindowOrder
const say = (message: FromWindow) => process.send!(message)
const random = createRandom(order.seed)

if (order.bureauCode)
  await admitPrinter({ address: order.server, code: async () => order.bureauCode! } as unknown as Centre)
const window = await testWindow({ folder: order.folder })
await window.call('session.enrol', { server: order.server, code: order.code, name: '窗口' })
await window.signIn(order.login)
await window.sync()

const { today } = await window.call('session.state', {})
const desk: Desk = { window, random, invent: createPeople(random, addMonths(today, -1)), waiting: [], serial: 0 }
const deeds = order.task === 'clerk' ? clerkDeeds(desk) : reviewerDeeds(desk)
const names = Object.keys(deeds)

process.on('message', async (message: ToWindow) => {
  if (message.kind === 'work') say({ kind: 'hour', ...(await work(message.until)) })
  if (message.kind === 'rest') say({ kind: 'hour', sample: await sample(), done: {}, hindered: {} })
  if (message.kind === 'end') await end()
})
say({ kind: 'ready' })

/** Deed after deed until that time, with a breath between; who was locked out or signed out comes back first. */
async function work(until: number): Promise<Hour> {
  const done: Record<string, number> = {}
  const hindered: Record<string, number> = {}
  const count = (counts: Record<string, number>, name: string) => (counts[name] = (counts[name] ?? 0) + 1)
  await present()
  while (Date.now() < until) {
    const name = random.pick(names)
    await window.call('session.touch', {})
    const why = await deeds[name]!().catch((error: unknown) => `${(error as { code?: string }).code ?? error}`)
    if (why) count(hindered, `${name}: ${why}`)
    else count(done, name)
    await sleep(random.whole(10, 60))
  }
  window.notices.length = 0
  return { sample: await sample(), done, hindered }
}

/** In the evening the window locks by itself; in the morning somebody signs in anew or opens it. */
async function present(): Promise<void> {
  const { person, locked } = await window.call('session.state', {})
  if (person && locked && random.chance(0.5)) await window.call('session.unlock', { password: 'Chuangtai-2026' })
  else if (person && locked) {
    await window.call('session.signOut', {})
    await window.signIn(order.login)
  } else if (!person) await window.signIn(order.login)
}

async function end(): Promise<void> {
  await present()
  await window.call('demo.network', { on: true })
  for (let tries = 0; tries < 60; tries++) {
    await window.sync().catch(() => sleep(500))
    const { unsent, network } = await window.call('status', {})
    if (network === 'online' && !unsent) break
  }
  const { unsent, refused } = await window.call('status', {})
  const cases: Record<string, number> = {}
  for (const type of [RESIDENT, APPLICATION, PERMIT]) cases[type] = (await window.call('cases.list', { type })).total
  say({ kind: 'ended', unsent, refused, cases })
  await window.close()
  process.disconnect()
}
