import { describe, expect, test, vi } from 'vitest'
import type { CaseEvent } from '../../shared-types/src/model/case.ts'
import type { Person } from '../../shared-types/src/model/person.ts'
import { HEADERS, ROUTES } from '../../shared-types/src/protocol.ts'
import type { CaseListAnswer, CaseListRequest } from '../../shared-types/src/protocol-lists.ts'
import { IN_TURN } from '../../test/databases.ts'
import { openDatabase } from '../src/database.ts'
import { createRandom } from '../src/demo/random.ts'
import { endSession, openSession } from '../src/sessions.ts'
import { openStore } from '../src/store.ts'
import { type Deployment, deployments, eventBy } from './deployment.ts'
import { type Made, signedHead } from './signed.ts'
import { windowOf } from './window.ts'

const covering = deployments('sqlite')

describe.each(IN_TURN)('lists of the centre on %s', name => {
  const open = deployments(name)

  test('page by page each sees what the station holds and the post may read, once and in order', async () => {
    const d = await open()
    const world = await letters(d)
    const { s1clerk, d1supervisor } = d.people
    for (const [at, person, mine] of [
      [world.s1, s1clerk, (e: CaseEvent) => e.by.unit === 'S1'],
      [world.d1, d1supervisor, (e: CaseEvent) => ['S1', 'S2', 'D1'].includes(e.by.unit)],
      // A supervisor of the district at a police station: the station holds no more than its own.
      [world.s1, d1supervisor, (e: CaseEvent) => e.by.unit === 'S1'],
    ] as const) {
      const wanted = world.events.filter(mine).map(e => e.caseId)
      expect(wanted.length).toBeGreaterThan(5)
      for (const down of [true, false]) {
        const pages = await everyPage(d, at, person, { type: 'mail.letter', down, limit: 7 })
        expect(new Set(pages)).toEqual(new Set(wanted))
        expect(pages).toHaveLength(wanted.length)
        const found = await d.parts.store.cases.get(pages)
        const order = pages.map(id => found.get(id)!.updatedAt)
        expect(order).toEqual(down ? order.toSorted().reverse() : order.toSorted())
      }
      const { total } = await listOf(d, at, person, { type: 'mail.letter', limit: 1, count: true })
      expect(total).toBe(wanted.length)
    }
  })

  test('states, units, keys and posts narrow it; what is no key, not there or not theirs is refused', async () => {
    const d = await open()
    const world = await letters(d)
    const { d1supervisor, s1clerk, d2helper } = d.people
    const ask = (more: Partial<CaseListRequest>, person: Person = d1supervisor, at = world.d1) =>
      listOf(d, at, person, { type: 'mail.letter', limit: 200, ...more })
    const ids = async (more: Partial<CaseListRequest>) => new Set((await ask(more)).rows.map(row => row.id))
    const of = (keep: (e: CaseEvent) => boolean) => new Set(world.events.filter(keep).map(e => e.caseId))
    expect(await ids({ unit: 'S2' })).toEqual(of(e => e.by.unit === 'S2'))
    expect(await ids({ unit: 'S3' })).toEqual(new Set())
    expect((await ids({ states: ['sent'] })).size).toBe(0)
    expect((await ids({ states: ['draft', 'sent'] })).size).toBe(of(e => e.by.unit !== 'S3').size)
    const one = world.events.find(e => e.by.unit === 'S1')!
    expect(await ids({ keys: { text: one.patch.text as string } })).toEqual(new Set([one.caseId]))
    expect((await ask({ keys: { text: one.patch.text as string }, count: true })).total).toBe(1)
    const elsewhere = world.events.find(e => e.by.unit === 'S3')!
    expect((await ask({ keys: { text: elsewhere.patch.text as string }, count: true })).total).toBe(0)

    const refused = async (more: Partial<CaseListRequest>, person?: Person, at?: Made) =>
      (await asked(d, at ?? world.d1, person ?? d1supervisor, { type: 'mail.letter', ...more })).status
    expect(await refused({ type: 'mail.none' })).toBe(400)
    expect(await refused({ keys: { to: 'S1' } })).toBe(400)
    expect(await refused({ keys: { secret: 'x' } })).toBe(400)
    expect(await refused({ after: elsewhere.caseId })).toBe(400)
    expect(await refused({ after: 'none' })).toBe(400)
    expect(await refused({ post: s1clerk.posts[0]!.id })).toBe(403)
    expect(await refused({}, d2helper, await d.station('D2', '01'))).toBe(403)
    expect(await refused({}, d.people.security, await d.station('C', '01'))).toBe(403)
    expect(d.faults).toEqual([])
  })

  test('equal questions of equal rights are worked out once, and nobody gets the answer of other rights', async () => {
    const d = await open()
    const { events, s1, d1 } = await letters(d)
    const { s1clerk, s1other, s2clerk, s3clerk, d1supervisor } = d.people
    const both: Person = { ...s1other, id: 'both', posts: [...s1clerk.posts, ...d1supervisor.posts] }
    await d.put(both)
    const [s2, s3] = [await d.station('S2', '12'), await d.station('S3', '12')]
    const of = (...units: string[]) => new Set(events.filter(e => units.includes(e.by.unit)).map(e => e.caseId))
    const supervising = { post: d1supervisor.posts[0]!.id }
    const asking: readonly [Made, Person, Partial<CaseListRequest>, Set<string>][] = [
      [s1, s1clerk, {}, of('S1')],
      [s1, s1other, {}, of('S1')],
      [await d.station('S1', '12'), s1clerk, {}, of('S1')],
      [s2, s2clerk, {}, of('S2')],
      [s3, s3clerk, {}, of('S3')],
      [d1, d1supervisor, {}, of('S1', 'S2')],
      // One person in two posts, and one post at two stations: each time other rights.
      [d1, both, supervising, of('S1', 'S2')],
      [d1, both, {}, of('S1')],
      [s2, d1supervisor, {}, of('S2')],
    ]
    const read = vi.spyOn(d.parts.store, 'read')
    for (const round of [asking, asking.toReversed()]) {
      const pages = await Promise.all(
        round.map(([at, who, more]) => listOf(d, at, who, { type: 'mail.letter', limit: 200, ...more })),
      )
      expect(pages.map(({ rows }) => new Set(rows.map(row => row.id)))).toEqual(round.map(([, , , mine]) => mine))
    }
    const worked = read.mock.calls.length
    expect(worked).toBeGreaterThanOrEqual(new Set(asking.map(([, , , mine]) => [...mine].join())).size)
    // Three ask for the same of S1.
    expect(worked).toBeLessThanOrEqual(asking.length - 2)
    await listOf(d, s1, s1other, { type: 'mail.letter', limit: 200 })
    expect(read).toHaveBeenCalledTimes(worked)
  })

  test('what was written is in the very next answer, whichever server wrote it; what may be seen no more is not', async () => {
    const d = await open()
    const { s1 } = await letters(d)
    const { s1clerk, s1other } = d.people
    const window = windowOf(d, s1)
    const ids = async (person: Person) =>
      (await listOf(d, s1, person, { type: 'mail.letter', limit: 200 })).rows.map(row => row.id)
    await ids(s1other)
    for (let i = 0; i < 5; i++) {
      const made = eventBy(d, s1.station, s1clerk, { type: 'mail.letter', act: 'edit', patch: { text: `new ${i}` } })
      const [[verdict]] = await Promise.all([window.push(made), ids(s1other), ids(s1clerk)])
      expect(verdict?.verdict).toBe('accepted')
      expect(await ids(s1other)).toContain(made.caseId)
    }
    const second = await openDatabase(d.database)
    const store = openStore(second.db, d.parts.kinds)
    const [first] = await ids(s1other)
    await store.transaction(async turn => {
      const c = (await turn.cases.get([first!])).get(first!)!
      const { seq } = await turn.next(number => JSON.stringify(['test', number]))
      await turn.cases.put([{ ...c, unit: 'S3', seq }])
    })
    await second.close()
    expect(await ids(s1other)).not.toContain(first)
    const [post] = s1other.posts
    await d.put({ ...s1other, posts: [{ ...post!, unit: 'S2' }] })
    expect((await asked(d, s1, s1other, { type: 'mail.letter' })).status).toBe(401)
  })

  test('of sessions that ask at once each is judged by itself, and written down as used once a minute', async () => {
    const d = await open()
    const s1 = await d.station('S1', '01')
    const { s1clerk } = d.people
    const { db } = d.parts.store
    const began = d.clock.now
    const sessions: string[] = []
    for (let i = 0; i < 4; i++) sessions.push((await openSession(db, s1.station, s1clerk.id, began)).session)
    const rows = () => db.selectFrom('sessions').select(['id', 'seen_at']).orderBy('id').execute()
    const all = async (more: readonly string[]) =>
      (await Promise.all(more.map(session => asked(d, s1, s1clerk, { type: 'mail.letter' }, session)))).map(
        ({ status }) => status,
      )
    const after = (ms: number) => new Date(Date.parse(began) + ms).toISOString()
    d.clock.now = after(120_000)
    expect(await all([...sessions, 'never was'])).toEqual([200, 200, 200, 200, 401])
    expect((await rows()).map(row => row.seen_at)).toEqual(sessions.map(() => after(120_000)))
    d.clock.now = after(150_000)
    expect(await all(sessions)).toEqual([200, 200, 200, 200])
    const known = await rows()
    expect(known.map(row => row.seen_at)).toEqual(sessions.map(() => after(120_000)))
    await d.parts.store.transaction(turn => endSession(turn, known[0]!.id))
    expect((await all(sessions)).toSorted()).toEqual([200, 200, 200, 401])
    d.clock.now = after(13 * 3_600_000)
    expect(await all(sessions)).toEqual([401, 401, 401, 401])
    expect(d.faults).toEqual([])
  })

  test('fields that the post or the station may not see are not in it', async () => {
    const d = await open()
    const { d1supervisor, s1clerk } = d.people
    const s1 = await d.station('S1', '01')
    const { events } = await letters(d)
    const own = events.find(e => e.by.unit === 'S1')!
    const edit = { type: 'mail.letter', act: 'edit', caseId: own.caseId, base: 1_000_000 }
    await windowOf(d, s1).push(eventBy(d, s1.station, d1supervisor, { ...edit, patch: { secret: 'planted' } }))
    expect(JSON.stringify((await d.parts.store.cases.get([own.caseId])).get(own.caseId))).toContain('planted')
    for (const [at, person] of [
      [s1, s1clerk],
      [s1, d1supervisor],
      [await d.station('D1', '02'), d1supervisor],
    ] as const)
      expect(JSON.stringify(await listOf(d, at, person, { type: 'mail.letter', limit: 200 }))).not.toContain('planted')
  })
})

