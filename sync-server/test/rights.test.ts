import { describe, expect, test } from 'vitest'
import { type RequestSigner, requestSigner } from '../../desktop/src/core/request-signer.ts'
import { ANSWER_HEADERS, HEADERS, ROUTES } from '../../shared-types/src/protocol.ts'
import { ALL_ROUTES } from '../src/app.ts'
import type { Route } from '../src/route.ts'
import { type Deployment, deployments } from './deployment.ts'
import { signedHead, stranger } from './signed.ts'
import { type Window, windowOf } from './window.ts'

/** Who asks, from nobody to the head administrator, and what each level of `needs` answers them. */
const WHO = {
  'a machine without anything': needing('station', 'station', 'station'),
  'a key that nobody knows': needing('signature', 'signature', 'signature'),
  'the key of another station': needing('signature', 'signature', 'signature'),
  'an ended station': needing('ended', 'ended', 'ended'),
  'a session without a station': needing('station', 'station', 'station'),
  'a station': needing('in', 'session', 'session'),
  'a session of another station': needing('in', 'session', 'session'),
  'an old session': needing('in', 'session', 'session'),
  'the session of one who left': needing('in', 'session', 'session'),
  'a clerk': needing('in', 'in', 'forbidden'),
  'a supervisor': needing('in', 'in', 'forbidden'),
  'an administrator': { ...needing('in', 'in', 'forbidden'), administrator: 'in', keeper: 'in' },
  'a security officer': { ...needing('in', 'in', 'forbidden'), security: 'in', keeper: 'in', disposer: 'in' },
  'an audit officer': { ...needing('in', 'in', 'forbidden'), audit: 'in', disposer: 'in' },
} as const satisfies Record<string, Record<Route['needs'], string>>
type Who = keyof typeof WHO

interface Knock {
  method: string
  url: URL
  hash?: string
}
/** What of a request's head says who asks. */
type Head = (request: Knock) => Promise<Record<string, string>>

/** What each level of `needs` answers: routes of stations, of people, and of any officer. */
function needing(station: string, person: string, officer: string): Record<Route['needs'], string> {
  const offices = { administrator: officer, security: officer, audit: officer, keeper: officer, disposer: officer }
  return { nothing: 'in', station, person, ...offices }
}

