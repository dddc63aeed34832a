import { createHash } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { cardHolders } from '../../scripts/start/invented-holders.ts'
import { kinds } from '../../shared-types/src/domains/index.ts'
import { dayOfEvent } from '../../shared-types/src/engine/clock.ts'
import { DEFAULT_ZONE } from '../../shared-types/src/engine/day.ts'
import type { Scope } from '../../shared-types/src/engine/evaluate.ts'
import { apply } from '../../shared-types/src/engine/fold.ts'
import { kindOf } from '../../shared-types/src/engine/kinds.ts'
import { inLease, parseNumber } from '../../shared-types/src/engine/numbers.ts'
import { orgCodeProblem } from '../../shared-types/src/engine/org-code.ts'
import { userOf } from '../../shared-types/src/engine/organisation.ts'
import { parsePersonId } from '../../shared-types/src/engine/person-id.ts'
import type { Case, CaseEvent, Problem } from '../../shared-types/src/model/case.ts'
import { decideWith } from '../../shared-types/src/store/decide-with.ts'
import { type DemoData, demoData } from '../../sync-server/src/demo/demo-data.ts'
import { createMemoryCases } from '../../sync-server/src/demo/memory-cases.ts'
import { PLACES } from '../../sync-server/src/demo/organisation.ts'
import { seriesOf } from '../../sync-server/src/numbers.ts'

const TODAY = '2026-11-22'

/** Events one by one, or the events of a group together. */
function groupsOf(events: readonly CaseEvent[]): CaseEvent[][] {
  const groups: CaseEvent[][] = []
  for (const event of events) {
    const last = groups.at(-1)
    if (last && event.group && last[0]?.group?.id === event.group.id) last.push(event)
    else groups.push([event])
  }
  return groups
}

/** Decides everything again from nothing, with numbers held against the leases, as the server will. */
async function replay(data: DemoData): Promise<{ cases: Case[]; problems: Problem[] }> {
  const store = createMemoryCases(kinds)
  const problems: Problem[] = []
  let seq = 0
  const scopeOf = (event: CaseEvent): Scope => {
    const person = data.people.find(p => p.id === event.by.id)
    const user = userOf(person, event.by.post, data.units)
    expect(user).toMatchObject({ role: event.by.role, unit: event.by.unit })
    const domain = kindOf(kinds, event.type).domain
    const leased: Scope['leased'] = (series, text) => {
      const parsed = parseNumber(seriesOf(kinds, `${domain.name}.${series}`)!, text)
      const own = data.leases.filter(l => l.station === event.station && l.series === `${domain.name}.${series}`)
      return own.some(l => l.year === parsed?.year && l.unit === parsed.unit && inLease(l, parsed.number))
    }
    return { today: dayOfEvent(event, DEFAULT_ZONE), user: user!, parameters: {}, leased }
  }
  for (const group of groupsOf(data.events)) {
    const decision = await decideWith(store, kinds, group, scopeOf)
    problems.push(...decision.problems.flat())
    for (const [i, event] of group.entries())
      store.put(
        apply(kindOf(kinds, event.type), decision.before[i], {
          ...event,
          seq: ++seq,
          verdict: 'accepted',
          problems: [],
        }),
      )
  }
  return { cases: [...store.all()], problems }
}

