import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addDays, addMonths, addYears } from '../../shared-types/src/engine/day.ts'
import { type Centre, centre, type TestWindow, testWindow } from '../harness.ts'
import { APPLICATION, accept, admitPrinter, data, done, firstPermit, layCard, PERMIT, STATION } from './permit.ts'

/** Noon in China, of the day to which the test has turned the clocks. */
const clock = { day: '2026-03-10' }
const now = () => `${clock.day}T04:00:00.000Z`

describe('the yearly endorsement, with the clocks of the centre and the windows turned', () => {
  const here = { faults: [] as unknown[] } as {
    centre: Centre
    clerk: TestWindow
    reviewer: TestWindow
    faults: unknown[]
  }
  beforeAll(async () => {
    here.centre = await centre({ now, faults: here.faults })
    here.clerk = await testWindow({ centre: here.centre, unit: STATION, now })
    here.reviewer = await testWindow({ centre: here.centre, unit: STATION, now })
    await here.clerk.signIn('zhangwei')
    await here.reviewer.signIn('liuqiang')
    await admitPrinter(here.centre, { now })
    await here.clerk.sync()
  })
  afterAll(async () => {
    await here.clerk?.close()
    await here.reviewer?.close()
    await here.centre?.stop()
  })

  /** Another day: people sign in again, and the windows meet the centre. */
  const turnTo = async (day: string) => {
    clock.day = day
    await here.clerk.signIn('zhangwei')
    await here.reviewer.signIn('liuqiang')
    await bothSync()
    expect((await here.clerk.call('session.state', {})).today).toBe(day)
  }
  const bothSync = async () => {
    for (const window of [here.clerk, here.reviewer, here.clerk]) await window.sync()
    for (const window of [here.clerk, here.reviewer])
      expect(await window.call('status', {})).toMatchObject({ unsent: 0, refused: 0 })
  }
  const flags = async (id: string) => (await here.clerk.call('cases.open', { id })).due.flags
  const endorse = async () => {
    const { id, look, answer } = await accept(here.clerk)
    // Somebody with a permit is told nothing of first permits.
    expect(look.standing).toBeUndefined()
    expect(answer.problems.map(p => p.text)).toEqual([])
    expect(await data(here.clerk, id)).toMatchObject({ kind: 'endorsement' })
    await bothSync()
    await done(here.reviewer, APPLICATION, id, 'endorse')
    await bothSync()
  }

  test('a permit holds for a year, and is offered for endorsement in the last month', async () => {
    await layCard(here.clerk, 0)
    const id = await firstPermit(here.clerk, here.reviewer, 'GZ26000301')
    expect(await data(here.clerk, id)).toMatchObject({
      signedOn: '2026-03-10',
      endorsedUntil: '2027-03-10',
      endorseFrom: '2027-02-10',
    })
    expect(await flags(id)).toEqual([])

    await turnTo('2027-02-09')
    const early = await accept(here.clerk, { kind: 'endorsement', permitUntil: '2027-03-10' })
    expect(early.answer.problems).toMatchObject([{ code: 'guard', with: { guard: 'inWindow' } }])
    await turnTo('2027-02-10')
    expect(await flags(id)).toEqual(['dueSoon'])
    expect((await here.clerk.call('menu', {})).find(d => d.desk === 'dueSoon')).toMatchObject({ waiting: 1 })
  })

  test('in time: the next year counts from the anniversary', async () => {
    const { rows } = await here.clerk.call('cases.list', { type: PERMIT })
    const { id } = rows[0]!
    await turnTo('2027-03-10')
    expect(await flags(id)).toEqual(['dueSoon'])
    await endorse()
    expect(await data(here.clerk, id)).toMatchObject({
      endorsedUntil: addYears('2027-03-10', 1),
      endorseFrom: addMonths('2028-03-10', -1),
      endorsedOn: '2027-03-10',
      countedFrom: '2026-03-10',
    })
    expect(await flags(id)).toEqual([])
  })

  test('late: suspended from the day after, until the endorsement counts the years anew', async () => {
    const { rows } = await here.clerk.call('cases.list', { type: PERMIT })
    const { id } = rows[0]!
    await turnTo('2028-03-10')
    expect(await flags(id)).toEqual(['dueSoon'])
    await turnTo(addDays('2028-03-10', 1))
    expect(await flags(id)).toEqual(['suspended'])
    const suspended = await here.clerk.call('cases.list', { type: PERMIT, flag: 'suspended' })
    expect(suspended.rows.map(r => r.id)).toEqual([id])

    await turnTo('2028-05-31')
    await endorse()
    expect(await flags(id)).toEqual([])
    expect(await data(here.clerk, id)).toMatchObject({
      countedFrom: '2028-05-31',
      endorsedUntil: '2029-05-31',
      endorseFrom: '2029-04-30',
    })
    expect((await here.clerk.call('cases.list', { type: PERMIT, flag: 'suspended' })).total).toBe(0)
    expect(here.faults).toEqual([])
  })
})