describe('who may knock at which route', () => {
  const open = deployments('sqlite')

  async function everybody(d: Deployment): Promise<Record<Who, Head>> {
    const own = await d.station('C', '01')
    const other = await d.station('S1', '01')
    const ended = await d.station('S2', '01')
    const value = { ...ended.station, ended: true as const }
    await putStation(d, value)
    const sessionAt = async (window: Window, person: (typeof d.people)['admin']) =>
      (await window.signIn(person)).body.session
    const at = windowOf(d, own)
    const leaver = d.people.s2clerk
    const left = await sessionAt(at, leaver)
    await d.put({ ...leaver, ended: true })
    const elsewhere = await sessionAt(windowOf(d, other), d.people.s1clerk)
    const clerk = await sessionAt(at, d.people.s1clerk)
    const old = await sessionAt(at, d.people.s1other)
    await d.parts.store.db
      .updateTable('sessions')
      .set({ until: '2026-03-01T00:00:00.000Z' })
      .where('person', '=', d.people.s1other.id)
      .execute()
    const supervisor = await sessionAt(at, d.people.d1supervisor)
    const admin = await sessionAt(at, d.people.admin)
    const security = await sessionAt(at, d.people.security)
    const auditor = await sessionAt(at, d.people.audit)
    const as = (signer: RequestSigner, session?: string) => (request: Knock) =>
      signedHead({ signer }, { ...request, ...(session && { session }) })
    const withSession = (session: string) => as(own.signer, session)
    const another = requestSigner(own.signing, other.key, own.station.id)
    return {
      'a machine without anything': async () => ({}),
      'a key that nobody knows': as(stranger(() => d.clock.now, own.station.id).signer),
      'the key of another station': as(another),
      'an ended station': as(ended.signer),
      'a session without a station': async () => ({ [HEADERS.session]: admin }),
      'a station': as(own.signer),
      'a session of another station': withSession(elsewhere),
      'an old session': withSession(old),
      'the session of one who left': withSession(left),
      'a clerk': withSession(clerk),
      'a supervisor': withSession(supervisor),
      'an administrator': withSession(admin),
      'a security officer': withSession(security),
      'an audit officer': withSession(auditor),
    }
  }

  test('every route lets in whom its table says, and nobody else', async () => {
    const d = await open()
    const heads = await everybody(d)
    const wrong: string[] = []
    for (const [who, given] of Object.entries(heads) as [Who, Head][])
      for (const route of ALL_ROUTES) {
        // Signing out would end the session that the next route needs.
        if (route.path === ROUTES.signOut && WHO[who].person === 'in') continue
        const found = await knock(d, route, given)
        const wanted = WHO[who][route.needs]
        if (found !== wanted) wrong.push(`${who} ${route.method} ${route.path}: ${found}, not ${wanted}`)
      }
    expect(wrong).toEqual([])
    expect(ALL_ROUTES.length * Object.keys(WHO).length).toBeGreaterThan(200)
    expect(d.faults).toEqual([])
  })

  /** `in` when the request got past the door, else the error of the door. */
  async function knock(d: Deployment, { method, path }: Route, head: Head): Promise<string> {
    const stop = new AbortController()
    const url = new URL(path.replace(':hash', '0'.repeat(64)).replace(':id', 'calendar'), d.address)
    const request = { method: method.toUpperCase(), url, ...(method === 'put' && { hash: '0'.repeat(64) }) }
    const answer = await fetch(url, {
      method: request.method,
      headers: { [HEADERS.protocol]: '1', ...(await head(request)) },
      signal: stop.signal,
    })
    const error = answer.headers.get(ANSWER_HEADERS.refusal) ?? ''
    stop.abort()
    return DOOR.has(error) ? doorOf(path, error) : 'in'
  }

  const DOOR = new Set(['station', 'signature', 'ended', 'session', 'forbidden'])

  /** Their own rule answers `forbidden` behind the door: cell by cell that is the rights table's (`test/rights`). */
  const RULED = [ROUTES.gaps, ROUTES.accessLog, ROUTES.facts, ROUTES.rules, ROUTES.ruleRuns, ROUTES.rehearsals]
  const doorOf = (path: string, error: string) =>
    RULED.some(own => path === own || path.startsWith(`${own}/`)) && error === 'forbidden' ? 'in' : error

  test('what an administrator of a district may change ends at the district', async () => {
    const d = await open()
    const at = windowOf(d, await d.station('D1', '01'))
    await at.signIn(d.people.d1admin)
    const put = async (id: string, kind: string, value: object) => {
      const { status, body } = await at.ask('PUT', `${ROUTES.settings}/${encodeURIComponent(id)}`, { id, kind, value })
      return status === 200 ? 'ok' : `${body.error}${body.detail ? ` ${body.detail}` : ''}`
    }
    const unit = (id: string, parent?: string) =>
      put(`unit:${id}`, 'unit', { id, name: id, level: 'window', ...(parent && { parent }) })
    const person = (login: string, unit: string, id = 'n1') =>
      put(`person:${id}`, 'person', { id, name: login, login, posts: [], unit })
    expect(await unit('W1', 'S1')).toBe('ok')
    expect(await unit('W1', 'S2')).toBe('ok')
    expect(await unit('W2', 'S3')).toBe('forbidden')
    expect(await unit('W3')).toBe('forbidden')
    expect(await unit('S3', 'D1')).toBe('forbidden')
    expect(await unit('S1', 'D2')).toBe('forbidden')
    expect(await unit('D1', 'S1')).toBe('bad-request parent')
    expect(await unit('W4', 'nowhere')).toBe('bad-request parent')
    expect(await person('new', 'S1')).toBe('ok')
    expect(await person('new2', 'S3')).toBe('forbidden')
    expect(await person('s1clerk', 'S1', 'n2')).toBe('bad-request login')
    expect(await person('taken', 'S1', d.people.s3clerk.id)).toBe('forbidden')
    expect(await put('person:other', 'person', { id: 'x1', name: 'x', login: 'x', posts: [] })).toBe('bad-request id')
    expect(await put('parameter:mail.days', 'parameter', { domain: 'mail', name: 'days', value: 5 })).toBe('forbidden')
    expect(await put('calendar', 'calendar', { holidays: [], workdays: [] })).toBe('forbidden')
    expect(await put('deployment', 'deployment', { name: 'x', zone: 'Asia/Shanghai' })).toBe('forbidden')
    expect(await put('lease:l1', 'lease', { id: 'l1' })).toBe('bad-request kind')
    const code = (unit: string) => at.ask('POST', ROUTES.codes, { unit, number: '07' })
    expect((await code('S1')).status).toBe(200)
    expect((await code('S3')).body.error).toBe('forbidden')
  })

  test('what a security officer of a district may change ends at the district', async () => {
    const d = await open()
    const at = windowOf(d, await d.station('D1', '01'))
    await at.signIn(d.people.d1security)
    const posts = async (of: { id: string }, ...given: { role: string; unit: string; officer?: string }[]) => {
      const { status, body } = await at.ask('PUT', `${ROUTES.people}/${of.id}/posts`, {
        posts: given.map((post, n) => ({ id: `${of.id}-${n}`, ...post })),
      })
      return status === 200 ? 'ok' : `${body.error}${body.detail ? ` ${body.detail}` : ''}`
    }
    const { s1clerk, s1other, s2clerk, s3clerk } = d.people
    expect(await posts(s1clerk, { role: 'reviewer', unit: 'S1' }, { role: 'clerk', unit: 'S2' })).toBe('ok')
    expect(await posts(s1clerk, { role: 'clerk', unit: 'S3' })).toBe('forbidden')
    expect(await posts(s3clerk, { role: 'clerk', unit: 'S1' })).toBe('forbidden')
    expect(await posts(s1other, { role: 'auxiliary', unit: 'S1', officer: s2clerk.id })).toBe('bad-request officer')
    expect(await posts(s1other, { role: 'auxiliary', unit: 'S2', officer: s2clerk.id })).toBe('ok')
    expect(await posts({ id: 'nobody' }, { role: 'clerk', unit: 'S1' })).toBe('not-found')
    const password = (of: string) => at.ask('PUT', ROUTES.password, { person: of })
    expect((await password(s3clerk.id)).body.error).toBe('forbidden')
    expect((await password(d.people.admin.id)).body.error).toBe('forbidden')
    expect((await password(s1clerk.id)).status).toBe(200)
  })

  test('the head administrator sets parameters within their bounds, and every change is kept', async () => {
    const d = await open()
    const at = windowOf(d, await d.station('C', '01'))
    await at.signIn(d.people.admin)
    const days = async (value: unknown, name = 'days') =>
      (
        await at.ask('PUT', `${ROUTES.settings}/parameter:mail.${name}`, {
          id: `parameter:mail.${name}`,
          kind: 'parameter',
          value: { domain: 'mail', name, value },
        })
      ).status
    expect(await days(5)).toBe(200)
    expect(await days(10)).toBe(409)
    expect(await days(0)).toBe(409)
    expect(await days(true)).toBe(409)
    expect(await days(1, 'toString')).toBe(404)
    expect(await days(false, 'strict')).toBe(200)
    expect((await d.parts.directory(d.parts.store.db)).parameters).toMatchObject({
      'mail.days': 5,
      'mail.strict': false,
    })
    const lines = await d.parts.store.db.selectFrom('events').select('body').where('type', '=', 'audit').execute()
    expect(lines.filter(l => l.body.includes('"act":"setting"'))).toHaveLength(2)
  })
})

async function putStation(
  d: Deployment,
  value: { id: string; name: string; unit: string; number: string; ended: true },
) {
  const { putSetting } = await import('../src/settings.ts')
  await d.parts.store.transaction(turn =>
    putSetting(turn, { id: `station:${value.id}`, kind: 'station', value }, d.clock.now),
  )
}
