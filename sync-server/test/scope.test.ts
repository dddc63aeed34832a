import { describe, expect, test } from 'vitest'
import { evaluate } from '../../shared-types/src/engine/evaluate.ts'
import { fold } from '../../shared-types/src/engine/fold.ts'
import type { CaseEvent, StoredEvent } from '../../shared-types/src/model/case.ts'
import type { Person } from '../../shared-types/src/model/person.ts'
import { DATABASES, LONG_RUN } from '../../test/databases.ts'
import { eventOf } from '../src/event-log.ts'
import { readersAt } from '../src/scope.ts'
import { type Deployment, deployments, eventBy } from './deployment.ts'
import { kinds } from './mail.ts'
import { type Window, windowOf } from './window.ts'

const ids = (window: Window) => [...window.held.keys()].sort()

/** What a station should hold, worked out from the whole log without any SQL: the plain meaning of the scope. */
async function due(d: Deployment, window: Window): Promise<Map<string, StoredEvent>> {
  const rows = await d.parts.store.db.selectFrom('events').selectAll().orderBy('seq').execute()
  const directory = await d.parts.directory(d.parts.store.db)
  const today = new Date(Date.parse(d.clock.now) + 8 * 3_600_000).toISOString().slice(0, 10)
  const readers = readersAt(directory, window.station.unit)
  const found = new Map<string, StoredEvent>()
  for (const row of rows)
    if (row.verdict === 'refused' && row.station === window.station.id) found.set(row.id, eventOf(row))
  for (const of of Map.groupBy(
    rows.filter(r => r.folded),
    r => r.case_id,
  ).values()) {
    const kind = kinds.get(of[0]!.type)!
    const c = fold(kind, of.map(eventOf))!
    const may = readers.filter(r => kind.record.access[r.role]?.read)
    const reads = may.some(user => {
      const rule = kind.record.access[user.role]!.read!
      return rule === true || evaluate(rule, c, { today, user, parameters: {} })
    })
    if (!reads) continue
    const shown = (only?: readonly string[]) => !only || may.some(r => only.includes(r.role))
    for (const event of of.map(eventOf)) {
      const patch: Record<string, unknown> = {}
      for (const [name, value] of Object.entries(event.patch)) {
        const field = kind.record.fields[name]!
        if (!shown(field.only)) continue
        patch[name] =
          field.kind === 'table' && Array.isArray(value)
            ? value.map(row => Object.fromEntries(Object.entries(row).filter(([c]) => shown(field.columns[c]!.only))))
            : value
      }
      found.set(event.id, { ...event, patch } as StoredEvent)
    }
  }
  return found
}

async function expectWhole(d: Deployment, window: Window): Promise<void> {
  const wanted = await due(d, window)
  expect(ids(window)).toEqual([...wanted.keys()].sort())
  for (const [id, event] of wanted) expect(window.held.get(id)).toEqual(event)
}

const letter = (patch: CaseEvent['patch'], rest: Partial<CaseEvent> = {}) => ({
  type: 'mail.letter',
  act: 'edit',
  patch,
  ...rest,
})

