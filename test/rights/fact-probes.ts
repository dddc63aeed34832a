import { ROUTES } from '../../shared-types/src/protocol.ts'
import { run } from '../../shared-types/src/store/statement.ts'
import type { Request, ServerWorld } from './server-world.ts'

interface Probe {
  request: Omit<Request, 'method'>
  seen?: (text: string) => boolean
}

interface Prober {
  single?: true
  probe(world: ServerWorld, unit: string): Promise<Probe> | Probe
}

const TYPE = 'mail.visit'
const PERIOD = { type: TYPE, from: '2026-01-01', until: '2026-12-31' }
const json = (value: unknown) => ({ body: JSON.stringify(value), mime: 'application/json' })

/** A row of a subject that belongs to the unit, brought by an import of somebody there. */
async function rowOf({ d, at }: ServerWorld, unit: string): Promise<{ subject: string; id: number }> {
  const { db } = d.parts.store
  const subject = `SPOT-${unit}`
  const [last] = await run<{ id: number }>(db, 'select coalesce(max(id), 0) as id from fact_imports')
  const id = Number(last!.id) + 1
  const { clerk, made } = at[unit]!
  await run(
    db,
    `insert into rule_venues (venue, unit, registered_on) values (?, ?, '2025-01-01') on conflict do nothing`,
    [subject, unit],
  )
  await run(
    db,
    `insert into fact_imports (id, type, name, size, hash, mode, state, person, post, role, unit, station, started_at,
        ended_at, checked, lines, percent, taken, refused, fault, claimed_by, claimed_until)
      values (?, ?, ?, 1, '', 'good', 'sending', ?, ?, 'supervisor', ?, ?, ?, '', 0, 0, 0, 1, 1, '', '', '')`,
    [id, TYPE, `FILE-${unit}.csv`, clerk.id, clerk.posts[0]!.id, unit, made.station.id, d.clock.now],
  )
  await run(db, 'insert into fact_refusals (import, line, body) values (?, 2, ?)', [
    id,
    `{"cells":["${subject}"],"reasons":[]}`,
  ])
  await run(db, "insert into fact_scans (day, time, id, subject, person) values ('2026-02-01', '08:00:00', ?, ?, '')", [
    id * 100_000_000 + 2,
    subject,
  ])
  await run(
    db,
    `insert into venue_days (venue, day, count) values (?, '2026-02-01', 1)
      on conflict (venue, day) do update set count = venue_days.count + 1`,
    [subject],
  )
  return { subject, id }
}

const about = (path: string, body: object, seen: (text: string, subject: string) => boolean): Prober => ({
  async probe(world, unit) {
    const { subject } = await rowOf(world, unit)
    return {
      request: { path: `${ROUTES.facts}/${path}`, ...json({ ...PERIOD, ...body, subject }) },
      seen: text => seen(text, subject),
    }
  },
})
const on = (what: string, seen?: (text: string, unit: string) => boolean): Prober => ({
  async probe(world, unit) {
    const { id } = await rowOf(world, unit)
    const path = `${ROUTES.facts}/imports/${id}/${what}`
    return { request: { path }, ...(seen && { seen: text => seen(text, unit) }) }
  },
})
const names = (text: string, subject: string) => text.includes(subject)
const TAKE = { as: 'csv', purpose: '核查', whole: false, note: '', language: 'zh-CN' }

/** Rows in bulk belong to the units of their subjects, imports to the unit of who brought them. */
export const FACT_PROBERS: Readonly<Record<string, Prober>> = {
  'GET /api/facts/:type': {
    async probe(world, unit) {
      await rowOf(world, unit)
      return { request: { path: `${ROUTES.facts}/${TYPE}` }, seen: text => text.includes(`FILE-${unit}.csv`) }
    },
  },
  'POST /api/facts/list': about('list', {}, names),
  'POST /api/facts/counts': about('counts', {}, names),
  'POST /api/facts/export': about('export', TAKE, names),
  'POST /api/facts/imports': {
    single: true,
    probe: () => ({
      request: { path: `${ROUTES.facts}/imports`, ...json({ type: TYPE, name: 'a.csv', size: 3, mode: 'good' }) },
    }),
  },
  'PUT /api/facts/imports/:id/:offset': on('0'),
  'POST /api/facts/imports/:id/begin': on('begin'),
  'POST /api/facts/imports/:id/cancel': on('cancel'),
  'GET /api/facts/imports/:id/refused': on('refused', (text, unit) => text.includes(`SPOT-${unit}`)),
  'POST /api/facts/deletions/count': about('deletions/count', { by: 'collected' }, text => !text.includes('"count":0')),
  'POST /api/facts/deletions': about(
    'deletions',
    { by: 'collected', purpose: '过期' },
    text => !text.includes('"deleted":0'),
  ),
}