test('personal numbers are covered, whatever the post', async () => {
  const d = await covering()
  const s1 = await d.station('S1', '01')
  const reader = { readerId: '330402199003071239', reader: '林模拟', phone: '13800000000', barcode: 'B1' }
  const now = d.clock.now
  const times = { creator: 'x', createdAt: now, updatedAt: now, unsent: 0, changedAt: {}, actors: {} }
  const one = { id: 'loan1', type: 'library-loans.loan', unit: 'S1', state: 'lent', version: 1, seq: 1, ...times }
  await d.parts.store.transaction(turn => turn.cases.put([{ ...one, data: reader }]))
  const request = { type: 'library-loans.loan', keys: { readerId: reader.readerId } }
  const { rows } = await listOf(d, s1, d.people.s1clerk, request)
  expect(rows.map(row => row.id)).toEqual(['loan1'])
  expect(rows[0]!.data.reader).toBe(reader.reader)
  expect(JSON.stringify(rows)).not.toMatch(/330402199003071239|13800000000/)
  expect(Object.keys(rows[0]!.covered)).toContain('readerId')
})

/** Forty letters of three police stations, some changed again. */
async function letters(d: Deployment) {
  const random = createRandom(5)
  const at = { S1: await d.station('S1', '11'), S2: await d.station('S2', '11'), S3: await d.station('S3', '11') }
  const by = { S1: d.people.s1clerk, S2: d.people.s2clerk, S3: d.people.s3clerk }
  const events: CaseEvent[] = []
  for (let i = 0; i < 40; i++) {
    const unit = random.pick(['S1', 'S2', 'S3'] as const)
    // Several at the same moment.
    d.clock.now = new Date(Date.parse(d.clock.now) + random.whole(0, 1) * 1000).toISOString()
    const made = eventBy(d, at[unit].station, by[unit], { type: 'mail.letter', act: 'edit', patch: { text: `t${i}` } })
    const [verdict] = await windowOf(d, at[unit]).push(made)
    expect(verdict?.verdict).toBe('accepted')
    events.push(made)
  }
  return { events, s1: at.S1, d1: await d.station('D1', '11') }
}

async function asked(
  d: Deployment,
  at: Made,
  person: Person,
  request: CaseListRequest,
  known?: string,
): Promise<Response> {
  const session = known ?? (await openSession(d.parts.store.db, at.station, person.id, d.clock.now)).session
  const url = new URL(ROUTES.caseList, d.address)
  const body = JSON.stringify(request)
  const head = await signedHead(at, { method: 'POST', url, body, session })
  const headers = { ...head, [HEADERS.session]: session, 'content-type': 'application/json' }
  return fetch(url, { method: 'POST', headers, body })
}

async function listOf(d: Deployment, at: Made, person: Person, request: CaseListRequest): Promise<CaseListAnswer> {
  const answer = await asked(d, at, person, request)
  expect(answer.status).toBe(200)
  return (await answer.json()) as CaseListAnswer
}

async function everyPage(d: Deployment, at: Made, person: Person, request: CaseListRequest): Promise<string[]> {
  const ids: string[] = []
  for (;;) {
    const page = await listOf(d, at, person, { ...request, ...(ids.length && { after: ids.at(-1)! }) })
    ids.push(...page.rows.map(row => row.id))
    if (!page.more) return ids
  }
}