describe.each(DATABASES)('scope on %s', name => {
  const open = deployments(name)

  test('a case that comes into a scope brings its history, and one that leaves takes it away', async () => {
    const d = await open()
    const s1 = windowOf(d, await d.station('S1', '01'))
    const s2 = windowOf(d, await d.station('S2', '01'))
    const city = windowOf(d, await d.station('C', '01'))
    await s1.ask('POST', '/api/leases', { series: 'mail.letter', year: 2026 })
    const who = d.people.s1clerk
    const begin = eventBy(d, s1.station, who, letter({ text: 'a', to: 'S2' }))
    const send = eventBy(d, s1.station, who, letter({ no: '26-0001' }, { act: 'send', caseId: begin.caseId }))
    await s1.push(begin)
    for (const window of [s1, s2, city]) await window.pull()
    expect(ids(s2)).toEqual([])
    expect((await s1.push(send))[0]).toMatchObject({ verdict: 'accepted' })
    await s2.pull(1)
    expect(ids(s2)).toEqual([begin.id, send.id].sort())
    const back = eventBy(d, city.station, d.people.s1clerk, letter({ to: null }, { caseId: begin.caseId, base: 99 }))
    expect((await city.push(back))[0]).toMatchObject({ verdict: 'accepted' })
    const gone = await s2.pullOnce()
    expect(gone.documents.map(e => [e.id, e.deleted, e.patch, e.by.id, e.station, e.at])).toEqual(
      [begin.id, send.id, back.id].map(id => [id, true, {}, '', '', '']),
    )
    for (const window of [s1, s2, city]) {
      await window.pull()
      await expectWhole(d, window)
    }
    expect(ids(s2)).toEqual([])
    expect(d.faults).toEqual([])
  })

  test('fields that nobody at the unit may see never travel there, nor columns of tables', async () => {
    const d = await open()
    const s1 = windowOf(d, await d.station('S1', '01'))
    const d1 = windowOf(d, await d.station('D1', '01'))
    const begin = eventBy(d, s1.station, d.people.s1clerk, letter({ text: 'a' }))
    const [first] = await s1.push(begin)
    const secret = eventBy(
      d,
      d1.station,
      d.people.d1supervisor,
      letter({ secret: '绝密', lines: [{ what: '纸', price: '12' }] }, { caseId: begin.caseId, base: first!.seq }),
    )
    expect((await d1.push(secret))[0]).toMatchObject({ verdict: 'accepted' })
    for (const window of [s1, d1]) await window.pull()
    expect(s1.held.get(secret.id)!.patch).toEqual({ lines: [{ what: '纸' }] })
    expect(JSON.stringify([...s1.held.values()])).not.toContain('绝密')
    expect(d1.held.get(secret.id)!.patch).toEqual(secret.patch)

    // A supervisor comes to the station: now it may, and it is told without asking.
    const { d1supervisor } = d.people
    await d.put({ ...d1supervisor, posts: [...d1supervisor.posts, { id: 'p2', role: 'supervisor', unit: 'S1' }] })
    await s1.pull()
    expect(s1.held.get(secret.id)!.patch).toEqual(secret.patch)
    // And leaves again.
    await d.put(d1supervisor)
    await s1.pull(1)
    expect(s1.held.get(secret.id)!.patch).toEqual({ lines: [{ what: '纸' }] })
  })

  test('a checkpoint that this server cannot have given starts the station anew', async () => {
    const d = await open()
    const s1 = windowOf(d, await d.station('S1', '01'))
    const begin = eventBy(d, s1.station, d.people.s1clerk, letter({ text: 'a' }))
    await s1.push(begin)
    await s1.pull()
    const { scope } = s1.at
    for (const wrong of [
      { seq: 3, scope: 'AAAAAAAAAAAAAAAAAAAAAA' },
      { seq: 999_999, scope },
      { seq: 1, scope: `${scope}.x.${scope}` },
      { seq: 1, scope: `${scope}.1` },
      { seq: 1, scope: '..' },
    ]) {
      s1.at = wrong
      s1.held.set('stray', { ...s1.held.get(begin.id)!, id: 'stray' })
      expect(await s1.pullOnce()).toMatchObject({ documents: [], checkpoint: { seq: 0, scope }, restart: true })
      await s1.pull()
      expect(ids(s1)).toEqual([begin.id])
    }
  })

  test('what a window wrote and may not read is taken from it too', async () => {
    const d = await open()
    const d2 = windowOf(d, await d.station('D2', '01'))
    const event = eventBy(d, d2.station, d.people.d2helper, letter({ text: 'a' }))
    expect((await d2.push(event))[0]).toMatchObject({ verdict: 'accepted' })
    expect(ids(d2)).toEqual([event.id])
    await d2.pull()
    expect(ids(d2)).toEqual([])
  })

  test.each(LONG_RUN ? [1, 2, 3, 4, 5, 6] : name === 'sqlite' ? [1, 2] : [5])(
    'every window ends with exactly what it may read, whatever happened (seed %i)',
    async seed => {
      const d = await open()
      await history(d, seed)
      expect(d.faults).toEqual([])
    },
  )
})

