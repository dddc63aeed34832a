import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { CaseEvent } from '../../shared-types/src/model/case.ts'
import { CENTRE } from '../../shared-types/src/model/person.ts'
import { HEADERS, PROTOCOL, type PushAnswer, ROUTES } from '../../shared-types/src/protocol.ts'
import { IN_TURN } from '../../test/databases.ts'
import { verifyLog } from '../src/audit-verify.ts'
import { centreActs } from '../src/centre-acts.ts'
import { type Deployment, deployments, eventBy } from './deployment.ts'
import { type Window, windowOf } from './window.ts'

const letter = (patch: CaseEvent['patch'], rest: Partial<CaseEvent> = {}) => ({
  type: 'mail.letter',
  act: 'edit',
  patch,
  ...rest,
})
const ids = (window: Window) => [...window.held.keys()].sort()

describe.each(IN_TURN)('sync on %s', name => {
  const open = deployments(name)

  async function two(): Promise<{ d: Deployment; s1: Window; s2: Window; d1: Window; city: Window }> {
    const d = await open()
    const s1 = windowOf(d, await d.station('S1', '01'))
    const s2 = windowOf(d, await d.station('S2', '01'))
    const d1 = windowOf(d, await d.station('D1', '01'))
    const city = windowOf(d, await d.station('C', '01'))
    return { d, s1, s2, d1, city }
  }

  test('what one window says another in scope reads, and one out of scope does not', async () => {
    const { d, s1, s2, d1 } = await two()
    const event = eventBy(d, s1.station, d.people.s1clerk, letter({ text: '𠮷"\'\\' }))
    const [verdict] = await s1.push(event)
    expect(verdict).toMatchObject({ id: event.id, verdict: 'accepted', problems: [] })
    for (const window of [s1, s2, d1]) await window.pull()
    expect(s1.held.get(event.id)).toEqual({ ...event, seq: verdict!.seq, verdict: 'accepted', problems: [] })
    expect(ids(d1)).toEqual([event.id])
    expect(ids(s2)).toEqual([])
    expect(d.faults).toEqual([])
  })

  test('a repeat gets the first verdict, changes nothing, and tells a stranger nothing', async () => {
    const { d, s1, s2 } = await two()
    const event = eventBy(d, s1.station, d.people.s1clerk, letter({ text: 'a' }))
    const first = await s1.push(event)
    const again = await s1.push(event, { ...event, patch: { text: 'b' } })
    expect(again).toEqual([first[0]])
    const stranger = await s2.push({ ...event, station: s2.station.id })
    expect(stranger).toEqual([
      { id: event.id, verdict: 'refused', seq: 0, problems: [{ code: 'unknown', with: { why: 'id' } }] },
    ])
    await s1.pull()
    expect(s1.held.get(event.id)!.patch).toEqual({ text: 'a' })
    expect((await d.parts.store.cases.get([event.caseId])).get(event.caseId)?.version).toBe(1)
  })

  test('a stale edit of another station is refused, kept with its reason, and comes back to its own station only', async () => {
    const { d, s1, d1 } = await two()
    const begin = eventBy(d, s1.station, d.people.s1clerk, letter({ text: 'a' }))
    const [first] = await s1.push(begin)
    const here = eventBy(
      d,
      s1.station,
      d.people.s1clerk,
      letter({ text: 'b' }, { caseId: begin.caseId, base: first!.seq }),
    )
    const there = eventBy(
      d,
      d1.station,
      d.people.s1clerk,
      letter({ text: 'c' }, { caseId: begin.caseId, base: first!.seq }),
    )
    expect((await s1.push(here))[0]).toMatchObject({ verdict: 'accepted' })
    const [refused] = await d1.push(there)
    expect(refused).toMatchObject({ verdict: 'refused', problems: [{ code: 'stale', field: 'text' }] })
    expect(await d1.push(there)).toEqual([refused])
    for (const window of [s1, d1]) await window.pull()
    expect(d1.held.get(there.id)).toMatchObject({
      verdict: 'refused',
      seq: refused!.seq,
      problems: refused!.problems,
      patch: { text: 'c' },
    })
    expect(s1.held.has(there.id)).toBe(false)
    expect(ids(s1)).toEqual([begin.id, here.id].sort())
  })

  test('one bad row never fails the batch', async () => {
    const { d, s1 } = await two()
    const good = eventBy(d, s1.station, d.people.s1clerk, letter({ text: 'good' }))
    const make = (change: object) => ({ ...eventBy(d, s1.station, d.people.s1clerk, letter({ text: 'x' })), ...change })
    const rows = [
      make({ at: 'yesterday' }),
      make({ patch: { text: 'DEEP' } }),
      make({ patch: 7 }),
      null,
      make({ type: 'mail.nothing' }),
      make({ type: 'toString' }),
      make({ act: 'constructor' }),
      make({ patch: { constructor: 1 } }),
      make({ patch: { text: 'nul\0' } }),
      make({ patch: { text: '\ud800' } }),
      make({ patch: { lines: [{ what: '\udc00' }] } }),
      make({ patch: { text: 5, lines: 'no', scan: {}, openOn: [] } }),
      make({ station: randomUUID() }),
      make({ by: { id: 'x', post: 'y', role: 'clerk', unit: 'S1' } }),
      make({ caseId: good.caseId, type: 'library-loans.book' }),
      make({ group: { id: randomUUID(), size: 2, place: 0 } }),
      good,
    ]
    // JSON.stringify could not write what JSON.parse can read.
    const deep = (by: number) =>
      JSON.stringify({ events: rows }).replace('"DEEP"', `${'['.repeat(by)}${']'.repeat(by)}`)
    // What no window can say is refused before it is parsed, whoever stands beside it.
    expect((await s1.ask('POST', ROUTES.push, deep(20_000))).status).toBe(400)
    const sent = deep(50)
    const { status, body } = await s1.ask<PushAnswer>('POST', ROUTES.push, sent)
    expect(status).toBe(200)
    expect(body.verdicts).toHaveLength(rows.length)
    expect(body.verdicts.filter(v => v.verdict === 'accepted').map(v => v.id)).toEqual([good.id])
    for (const v of body.verdicts) if (v.verdict === 'refused') expect(v.problems.length).toBeGreaterThan(0)
    await s1.pull()
    expect(d.faults).toEqual([])
    const after = eventBy(d, s1.station, d.people.s1clerk, letter({ text: 'after' }))
    expect((await s1.push(after))[0]!.verdict).toBe('accepted')
  })

  test('an event that breaks the program is refused for good and reported, and those beside it are not', async () => {
    const { d, s1 } = await two()
    const make = (type: string) => eventBy(d, s1.station, d.people.s1clerk, { type, act: 'edit', patch: { text: 'x' } })
    const events = [make('mail.letter'), make('mail.trap'), make('mail.letter')]
    const verdicts = await s1.push(...events)
    expect(verdicts.map(v => v.verdict)).toEqual(['accepted', 'refused', 'accepted'])
    expect(verdicts[1]!.problems).toEqual([{ code: 'unknown', with: { why: 'fault' } }])
    expect(await s1.push(...events)).toEqual(verdicts)
    expect(d.faults).toHaveLength(1)
    expect(d.faults[0]).toContain(`event ${events[1]!.id}: Error: There is no record type mail.nowhere`)
  })

  test('a batch that is no batch is refused as a whole, and so is another protocol', async () => {
    const { s1 } = await two()
    expect((await s1.ask('POST', ROUTES.push, { events: Array.from({ length: 201 }, () => ({})) })).status).toBe(400)
    expect((await s1.ask('POST', ROUTES.push, '{')).body).toEqual({ error: 'bad-request' })
    expect((await s1.ask('POST', ROUTES.push, 'x'.repeat(3_000_000))).body).toEqual({ error: 'too-large' })
    const old = await s1.ask('GET', ROUTES.pull, undefined, { [HEADERS.protocol]: '0' })
    expect(old).toEqual({ status: 400, body: { error: 'protocol', detail: String(PROTOCOL) } })
    expect((await s1.ask('GET', `${ROUTES.pull}?seq=-1`)).body).toEqual({ error: 'bad-request', detail: 'seq' })
    expect((await s1.ask('GET', '/api/elsewhere')).body).toEqual({ error: 'not-found' })
  })

  test('a group is accepted or refused as one', async () => {
    const { d, s1 } = await two()
    const who = d.people.s1clerk
    const book = eventBy(d, s1.station, who, {
      type: 'library-loans.book',
      act: 'shelve',
      patch: { barcode: 'B0001', title: '红楼梦', kind: 'book' },
    })
    expect((await s1.push(book))[0]).toMatchObject({ verdict: 'accepted' })
    const lease = await s1.ask<{ from: number; to: number }>('POST', ROUTES.leases, {
      series: 'library-loans.slip',
      year: 2026,
    })
    expect(lease.status).toBe(200)
    const lend = (slip: string, barcode: string) => {
      const loan = eventBy(d, s1.station, who, {
        type: 'library-loans.loan',
        act: 'lend',
        patch: {
          readerId: '11010519491231002X',
          reader: '张三',
          home: { area: '110105' },
          term: 'short',
          barcode,
          slip,
          lentOn: '2026-03-02',
          lentAt: d.clock.now,
          lentBy: who.id,
          branch: 'S1',
          dueOn: '2026-03-30',
        },
      })
      const out = eventBy(d, s1.station, who, {
        type: 'library-loans.book',
        act: 'lend',
        caseId: book.caseId,
        patch: {},
        base: 1,
      })
      const group = { id: loan.id, size: 2 }
      return [
        { ...loan, group: { ...group, place: 0 } },
        { ...out, group: { ...group, place: 1 } },
      ] as const
    }
    const alone = lend('LS12026-00001', 'B0001')[0]
    expect((await s1.push(alone))[0]).toMatchObject({ verdict: 'refused', problems: [{ code: 'group' }] })
    const outside = lend('LS12026-09999', 'B0001')
    const verdicts = await s1.push(...outside)
    expect(verdicts.map(v => v.verdict)).toEqual(['refused', 'refused'])
    expect(verdicts.map(v => v.problems[0]!.code)).toEqual(['number', 'group'])
    const good = lend('LS12026-00001', 'B0001')
    expect((await s1.push(...[...good].reverse())).map(v => v.problems)).toEqual([[], []])
    // Half of a group again, as after a lost answer.
    expect((await s1.push(good[1]))[0]).toMatchObject({ verdict: 'accepted' })
    const second = lend('LS12026-00002', 'B0001')
    expect((await s1.push(...second)).map(v => v.verdict)).toEqual(['refused', 'refused'])
    const store = d.parts.store
    const state = async (id: string) => (await store.cases.get([id])).get(id)?.state
    expect(await state(book.caseId)).toBe('out')
    expect(await state(good[0].caseId)).toBe('lent')
    expect(await state(second[0].caseId)).toBeUndefined()
  })

  test('who may write: the person must exist, hold that post, and hold it in the station’s unit, below or above it', async () => {
    const { d, s1, d1 } = await two()
    const { s1clerk, s2clerk, d1supervisor } = d.people
    const as = (window: Window, person: typeof s1clerk, by: object = {}) => {
      const event = eventBy(d, window.station, person, letter({ text: 'x' }))
      return window.push({ ...event, by: { ...event.by, ...by } })
    }
    expect((await as(s1, s1clerk))[0]!.verdict).toBe('accepted')
    expect((await as(d1, s2clerk))[0]!.verdict).toBe('accepted')
    expect((await as(s1, d1supervisor))[0]!.problems).not.toContainEqual({ code: 'forbidden', with: { why: 'author' } })
    for (const refused of [
      await as(s1, s2clerk),
      await as(s1, s1clerk, { role: 'administrator' }),
      await as(s1, s1clerk, { unit: 'S2' }),
      await as(s1, s1clerk, { id: s2clerk.id }),
      await as(s1, s1clerk, { post: s2clerk.posts[0]!.id }),
    ])
      expect(refused[0]).toMatchObject({
        verdict: 'refused',
        problems: [{ code: 'forbidden', with: { why: 'author' } }],
      })
  })

  test('a person who left is refused from the moment their station could know, not before', async () => {
    const { d, s1 } = await two()
    const before = d.clock.now
    d.clock.now = '2026-03-05T01:00:00.000Z'
    await d.put({ ...d.people.s1clerk, ended: true })
    const offline = { ...eventBy(d, s1.station, d.people.s1clerk, letter({ text: 'offline' })), seen: before }
    const online = eventBy(d, s1.station, d.people.s1clerk, letter({ text: 'online' }))
    expect((await s1.push(offline, online)).map(v => v.verdict)).toEqual(['accepted', 'refused'])
  })

  test('giving up a refused event is kept and changes no case', async () => {
    const { d, s1 } = await two()
    const wrong = eventBy(d, s1.station, d.people.s1clerk, letter({ nothing: 'x' }))
    await s1.push(wrong)
    const withdraw = (mends: string | undefined) =>
      s1.push(
        eventBy(
          d,
          s1.station,
          d.people.s1clerk,
          letter({ reason: '录入错误' }, { act: 'withdraw', caseId: wrong.caseId, ...(mends && { mends }) }),
        ),
      )
    expect((await withdraw(wrong.id))[0]!.verdict).toBe('accepted')
    expect((await withdraw(undefined))[0]!.verdict).toBe('refused')
    expect((await withdraw(randomUUID()))[0]!.verdict).toBe('refused')
    expect((await d.parts.store.cases.get([wrong.caseId])).size).toBe(0)
  })

  test('what the centre does itself is done once, reaches the windows in scope, and nobody can say it in its name', async () => {
    const { d, s1, s2 } = await two()
    const { store, now, directory } = d.parts
    const act = {
      ...{ id: randomUUID(), caseId: randomUUID(), type: 'mail.letter', unit: 'S1' },
      ...{ act: 'arrive', patch: { text: '提醒' } },
    }
    const done = () => store.transaction(async turn => centreActs(turn, await directory(turn.db), now(), [act]))
    expect(await done()).toEqual([{ id: act.id, seq: expect.any(Number) }])
    expect(await done()).toEqual([])
    for (const window of [s1, s2]) await window.pull()
    expect(s1.held.get(act.id)).toMatchObject({ by: { role: CENTRE, unit: 'S1' }, patch: { openOn: '2026-03-02' } })
    expect(ids(s2)).toEqual([])

    const posing = { by: { id: CENTRE, post: CENTRE, role: CENTRE, unit: 'S1' } } as const
    const posed = eventBy(d, s1.station, d.people.s1clerk, letter({ text: 'a' }, { act: 'arrive', ...posing }))
    const own = eventBy(d, s1.station, d.people.s1clerk, letter({ text: 'a' }, { act: 'arrive' }))
    const [strange, forbidden] = await s1.push(posed, own)
    expect(strange).toMatchObject({ verdict: 'refused' })
    expect(forbidden).toMatchObject({ verdict: 'refused', problems: [{ code: 'forbidden' }] })
    expect((await store.cases.get([posed.caseId, own.caseId])).size).toBe(0)

    const wrong = { ...act, id: randomUUID(), caseId: randomUUID(), act: 'send' }
    const both = [{ ...act, id: randomUUID(), caseId: randomUUID() }, wrong]
    const refused = store.transaction(async turn => centreActs(turn, await directory(turn.db), now(), both))
    await expect(refused).rejects.toThrow('the centre may not send mail.letter')
    expect((await store.cases.get(both.map(each => each.caseId))).size).toBe(0)
    expect((await verifyLog(store.db, { key: d.parts.key.sign.publicKey, anchors: [] })).findings).toEqual([])
  })

  test('audit events are kept and given to nobody', async () => {
    const { d, s1, city } = await two()
    const line = eventBy(d, s1.station, d.people.s1clerk, { type: 'audit', act: 'export', patch: { rows: 3 } })
    expect((await s1.push(line))[0]!.verdict).toBe('accepted')
    const beside = windowOf(d, await d.station('S1', '02'))
    for (const window of [s1, beside, city]) {
      const { documents } = await window.pullOnce()
      expect(documents.map(e => e.id)).not.toContain(line.id)
    }
    const { body } = await d.parts.store.db
      .selectFrom('events')
      .select('body')
      .where('id', '=', line.id)
      .executeTakeFirstOrThrow()
    expect(JSON.parse(body)).toEqual(line)
  })

  test('the day of an event is that of the window, in the zone of the deployment', async () => {
    const { d, s1 } = await two()
    // 00:30 of 3 March in Shanghai; the server itself is days further.
    const at = '2026-03-02T16:30:00.000Z'
    d.clock.now = '2026-03-08T00:00:00.000Z'
    const book = eventBy(d, s1.station, d.people.s1clerk, {
      type: 'library-loans.book',
      act: 'edit',
      patch: { title: 'x', kind: 'book', bought: '2026-03-03' },
      at,
      seen: at,
    })
    const early = { ...book, id: randomUUID(), caseId: randomUUID(), patch: { ...book.patch, bought: '2026-03-04' } }
    expect((await s1.push(book, early)).map(v => v.verdict)).toEqual(['accepted', 'refused'])
  })
})
