import { createHash, randomUUID } from 'node:crypto'
import type { Person } from '../../shared-types/src/model/person.ts'
import { DEFAULT_SIGN_IN } from '../../shared-types/src/model/sign-in.ts'
import { type Lease, type PullAnswer, type PushAnswer, ROUTES } from '../../shared-types/src/protocol.ts'
import { audit, NOBODY as SERVER_ITSELF } from '../../sync-server/src/audit.ts'
import { addCode } from '../../sync-server/src/found.ts'
import { lease } from '../../sync-server/src/leases.ts'
import { putPageText } from '../../sync-server/src/page-texts.ts'
import { openSession } from '../../sync-server/src/sessions.ts'
import { eventBy, PASSWORD } from '../../sync-server/test/deployment.ts'
import { type Made, machine, signedHead } from '../../sync-server/test/signed.ts'
import { windowOf } from '../../sync-server/test/window.ts'
import { FACT_PROBERS } from './fact-probes.ts'
import { MESSAGE_PROBERS } from './message-probes.ts'
import { NIGHT_PROBERS } from './night-probes.ts'
import { OPEN_PROBERS } from './open-probes.ts'
import { RULE_PROBERS } from './rule-probes.ts'
import type { Request, ServerWorld } from './server-world.ts'
import { SERVER } from './table.ts'
import { UPDATE_PROBERS } from './update-probes.ts'

/** What is asked of a route about a unit's things: the request, and how what is looked for is known in the answer. */
export interface Probe {
  request: Omit<Request, 'method'>
  /** Without it any good answer will do. */
  seen?: (text: string) => boolean
  /** Heads that are the request's own, whoever asks. */
  head?: Record<string, string>
}

export interface Prober {
  /** Nothing of it belongs to a unit. */
  single?: true
  probe(world: ServerWorld, unit: string, asking: Made): Promise<Probe> | Probe
}

const json = (value: unknown): Pick<Request, 'body' | 'mime'> => ({
  body: JSON.stringify(value),
  mime: 'application/json',
})
const has = (marker: string) => (text: string) => text.includes(marker)
const officerAt = ({ person }: ServerWorld, unit: string): Promise<Person> => person('audit', unit)

const of = (probe: Prober['probe']): Prober => ({ probe })
const single = (probe: Prober['probe']): Prober => ({ single: true, probe })

async function sessionOf({ d, at }: ServerWorld, unit: string): Promise<string> {
  const { clerk, made } = at[unit]!
  const { db } = d.parts.store
  await openSession(db, made.station, clerk.id, d.clock.now)
  const rows = await db.selectFrom('sessions').select('id').where('person', '=', clerk.id).execute()
  return rows.at(-1)!.id
}

async function blockOf({ d }: ServerWorld, { station }: Made): Promise<Lease> {
  const made = await d.parts.store.transaction(turn => lease(turn, station, 'mail.letter', 2026, d.clock.now))
  if (!made || typeof made === 'string') throw new Error(`no lease: ${made}`)
  return made
}

const auditAsk = ({ at }: ServerWorld, unit: string) => ({ query: { caseId: at[unit]!.letter.caseId } })
const setting = (id: string, kind: string, value: object): Probe => ({
  request: { path: `${ROUTES.settings}/${encodeURIComponent(id)}`, ...json({ id, kind, value }) },
})
/** Nobody's. */
const NO_CERTIFICATE = '0'.repeat(64)
const personPath = (id: string, what: string) => `${ROUTES.people}/${id}/${what}`

/** A new machine asks to be a station with this code. */
async function enrolling({ d }: ServerWorld, code: string): Promise<Probe> {
  await d.parts.limits.enrol.delete('127.0.0.1')
  const { key, signer } = machine(() => d.clock.now)
  const body = JSON.stringify({ code, name: '新窗口', key: key.publicKey, seal: key.seal.publicKey })
  const url = new URL(ROUTES.enrol, d.address)
  return {
    request: { path: ROUTES.enrol, body, mime: 'application/json' },
    head: await signedHead({ signer }, { method: 'POST', url, body }),
  }
}

/** A proposal to erase a case of the unit, made by somebody who is not among those who ask. */
async function proposalIn({ d }: ServerWorld, unit: string): Promise<string> {
  const id = randomUUID()
  const { db } = d.parts.store
  const row = { id, type: 'mail.letter', state: 'proposed' as const, note: '到期', proposed_by: 'nobody' }
  const open = { proposed_at: d.clock.now, decided_by: null, decided_at: null, reason: null, done_at: null }
  await db
    .insertInto('disposals')
    .values({ ...row, ...open })
    .execute()
  const one = { disposal: id, case_id: randomUUID(), unit, ended: '2015-01-01', outcome: '' as const }
  await db.insertInto('disposal_cases').values(one).execute()
  return id
}

