import { expect } from 'vitest'
import { centre, type TestWindow, testWindow } from '../harness.ts'
import { BLANK, STATION } from '../journeys/permit.ts'
import { type FaultProxy, faultProxy, randomOf } from './proxy.ts'

/** Of a hundred requests, how many meet a fault. */
const BAD = 45

/**
 * Two whole windows work against a centre over a bad line; then the line is good again. Every
 * act that was said to be saved is at the centre once or refused in the inbox, and both windows show the same.
 */
export async function overABadLine(seed: number, acts: number): Promise<FaultProxy['struck']> {
  const at = await centre()
  const proxy = await faultProxy(at.address, seed)
  const open: TestWindow[] = []
  try {
    for (const login of ['zhangwei', 'lijing']) {
      const window = await testWindow({ centre: { ...at, address: proxy.address }, unit: STATION })
      open.push(window)
      await window.signIn(login)
      await window.sync()
    }
    const [one, other] = open as [TestWindow, TestWindow]
    const saved = new Map<TestWindow, number>([
      [one, 0],
      [other, 0],
    ])
    const random = randomOf(seed + 1)
    proxy.faulty = BAD
    for (let n = 0; n < acts; n++) {
      const window = random() < 0.5 ? one : other
      if (await acted(window, seed, n, random)) saved.set(window, saved.get(window)! + 1)
      if (random() < 0.4) await (random() < 0.5 ? one : other).sync().catch(() => undefined)
    }
    proxy.faulty = 0
    for (let round = 0; round < 3; round++) for (const window of open) await window.sync()
    await compared(at.running.parts.store.db, open, saved)
    return proxy.struck
  } finally {
    for (const window of open) await window.close()
    await proxy.stop()
    await at.stop()
  }
}

/** Takes in a new blank card or hands one out that is there. Whether it was said to be saved. */
async function acted(window: TestWindow, seed: number, n: number, random: () => number): Promise<boolean> {
  const { rows } = await window.call('cases.list', { type: BLANK })
  const there = rows[Math.floor(random() * rows.length)]
  const { today } = await window.call('session.state', {})
  const wish =
    there && random() < 0.5
      ? { id: there.id, act: 'hand', patch: { holder: `${n}号窗口` } }
      : {
          id: (await window.call('cases.blank', { type: BLANK })).id,
          act: 'receive',
          patch: { serial: `S${seed}${String(n).padStart(4, '0')}`, batch: 'B2026-01', receivedOn: today },
        }
  return (await window.call('cases.act', { type: BLANK, ...wish })).problems.length === 0
}

type Db = Awaited<ReturnType<typeof centre>>['running']['parts']['store']['db']

async function compared(db: Db, windows: readonly TestWindow[], saved: ReadonlyMap<TestWindow, number>): Promise<void> {
  const rows = await db.selectFrom('events').select(['id', 'station', 'verdict']).where('type', '=', BLANK).execute()
  const shown: unknown[] = []
  for (const window of windows) {
    const { station } = await window.call('settings.read', {})
    const own = rows.filter(row => row.station === station!.id)
    const refused = own.filter(row => row.verdict === 'refused')
    expect(own, 'each act is at the centre, once').toHaveLength(saved.get(window)!)
    expect(await window.call('status', {})).toMatchObject({ unsent: 0, refused: refused.length })
    expect((await window.call('inbox.list', {})).map(item => item.event).sort()).toEqual(refused.map(r => r.id).sort())
    const list = await window.call('cases.list', { type: BLANK })
    shown.push(list.rows.map(({ id, state, cells }) => ({ id, state, cells })).sort((a, b) => (a.id < b.id ? -1 : 1)))
  }
  expect(shown[0]).toEqual(shown[1])
}
