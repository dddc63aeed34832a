import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addDays, addMonths } from '../../shared-types/src/engine/day.ts'
import { type Centre, centre, type TestWindow, testWindow } from '../harness.ts'
import { type Postgres, startPostgres } from '../postgres.ts'
import { APPLICATION, accept, admitPrinter, blankCard, done, layCard, register, STATION, stateOf } from './permit.ts'

const postgres: { server?: Postgres } = {}
beforeAll(async () => {
  postgres.server = await startPostgres()
}, 120_000)
afterAll(() => postgres.server?.stop())

const databases: Record<string, () => Promise<string | undefined>> = {
  SQLite: async () => undefined,
  PostgreSQL: () => postgres.server!.database(),
}

describe.each(Object.entries(databases))('a residence permit with the centre on %s', (_name, database) => {
  const here: { centre?: Centre; clerk?: TestWindow; reviewer?: TestWindow; faults: unknown[] } = { faults: [] }
  beforeAll(async () => {
    const url = await database()
    here.centre = await centre({ ...(url && { database: url }), faults: here.faults })
    here.clerk = await testWindow({ centre: here.centre, unit: STATION })
    here.reviewer = await testWindow({ centre: here.centre, unit: STATION })
    await here.clerk.signIn('zhangwei')
    await here.reviewer.signIn('liuqiang')
    await admitPrinter(here.centre)
  })
  afterAll(async () => {
    await here.clerk?.close()
    await here.reviewer?.close()
    await here.centre?.stop()
  })

  test('from the card to the issued permit, with the network cut before acceptance and restored after printing', async () => {
    const { clerk, reviewer } = here as Required<typeof here>
    const { today } = await clerk.call('session.state', {})
    await clerk.sync()
    await layCard(clerk, 0)
    await register(clerk, addMonths(today, -8))
    await blankCard(clerk, 'GZ26000001')
    await clerk.sync()

    await clerk.call('demo.network', { on: false })
    const { id, look, answer } = await accept(clerk)
    expect(look.standing?.now).toBe(true)
    expect(answer.problems.map(p => p.text)).toEqual([])
    expect(answer.drawn).toMatchObject([{ provisional: true }])
    expect(answer.print).toMatchObject({ ended: 'good' })
    expect(await clerk.call('status', {})).toMatchObject({ network: 'offline', unconfirmed: 1 })

    await clerk.call('demo.network', { on: true })
    await clerk.sync()
    await reviewer.sync()
    const review = await reviewer.call('cases.open', { id })
    expect(review).toMatchObject({ state: 'accepted', sending: 'sent' })
    const mine = await clerk.call('cases.act', { type: APPLICATION, id, act: 'pass', patch: {} })
    expect(mine.problems.map(p => p.code)).toEqual(['forbidden'])
    await done(reviewer, APPLICATION, id, 'pass')
    await reviewer.sync()
    await clerk.sync()

    const made = await done(clerk, APPLICATION, id, 'make', { blankNo: 'GZ26000001' })
    expect(made.print).toMatchObject({ ended: 'good' })
    expect(await stateOf(clerk, id)).toBe('made')
    await expect(clerk.call('cases.act', { type: APPLICATION, id, act: 'issue', patch: {} })).rejects.toMatchObject({
      code: 'problems',
    })
    await done(clerk, APPLICATION, id, 'issue', {}, { identity: 'card' })
    await clerk.sync()
    await reviewer.sync()
    expect(await stateOf(reviewer, id)).toBe('issued')

    const permits = await clerk.call('cases.list', { type: 'residence-permits.permit' })
    expect(permits.rows).toMatchObject([{ state: 'valid', sending: 'sent' }])
    const prints = await clerk.call('cases.list', { type: 'residence-permits.print' })
    expect(prints.rows).toMatchObject([{ state: 'good' }])
    const ledger = await clerk.call('balance.run', { domain: 'residence-permits', balance: 'cards', unit: STATION })
    expect(ledger.lines.filter(l => !l.even && l.name !== 'made' && l.name !== 'blanks')).toEqual([])
    expect(here.faults).toEqual([])
  })

  test('not yet eligible: the day is named, and acceptance is refused with the sentence of the guard', async () => {
    const { clerk } = here as Required<typeof here>
    const { today } = await clerk.call('session.state', {})
    await layCard(clerk, 1)
    await register(clerk, addMonths(today, -2))
    const { look, answer } = await accept(clerk)
    expect(look.standing).toMatchObject({ now: false, on: addMonths(addMonths(today, -2), 6) })
    expect(answer.problems).toMatchObject([{ code: 'guard', with: { guard: 'entitled' } }])
    expect(addDays(today, 1) < look.standing!.on!).toBe(true)
  })
})