/** Random acts at three windows, people who come and go, days that pass, pulls broken off and answers lost. */
async function history(d: Deployment, seed: number): Promise<void> {
  const random = generator(seed)
  const pick = <T>(of: readonly T[]): T => of[Math.floor(random() * of.length)]!
  const windows = [
    windowOf(d, await d.station('S1', '01')),
    windowOf(d, await d.station('S2', '01')),
    windowOf(d, await d.station('D1', '01')),
    windowOf(d, await d.station('D2', '01')),
  ]
  const city = windowOf(d, await d.station('C', '01'))
  await city.ask('POST', '/api/leases', { series: 'mail.letter', year: 2026 })
  const cases: { id: string; state: string }[] = []
  const numbers = { last: 0 }
  const { s1clerk, s2clerk, d1supervisor, d1admin, d2helper } = d.people

  const write = async () => {
    const known = random() < 0.7 ? pick(cases) : undefined
    const person = pick([s1clerk, s2clerk])
    const patch = {
      to: pick(['S1', 'S2', 'S3', null]),
      text: String(random()),
      openOn: pick([null, '2026-03-02', '2026-03-04', '2026-03-06']),
    }
    const send = known?.state === 'draft' && random() < 0.5 && numbers.last < 10
    const event = eventBy(d, city.station, person, {
      type: 'mail.letter',
      act: send ? 'send' : 'edit',
      patch: send ? { no: `26-${String(++numbers.last).padStart(4, '0')}` } : patch,
      ...(known && { caseId: known.id, base: 1_000_000 }),
    })
    const [verdict] = await city.push(event)
    if (verdict!.verdict !== 'accepted') return
    if (!known) cases.push({ id: event.caseId, state: 'draft' })
    else if (send) known.state = 'sent'
  }
  const writeHere = async () => {
    const [window, person] = pick([
      [windows[0]!, s1clerk],
      [windows[1]!, s2clerk],
      [windows[3]!, d2helper],
    ] as const)
    const known = random() < 0.5 ? pick(cases) : undefined
    await window.push(
      eventBy(d, window.station, person, {
        type: 'mail.letter',
        act: 'edit',
        patch: { text: String(random()), to: pick(['S1', 'S2', 'S3']) },
        ...(known && { caseId: known.id, base: pick([0, 1_000_000]) }),
      }),
    )
  }
  const move = () => {
    const unit = pick(['S1', 'S2', 'D1', 'D2'])
    const change = pick<() => Person>([
      () => ({ ...s1clerk, posts: [...s1clerk.posts, { id: 'px', role: pick(['clerk', 'reviewer']), unit }] }),
      () => s1clerk,
      () => ({ ...d1supervisor, posts: [{ id: 'py', role: 'supervisor', unit }] }),
      () => ({ ...d1admin, posts: [{ id: 'pz', role: pick(['reviewer', 'administrator']), unit }] }),
      () => ({ ...d1admin, posts: [] }),
    ])
    return d.put(change())
  }
  const pass = async () => {
    d.clock.now = new Date(Date.parse(d.clock.now) + 86_400_000 * (random() < 0.2 ? 1 : 0)).toISOString()
  }
  for (let i = 0; i < 250; i++) {
    const dice = random()
    if (dice < 0.35) await write()
    else if (dice < 0.45) await writeHere()
    else if (dice < 0.58) await move()
    else if (dice < 0.61) await pass()
    else {
      // One page of any size; now and then its answer is lost.
      const window = pick(windows)
      const limit = pick([1, 2, 5, 1000, 1000])
      const answer = await window.pullOnce(limit)
      if (random() < 0.85) {
        window.take(answer)
        // What RxDB counts on: fewer than asked for is the end.
        if (answer.documents.length < limit && !answer.restart) await expectWhole(d, window)
      }
    }
    // Whoever has just pulled everything holds exactly what they may.
    if (i % 25 === 24) await expectCaughtUp(d, pick(windows))
  }
  for (const window of windows) {
    await window.pull(pick([1, 3, 1000]), () => random() < 0.2)
    await expectWhole(d, window)
  }
}

async function expectCaughtUp(d: Deployment, window: Window): Promise<void> {
  await window.pull()
  await expectWhole(d, window)
}

/** mulberry32 (public domain, T. Ettinger): the same seed, the same test. */
function generator(seed: number): () => number {
  let a = seed
  return () => {
    a = (a + 0x6d2b79f5) | 0
    let t = Math.imul(a ^ (a >>> 15), 1 | a)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}