async function holdIn({ d }: ServerWorld, unit: string): Promise<string> {
  const id = randomUUID()
  const lifted = { lifted_by: null, lifted_at: null, lift_reason: null }
  const row = { id, type: null, unit, reason: '调取', set_by: 'nobody', set_at: d.clock.now, ...lifted }
  await d.parts.store.db.insertInto('holds').values(row).execute()
  return id
}

const disposalPath = (id: string, what: string) => `${ROUTES.disposal}/${id}/${what}`

const PROBERS: Readonly<Record<string, Prober>> = {
  'GET /api/authority': single(() => ({ request: { path: ROUTES.authority } })),
  'POST /api/enrol': single(async world =>
    enrolling(world, (await addCode(world.d.parts, 'D2', world.number('D2'))).code),
  ),
  'POST /api/enrol (a wrong code)': single(world => enrolling(world, 'AAAA-AAAA-AAAA')),
  'POST /api/stations/codes': of(({ number }, unit) => ({
    request: { path: ROUTES.codes, ...json({ unit, number: number(unit) }) },
  })),
  'POST /api/stations/codes (a new key)': of(({ at }, unit) => ({
    request: { path: ROUTES.codes, ...json({ station: at[unit]!.made.station.id }) },
  })),
  'GET /api/stations': of(({ at }, unit) => ({
    request: { path: ROUTES.stations },
    seen: has(at[unit]!.made.station.id),
  })),
  'POST /api/stations/:id/end': of(async ({ d, number }, unit) => {
    const { station } = await d.station(unit, number(unit))
    return { request: { path: `${ROUTES.stations}/${station.id}/end`, ...json({ reason: '停用' }) } }
  }),
  'POST /api/sign-in': of(({ at }, unit) => ({
    request: { path: ROUTES.signIn, ...json({ login: at[unit]!.clerk.login, password: PASSWORD }) },
  })),
  'POST /api/sign-out': single(() => ({ request: { path: ROUTES.signOut, ...json({}) } })),
  'PUT /api/sign-in/rules': single(() => ({
    request: { path: ROUTES.signInRules, ...json({ ...DEFAULT_SIGN_IN, secondFactor: false }) },
  })),
  'PUT /api/password': of(({ at }, unit) => ({
    request: { path: ROUTES.password, ...json({ person: at[unit]!.clerk.id }) },
  })),
  'PUT /api/password (of an officer)': of(async (world, unit) => ({
    request: { path: ROUTES.password, ...json({ person: (await officerAt(world, unit)).id }) },
  })),
  'PUT /api/password/own': single(() => ({ request: { path: ROUTES.ownPassword, ...json({}) } })),
  'GET /api/people': of(({ at }, unit) => ({ request: { path: ROUTES.people }, seen: has(at[unit]!.clerk.id) })),
  'PUT /api/people/:id/posts': of(({ at }, unit) => ({
    request: { path: personPath(at[unit]!.clerk.id, 'posts'), ...json({ posts: at[unit]!.clerk.posts }) },
  })),
  'PUT /api/people/:id/factor': of(({ at }, unit) => ({ request: { path: personPath(at[unit]!.clerk.id, 'factor') } })),
  'PUT /api/people/:id/factor (of an officer)': of(async (world, unit) => ({
    request: { path: personPath((await officerAt(world, unit)).id, 'factor') },
  })),
  'POST /api/sign-in/challenge': single(() => ({
    request: { path: ROUTES.keyChallenge, ...json({ fingerprints: [NO_CERTIFICATE] }) },
  })),
  'POST /api/sign-in/certificate': single(() => ({
    request: {
      path: ROUTES.keySignIn,
      ...json({ challenge: '-', fingerprint: NO_CERTIFICATE, signature: 'AAAA' }),
    },
  })),
  'PUT /api/people/:id/certificates': of(async (world, unit) => ({
    request: { path: personPath((await officerAt(world, unit)).id, 'certificates'), ...json({ certificate: 'AAAA' }) },
  })),
  'PUT /api/people/:id/certificates/:fingerprint/end': of(({ at }, unit) => ({
    request: { path: personPath(at[unit]!.clerk.id, `certificates/${NO_CERTIFICATE}/end`) },
  })),
  'PUT /api/people/:id/certificates/:fingerprint/end (of an officer)': of(async (world, unit) => ({
    request: { path: personPath((await officerAt(world, unit)).id, `certificates/${NO_CERTIFICATE}/end`) },
  })),
  'PUT /api/people/:id/tries': of(({ at }, unit) => ({ request: { path: personPath(at[unit]!.clerk.id, 'tries') } })),
  'GET /api/session': single(() => ({ request: { path: ROUTES.session } })),
  'GET /api/sessions': of(async (world, unit) => ({
    request: { path: ROUTES.sessions },
    seen: has(await sessionOf(world, unit)),
  })),
  'PUT /api/sessions/:id/end': of(async (world, unit) => ({
    request: { path: `${ROUTES.sessions}/${await sessionOf(world, unit)}/end` },
  })),
  'GET /api/sessions/own': single(() => ({ request: { path: `${ROUTES.sessions}/own` }, seen: has('"own":true') })),
  'GET /api/sessions/own (of somebody else)': of(async (world, unit) => ({
    request: { path: `${ROUTES.sessions}/own` },
    seen: has(await sessionOf(world, unit)),
  })),
  'PUT /api/sessions/own/:id/end': of(async (world, unit) => ({
    request: { path: `${ROUTES.sessions}/own/${await sessionOf(world, unit)}/end` },
  })),
  'POST /api/sync/push': of(({ d, at }, unit, { station }) => {
    const event = eventBy(d, station, at[unit]!.clerk, { type: 'mail.letter', act: 'edit', patch: { text: '寄' } })
    return { request: { path: ROUTES.push, ...json({ events: [event] }) }, seen: isAccepted }
  }),
  'POST /api/cases/list': of(({ at }, unit) => ({
    request: { path: ROUTES.caseList, ...json({ type: 'mail.letter', limit: 200 }) },
    seen: has(at[unit]!.letter.caseId),
  })),
  'GET /api/sync/pull': of(({ at }, unit) => ({
    request: { path: `${ROUTES.pull}?seq=0&scope=&limit=1000` },
    seen: has(at[unit]!.letter.id),
  })),
  'GET /api/sync/stream': of(async ({ d, at }, unit, asking) => {
    const { checkpoint }: PullAnswer = await windowOf(d, asking).pullOnce()
    return {
      request: { path: `${ROUTES.stream}?seq=0&scope=${encodeURIComponent(checkpoint.scope)}` },
      seen: has(at[unit]!.letter.id),
    }
  }),
  'HEAD /api/files/:hash': of(({ at }, unit) => ({ request: { path: `${ROUTES.files}/${at[unit]!.scan}` } })),
  'GET /api/files/:hash': of(({ at }, unit) => ({
    request: { path: `${ROUTES.files}/${at[unit]!.scan}` },
    seen: has(`scan of ${unit}`),
  })),
  'PUT /api/files/:hash': single(() => {
    const body = new TextEncoder().encode(`%PDF-1.4 ${randomUUID()} %%EOF`)
    return {
      request: {
        path: `${ROUTES.files}/${createHash('sha256').update(body).digest('hex')}`,
        body,
        mime: 'application/pdf',
      },
    }
  }),
  'PUT /api/pages/:hash/text': of(({ at }, unit) => ({
    request: { path: `${ROUTES.pages}/${at[unit]!.scan}/text`, ...json({ lines: [] }) },
  })),
  'POST /api/pages/search': of(async ({ d, at }, unit) => {
    const { scan } = at[unit]!
    const polygon: [number, number][] = [[0, 0]]
    const lines = [{ text: '扫描件一份', confidence: 1, polygon }]
    await d.parts.store.transaction(({ db }) => putPageText(db, scan, lines))
    return { request: { path: `${ROUTES.pages}/search`, ...json({ text: '扫描件' }) }, seen: has(scan) }
  }),
  'GET /api/settings': of(({ at }, unit) => ({ request: { path: ROUTES.settings }, seen: has(at[unit]!.clerk.login) })),
  'PUT /api/settings/:id (a unit)': of(async ({ d }, unit) => {
    const value = (await d.parts.directory(d.parts.store.db)).units.find(u => u.id === unit)!
    return setting(`unit:${unit}`, 'unit', value)
  }),
  'PUT /api/settings/:id (a person)': of(async ({ d, at }, unit) => {
    const value = (await d.parts.directory(d.parts.store.db)).people.get(at[unit]!.clerk.id)!
    return setting(`person:${value.id}`, 'person', value)
  }),
  'PUT /api/settings/:id (a station)': of(({ at }, unit) => {
    const { station } = at[unit]!.made
    return setting(`station:${station.id}`, 'station', station)
  }),
  'PUT /api/settings/:id (a parameter)': single(() =>
    setting('parameter:mail.days', 'parameter', { domain: 'mail', name: 'days', value: 4 }),
  ),
  'PUT /api/settings/:id (the calendar)': single(() => setting('calendar', 'calendar', { holidays: [], workdays: [] })),
  'PUT /api/settings/:id (the deployment)': single(() =>
    setting('deployment', 'deployment', { name: '测试', zone: 'Asia/Shanghai' }),
  ),
  'POST /api/leases': single(() => ({
    request: { path: ROUTES.leases, ...json({ series: 'mail.letter', year: 2026 }) },
  })),
  'POST /api/leases/return': of(async (world, unit) => {
    const { id, from } = await blockOf(world, world.at[unit]!.made)
    return { request: { path: ROUTES.leaseReturn, ...json({ id, lastUsed: from - 1 }) } }
  }),
  'POST /api/leases/return (its own)': single(async (world, _, asking) => {
    const { id, from } = await blockOf(world, asking)
    return { request: { path: ROUTES.leaseReturn, ...json({ id, lastUsed: from - 1 }) } }
  }),
  'GET /api/leases/gaps': single(() => ({ request: { path: `${ROUTES.gaps}?series=mail.letter&year=2026` } })),
  'PUT /api/carry/:hash': single(() => {
    const body = new TextEncoder().encode(randomUUID())
    return { request: { path: `${ROUTES.carry}/${createHash('sha256').update(body).digest('hex')}`, body } }
  }),
  'GET /api/carry/:hash': single(() => ({ request: { path: `${ROUTES.carry}/${'0'.repeat(64)}` } })),
  ...UPDATE_PROBERS,
  ...FACT_PROBERS,
  ...MESSAGE_PROBERS,
  ...OPEN_PROBERS,
  ...RULE_PROBERS,
  ...NIGHT_PROBERS,
  'POST /api/audit': of((world, unit) => ({
    request: { path: ROUTES.audit, ...json(auditAsk(world, unit)) },
    seen: has(world.at[unit]!.letter.id),
  })),
  'POST /api/audit/export': of((world, unit) => ({
    request: { path: ROUTES.auditExport, ...json({ ...auditAsk(world, unit), purpose: '核查' }) },
    seen: has(world.at[unit]!.made.station.id),
  })),
  'POST /api/register': single(() => ({
    request: { path: ROUTES.register, ...json({ code: '91330402MA2B1X3Y34' }) },
  })),
  'POST /api/access-log': single(() => ({
    request: {
      path: ROUTES.accessLog,
      ...json({ number: '320583197907044170', identity: 'typed', purpose: 'inquiry' }),
    },
  })),
  'GET /api/reveals': of(async ({ d, at }, unit) => {
    const { clerk, made } = at[unit]!
    const until = d.clock.now
    const line = {
      act: 'reveal-burst',
      by: { ...SERVER_ITSELF, unit },
      station: made.station.id,
      patch: { person: clerk.id, count: 30, from: until, until },
    }
    await d.parts.store.transaction(turn => audit(turn, line, until))
    return { request: { path: ROUTES.reveals }, seen: has(clerk.id) }
  }),
  'POST /api/audit/verify': single(() => ({ request: { path: ROUTES.auditVerify, ...json({ anchors: [] }) } })),
  'GET /api/disposal': of(async (world, unit) => ({
    request: { path: ROUTES.disposal },
    seen: has(await proposalIn(world, unit)),
  })),
  'POST /api/disposal': single(() => ({
    request: { path: ROUTES.disposal, ...json({ type: 'mail.letter', note: '到期' }) },
  })),
  'POST /api/disposal/:id/approve': of(async (world, unit) => ({
    request: { path: disposalPath(await proposalIn(world, unit), 'approve') },
  })),
  'POST /api/disposal/:id/decline': of(async (world, unit) => ({
    request: { path: disposalPath(await proposalIn(world, unit), 'decline'), ...json({ reason: '待查' }) },
  })),
  'POST /api/holds': single(() => ({
    request: { path: ROUTES.holds, ...json({ type: 'mail.letter', reason: '调取' }) },
  })),
  'POST /api/holds (by a number)': of((_, unit) => ({
    request: { path: ROUTES.holds, ...json({ number: `letter of ${unit}`, reason: '调取' }) },
  })),
  'POST /api/holds/:id/lift': of(async (world, unit) => ({
    request: { path: `${ROUTES.holds}/${await holdIn(world, unit)}/lift`, ...json({ reason: '结案' }) },
  })),
}

const isAccepted = (text: string) => (JSON.parse(text) as PushAnswer).verdicts[0]?.verdict === 'accepted'

/** How a row of the table is asked. */
export function proberOf(row: string): Prober {
  const prober = PROBERS[row]
  if (!prober || !SERVER[row]) throw new Error(`Nobody knows how to ask for ${row}`)
  return prober
}
