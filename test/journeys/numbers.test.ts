import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { archive } from '../../shared-types/src/domains/archive/index.ts'
import { population } from '../../shared-types/src/domains/population/index.ts'
import { residencePermits } from '../../shared-types/src/domains/residence-permits/index.ts'
import { addMonths } from '../../shared-types/src/engine/day.ts'
import type { Domain } from '../../shared-types/src/model/domain.ts'
import { type Centre, centre, type TestWindow, testWindow } from '../harness.ts'
import { APPLICATION, accept, data, gapAccount, layCard, register, STATION } from './permit.ts'

/** Blocks so small that they run out within a test. */
const domains: Domain[] = [
  archive,
  population,
  {
    ...residencePermits,
    series: { ...residencePermits.series, receipt: { ...residencePermits.series.receipt!, block: 3 } },
  },
]

describe('receipt numbers without the centre', () => {
  const here = { faults: [] as unknown[] } as { centre: Centre; windows: TestWindow[]; faults: unknown[] }
  let today = ''
  beforeAll(async () => {
    here.centre = await centre({ domains, faults: here.faults })
    here.windows = []
    for (const login of ['zhangwei', 'lijing']) {
      const window = await testWindow({ centre: here.centre, unit: STATION, domains })
      here.windows.push(window)
      await window.signIn(login)
      await window.sync()
    }
    today = (await here.windows[0]!.call('session.state', {})).today
  })
  afterAll(async () => {
    for (const window of here.windows) await window.close()
    await here.centre?.stop()
  })
  const acceptPerson = async (window: TestWindow, person: number) => {
    await layCard(window, person)
    await register(window, addMonths(today, -8))
    return accept(window)
  }
  const left = async (window: TestWindow) =>
    (await window.call('numbers.leases', {}))
      .filter(l => l.series === 'residence-permits.receipt')
      .reduce((sum, l) => sum + l.left, 0)

  test('two windows never give the same number, and a window whose numbers are used up says so and keeps what was typed', async () => {
    const [one, two] = here.windows as [TestWindow, TestWindow]
    for (const window of here.windows) await window.plug(false)
    const drawn: string[] = []
    for (const [window, persons] of [
      [one, [0, 1, 3]],
      [two, [4, 7, 8]],
    ] as const)
      for (const person of persons) {
        const { answer } = await acceptPerson(window, person)
        expect(answer.problems.map(p => p.text)).toEqual([])
        drawn.push(answer.drawn![0]!.number)
      }
    expect(drawn.map(n => Number(n.slice(-6))).sort()).toEqual([1, 2, 3, 4, 5, 6])
    expect(await left(one)).toBe(0)

    await layCard(one, 9)
    await register(one, addMonths(today, -8))
    const typed = await one.call('card.read', { type: APPLICATION })
    await one.call('drafts.save', { id: 'd-1', type: APPLICATION, patch: { ...typed!.patch, note: '号码用完时填的' } })
    await expect(accept(one)).rejects.toMatchObject({ code: 'offline', text: expect.stringContaining('受理') })
    expect(await one.call('drafts.list', {})).toMatchObject([{ id: 'd-1', patch: { note: '号码用完时填的' } }])
    expect((await one.call('cases.list', { type: APPLICATION, text: typed!.name })).total).toBe(0)
  })

  test('with the centre back new numbers come, and the same form goes through', async () => {
    const [one, two] = here.windows as [TestWindow, TestWindow]
    for (const window of here.windows) await window.plug(true)
    expect(await left(one)).toBe(3)
    const { id, answer } = await accept(one)
    expect(answer.problems.map(p => p.text)).toEqual([])
    await one.sync()
    await two.sync()
    expect(await data(two, id)).toMatchObject({ receiptNo: answer.drawn![0]!.number })
    for (const window of here.windows)
      expect(await window.call('status', {})).toMatchObject({ unsent: 0, refused: 0, unconfirmed: 0 })
  })

  test('the gap account explains every number', async () => {
    const rows = await gapAccount(here.centre, today, domains)
    const each = rows.flatMap(r => Array.from({ length: r.to - r.from + 1 }, (_, i) => [r.from + i, r.fate] as const))
    expect(each.map(([n]) => n)).toEqual(Array.from({ length: 12 }, (_, i) => i + 1))
    expect(each.filter(([, fate]) => fate === 'used')).toHaveLength(7)
    expect(each.filter(([, fate]) => fate === 'held')).toHaveLength(5)
    expect(here.faults).toEqual([])
  })
})
