import { randomUUID } from 'node:crypto'
import { ROUTES } from '../../shared-types/src/protocol.ts'
import type { Made } from '../../sync-server/test/signed.ts'
import type { Request, ServerWorld } from './server-world.ts'

/** As server-probes.ts knows them, which imports this file. */
interface RuleProber {
  single?: true
  probe(
    world: ServerWorld,
    unit: string,
    asking: Made,
  ): Promise<{ request: Omit<Request, 'method'>; seen?: (text: string) => boolean }>
}

const TODAY = '2026-03-02'
const LATER = '2026-03-20'
const REASON = '年度调整'

const json = (value: unknown) => ({ body: JSON.stringify(value), mime: 'application/json' })
const has = (marker: string) => (text: string) => text.includes(marker)
const of = (probe: RuleProber['probe']): RuleProber => ({ probe })
const single = (probe: RuleProber['probe']): RuleProber => ({ single: true, probe })

/** A change that the unit has planned, with a reason of its own. */
async function planned({ d }: ServerWorld, unit: string): Promise<{ version: number; reason: string }> {
  const { db } = d.parts.store
  const last = await db.selectFrom('rule_changes').select('version').orderBy('version', 'desc').executeTakeFirst()
  const [version, reason] = [Number(last?.version ?? 0) + 1, randomUUID()]
  const row = { version, rule: 'turnaround', unit, from_day: LATER, active: 1, parameters: '{}', reason }
  await db
    .insertInto('rule_changes')
    .values({ ...row, set_by: 'nobody', set_at: d.clock.now, rehearsal: '', withdrawn_by: '', withdrawn_at: '' })
    .execute()
  return { version, reason }
}

async function exempted({ d }: ServerWorld, unit: string): Promise<string> {
  const id = randomUUID()
  const row = { id, rule: 'off-hours', subject: unit, unit, from_day: TODAY, to_day: LATER, reason: REASON }
  await d.parts.store.db
    .insertInto('rule_exemptions')
    .values({ ...row, set_by: 'nobody', set_at: d.clock.now, ended_on: '', ended_by: '', end_reason: '' })
    .execute()
  return id
}

const rehearsal = (what: string, body: object = {}) =>
  single(async () => ({ request: { path: `${ROUTES.rehearsals}/${randomUUID()}${what}`, ...(what && json(body)) } }))

/** What the rules are set to, whom they leave out, and what is tried. */
export const RULE_PROBERS: Readonly<Record<string, RuleProber>> = {
  'GET /api/rules': of(async (world, unit) => ({
    request: { path: ROUTES.rules },
    seen: has((await planned(world, unit)).reason),
  })),
  'POST /api/rules': of(async (_, unit) => ({
    request: {
      path: ROUTES.rules,
      ...json({ rule: 'turnaround', unit, from: TODAY, on: true, parameters: {}, reason: REASON }),
    },
  })),
  'POST /api/rules/:version/withdraw': of(async (world, unit) => ({
    request: {
      path: `${ROUTES.rules}/${(await planned(world, unit)).version}/withdraw`,
      ...json({ reason: REASON }),
    },
  })),
  'GET /api/rules/exemptions': of(async (world, unit) => ({
    request: { path: ROUTES.exemptions },
    seen: has(await exempted(world, unit)),
  })),
  'POST /api/rules/exemptions': of(async (_, unit) => ({
    request: {
      path: ROUTES.exemptions,
      ...json({ rule: 'off-hours', subject: unit, from: TODAY, to: LATER, reason: REASON }),
    },
  })),
  'POST /api/rules/exemptions/:id/end': of(async (world, unit) => ({
    request: { path: `${ROUTES.exemptions}/${await exempted(world, unit)}/end`, ...json({ reason: REASON }) },
  })),
  'GET /api/rehearsals': single(async () => ({ request: { path: ROUTES.rehearsals } })),
  'POST /api/rehearsals': single(async () => ({ request: { path: ROUTES.rehearsals, ...json({}) } })),
  'GET /api/rehearsals/:id': rehearsal(''),
  'POST /api/rehearsals/:id/cancel': rehearsal('/cancel'),
  'POST /api/rehearsals/:id/adopt': rehearsal('/adopt', { from: TODAY, reason: REASON }),
}
