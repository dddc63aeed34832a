import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import type { Case } from '../../shared-types/src/model/case.ts'
import type { Data } from '../../shared-types/src/model/field.ts'
import type { OpenScope } from '../../shared-types/src/model/open-scope.ts'
import { OPEN_LIMITS, type OpenGrantRequest } from '../../shared-types/src/protocol-open.ts'
import { endApp, endSecret, grantApp, makeApp, makeSecret } from '../src/open/keep-apps.ts'
import { sha256 } from '../src/sha256.ts'
import type { Deployment } from './deployment.ts'
import type { Made } from './signed.ts'

/** Numbers of invented people with right check digits. */
export const READER = '320583197907044170'
export const OTHER = '330402198806150022'

/** An app with its first secret, granted by the security officer. */
export interface TestApp {
  id: string
  secret: string
  /** The id of that secret. */
  secretId: string
}

/** The officers of the test's organisation, as those who keep apps. */
export function keepers(d: Deployment, station: Made) {
  const ask = (person: Deployment['people'][keyof Deployment['people']]) => ({
    administers: new Set(['C', 'D1', 'D2', 'S1', 'S2', 'S3']),
    signedIn: { person, posts: person.posts },
    station: station.station,
  })
  const [admin, security] = [ask(d.people.admin), ask(d.people.security)]
  const turn = d.parts.store.transaction
  const secrets = (app: string) =>
    d.parts.store.db.selectFrom('open_secrets').selectAll().where('app', '=', app).orderBy('made_at').execute()
  const grant = (id: string, change: Partial<OpenGrantRequest> = {}) => {
    const usual = { perMinute: OPEN_LIMITS.perMinute.usual, perDay: OPEN_LIMITS.perDay.usual }
    const asked = { scopes: [], addresses: [], release: [], ...usual, ...change }
    return turn(t => grantApp(t, security, id, asked, d.clock.now))
  }
  return {
    grant,
    secrets,
    async app(unit: string, scopes: OpenScope[], change: Partial<OpenGrantRequest> = {}): Promise<TestApp> {
      const asked = { name: `app ${randomUUID()}`, unit, contact: 'desk', note: '' }
      const made = await turn(t => makeApp(t, admin, asked, d.clock.now))
      const secretId = (await secrets(made.app))[0]!.id
      await grant(made.app, { scopes, release: [secretId], ...change })
      return { id: made.app, secret: made.secret, secretId }
    },
    further: (id: string) => turn(t => makeSecret(t, admin, id, d.clock.now)),
    endSecret: (id: string, secret: string) => turn(t => endSecret(t, admin, id, secret, d.clock.now)),
    end: (id: string) => turn(t => endApp(t, security, id, '停用', d.clock.now)),
  }
}

export const basic = (id: string, secret: string) => `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`

/** One app, as its own program asks. */
export function caller(address: string) {
  const url = (path: string) => new URL(`/open${path}`, address)
  const token = (app: Pick<TestApp, 'id' | 'secret'>, form: Record<string, string> = {}) =>
    fetch(url('/token'), {
      method: 'POST',
      headers: { authorization: basic(app.id, app.secret) },
      body: new URLSearchParams({ grant_type: 'client_credentials', ...form }),
    })
  return {
    token,
    async tokenOf(app: Pick<TestApp, 'id' | 'secret'>): Promise<string> {
      const answer = await token(app)
      const body = (await answer.json()) as { access_token?: string }
      if (!body.access_token) throw new Error(`${answer.status} ${JSON.stringify(body)}`)
      return body.access_token
    },
    ask: (path: string, token: string, body: unknown, head: Record<string, string> = {}) =>
      fetch(url(path), {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...head },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
  }
}

/** What every question about a person says of itself. */
export const ABOUT = { purpose: 'inquiry', operator: 'clerk 7' } as const

/** A loan that stands in the store as windows would have brought it. */
export async function putLoan(d: Deployment, unit: string, data: Data, change: Partial<Case> = {}): Promise<Case> {
  const c: Case = {
    id: randomUUID(),
    type: 'library-loans.loan',
    unit,
    state: 'lent',
    version: 1,
    seq: 1,
    unsent: 0,
    data,
    creator: 'nobody',
    createdAt: d.clock.now,
    updatedAt: d.clock.now,
    changedAt: {},
    actors: {},
    ...change,
  }
  await d.parts.store.transaction(turn => turn.cases.put([c]))
  return c
}

/** A stored page, and its name. */
export async function putPage(d: Deployment, content: string): Promise<string> {
  const hash = sha256(content)
  await d.parts.blobs.put(hash, Readable.from([Buffer.from(content)]))
  const row = { hash, mime: 'image/png', size: Buffer.byteLength(content), stored_at: d.clock.now }
  await d.parts.store.db.insertInto('files').values(row).execute()
  return hash
}