describe('the demo data', () => {
  let data: DemoData
  let cases: Case[]
  let problems: Problem[]

  beforeAll(async () => {
    data = await demoData(1, TODAY)
    ;({ cases, problems } = await replay(data))
  })
  const of = (type: string, unit: string, state?: string) =>
    cases.filter(c => c.type === type && c.unit === unit && (!state || c.state === state))

  it('passes the engine again, event by event, with every number inside a lease', () => {
    expect(problems).toEqual([])
    expect(data.events.length).toBeGreaterThan(4000)
  })

  it('would not pass with one act signed by somebody who may not make it', async () => {
    const at = data.events.findIndex(e => e.act === 'pass')
    const accepted = data.events.find(e => e.caseId === data.events[at]!.caseId && e.act === 'accept')!
    const events = data.events.map((e, i) => (i === at ? { ...e, by: accepted.by } : e))
    expect((await replay({ ...data, events })).problems).toContainEqual({ code: 'forbidden', with: { step: 'pass' } })
  })

  it('is the same for the same seed and day, and another one for another seed', async () => {
    expect(await demoData(1, TODAY)).toEqual(data)
    expect((await demoData(2, TODAY)).events).not.toEqual(data.events)
  })

  it('leaves something to do in every queue of every station', () => {
    for (const { unit } of PLACES) {
      const all = of('residence-permits.application', unit)
      const waiting = (state: string) => all.filter(c => c.state === state && c.data.kind !== 'endorsement').length
      expect(waiting('accepted')).toBeGreaterThanOrEqual(2)
      expect(waiting('passed')).toBeGreaterThanOrEqual(2)
      expect(waiting('made')).toBeGreaterThanOrEqual(2)
      expect(all.some(c => c.state === 'accepted' && c.data.kind === 'endorsement')).toBe(true)
      expect(all.some(c => c.state === 'draft' && c.data.sendBackReason)).toBe(true)
      expect(all.some(c => c.state === 'draft' && !c.data.receiptNo)).toBe(true)
    }
  })

  it('holds every kind of end, loss, endorsement and void card', () => {
    const acts = new Set(data.events.map(e => `${e.type.split('.')[1]} ${e.act}`))
    for (const act of ['application reject', 'application cancel', 'application scrap', 'print spoil', 'print miss'])
      expect(acts).toContain(act)
    for (const act of ['permit endorse', 'permit endorseLate', 'permit reportLoss', 'permit replace', 'permit find'])
      expect(acts).toContain(act)
    for (const act of ['permit cancel', 'blank damage', 'blank return', 'closing close', 'resident leave'])
      expect(acts).toContain(act)
    const permits = cases.filter(c => c.type === 'residence-permits.permit' && c.state === 'valid')
    const due = (c: Case) => String(c.data.endorseFrom) <= TODAY && String(c.data.endorsedUntil) >= TODAY
    expect(permits.some(due)).toBe(true)
    expect(permits.some(c => String(c.data.endorsedUntil) < TODAY)).toBe(true)
  })

  it('closes its books: what was counted on the last day is what the ledger says', () => {
    for (const { unit } of PLACES) {
      const closings = of('residence-permits.closing', unit, 'closed')
      const last = closings.sort((a, b) => (String(a.data.day) < String(b.data.day) ? 1 : -1))[0]!
      expect(last.data.blanksCounted).toBe(of('residence-permits.blank', unit, 'handed').length)
      expect(last.data.cardsCounted).toBe(of('residence-permits.application', unit, 'made').length)
      const cards = of('residence-permits.application', unit).filter(c => c.state === 'made' || c.state === 'issued')
      expect(of('residence-permits.print', unit, 'good').length).toBe(cards.length)
      expect(of('residence-permits.blank', unit, 'used').length).toBe(cards.length)
    }
  })

  it('has a seal ledger without a gap, a paper that waits to be approved, and ratings of cases', () => {
    for (const { unit, second } of PLACES) {
      const stamps = of('seal-use.stamp', unit, 'fell').map(c => [
        c.data.deviceId,
        c.data.counterBefore,
        c.data.counterAfter,
      ])
      expect(stamps.length).toBeGreaterThanOrEqual(10)
      expect(stamps).toEqual(stamps.map((_, n) => [second.seal, n, n + 1]))
      const charged = of('seal-use.request', unit).reduce((sum, c) => sum + Number(c.data.stampsMade ?? 0), 0)
      expect(charged).toBe(stamps.length)
      expect(of('seal-use.request', unit, 'asked')).toHaveLength(1)
      // Only the window that asked may stamp, and it is not in the demo.
      expect(of('seal-use.request', unit, 'approved')).toEqual([])
      const ratings = of('service-ratings.rating', unit)
      expect(ratings.length).toBeGreaterThanOrEqual(10)
      const applications = new Set(of('residence-permits.application', unit).map(c => c.id))
      for (const { data } of ratings) expect(applications).toContain(data.ratedCase)
    }
  })

  it('invents its people: numbers valid by GB 11643 and used once, employers valid by GB 32100', () => {
    const registered = cases.filter(c => c.type === 'population.resident')
    const numbers = registered.map(c => String(c.data.citizenId))
    expect(new Set(numbers).size).toBe(numbers.length)
    for (const c of registered)
      expect(parsePersonId(String(c.data.citizenId), TODAY)).toMatchObject({ ok: true, birth: c.data.birth })
    for (const c of cases.filter(c => c.type === 'population.employment'))
      expect(orgCodeProblem(String(c.data.orgCode))).toBeUndefined()
  })

  it('brings every file that a case names, under its hash', () => {
    const hashes = new Set(data.files.map(f => f.hash))
    for (const { hash, bytes } of data.files) expect(createHash('sha256').update(bytes).digest('hex')).toBe(hash)
    for (const c of cases)
      for (const [name, field] of Object.entries(kindOf(kinds, c.type).record.fields))
        if (field.kind === 'files') for (const hash of (c.data[name] ?? []) as string[]) expect(hashes).toContain(hash)
  })

  it('lies in the past, in order, and each station counts its own events', () => {
    const counters = new Map<string, number>()
    let before = ''
    for (const event of data.events) {
      expect(event.at >= before && dayOfEvent(event, DEFAULT_ZONE) < TODAY).toBe(true)
      expect(event.counter).toBe((counters.get(event.station) ?? 0) + 1)
      counters.set(event.station, event.counter)
      before = event.at
    }
  })
})

it.each(['2026-10-08', '2029-01-02'])(
  'the demo starts on %s too, with the people of the simulated cards',
  async today => {
    const { problems, cases } = await replay(await demoData(7, today, { holders: cardHolders(PLACES[0]!.unit) }))
    expect(problems).toEqual([])
    for (const { unit } of PLACES)
      for (const state of ['accepted', 'passed', 'made'])
        expect(
          cases.some(c => c.type === 'residence-permits.application' && c.unit === unit && c.state === state),
        ).toBe(true)
  },
)
