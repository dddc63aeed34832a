import { describe, expect, test } from 'vitest'
import { DEFAULT_SIGN_IN } from '../../shared-types/src/model/sign-in.ts'
import { ROUTES, type SettingsAnswer } from '../../shared-types/src/protocol.ts'
import type { PersonLine, SessionLine } from '../../shared-types/src/protocol-sign-in.ts'
import { IN_TURN } from '../../test/databases.ts'
import { addPerson } from '../src/found.ts'
import { putSetting } from '../src/settings.ts'
import { codeAt, stepOf } from '../src/totp.ts'
import { type Deployment, deployments, PASSWORD } from './deployment.ts'
import { type Made, signedHead } from './signed.ts'
import { type Window, windowOf } from './window.ts'

const NEW = 'tram-lemon-73'

describe.each(IN_TURN)('signing in on %s', name => {
  const open = deployments(name)

  async function rules(d: Deployment, change: Partial<typeof DEFAULT_SIGN_IN>) {
    const value = { ...DEFAULT_SIGN_IN, secondFactor: false, ...change }
    await d.parts.store.transaction(turn => putSetting(turn, { id: 'sign-in', kind: 'sign-in', value }, d.clock.now))
  }
  const later = (d: Deployment, seconds: number) => {
    d.clock.now = new Date(Date.parse(d.clock.now) + seconds * 1000).toISOString()
  }
  const at = async (d: Deployment, unit: string, number: string) => windowOf(d, await d.station(unit, number))
  const person = async (d: Deployment, id: string) => (await d.parts.directory(d.parts.store.db)).people.get(id)!

  test('a first password must be changed, into one that fits and was not had lately', async () => {
    const d = await open()
    const made = await addPerson(d.parts, { login: 'qianli', name: '钱丽', role: 'clerk', unit: 'S1' })
    const s1 = await at(d, 'S1', '01')
    const enter = async (password: string, newPassword?: string) =>
      (await s1.signIn(made.person, password, newPassword ? { newPassword } : {})).body
    expect(await enter(made.password)).toEqual({ next: 'password', time: d.clock.now })
    for (const [bad, why] of [
      ['short', 'short'],
      ['qianli2026', 'own'],
      ['woaini1314520', 'common'],
      [made.password, 'used'],
    ] as const)
      expect(await enter(made.password, bad)).toEqual({ error: 'password', detail: why })
    const entered = await enter(made.password, NEW)
    expect(entered.person.passwordAt).toBe(d.clock.now)
    expect((await enter(made.password)).error).toBe('credentials')
    expect((await enter(NEW)).session).toBeDefined()
    // The sixth after it may be the first again.
    const own = (old: string, password: string) => s1.ask('PUT', ROUTES.ownPassword, { old, password })
    const row = [NEW, ...['a', 'b', 'c', 'd', 'e'].map(letter => `${letter} quiet harbour`)]
    for (let i = 1; i < row.length; i++) {
      later(d, 1)
      expect((await own(row[i - 1]!, row[Math.max(0, i - 4)]!)).body).toEqual({ error: 'password', detail: 'used' })
      expect((await own(row[i - 1]!, row[i]!)).status).toBe(200)
      await s1.signIn(made.person, row[i]!)
    }
    expect((await own(row.at(-1)!, NEW)).status).toBe(200)
  })

  test('passwords run out only where the deployment says so, never before 90 days', async () => {
    const d = await open()
    const security = await at(d, 'C', '01')
    await security.signIn(d.people.security)
    const put = async (passwordDays: number) =>
      (await security.ask('PUT', ROUTES.signInRules, { ...DEFAULT_SIGN_IN, secondFactor: false, passwordDays })).status
    expect([await put(30), await put(89), await put(90)]).toEqual([400, 400, 200])
    const s1 = await at(d, 'S1', '01')
    await s1.signIn(d.people.s1clerk)
    expect((await s1.ask('PUT', ROUTES.ownPassword, { old: PASSWORD, password: NEW })).status).toBe(200)
    later(d, 90 * 86_400 - 60)
    expect((await s1.signIn(d.people.s1clerk, NEW)).body.session).toBeDefined()
    later(d, 120)
    expect((await s1.signIn(d.people.s1clerk, NEW)).body.next).toBe('password')
    const away = await at(d, 'D1', '01')
    await away.signIn(d.people.d1security)
    expect((await away.ask('PUT', ROUTES.signInRules, DEFAULT_SIGN_IN)).body.error).toBe('forbidden')
  })

  test('a changed password is told to every station, which then forgets what it keeps', async () => {
    const d = await open()
    const [s1, s2] = [await at(d, 'S1', '01'), await at(d, 'S1', '02')]
    await s1.signIn(d.people.s1clerk)
    const before = (await s2.ask<SettingsAnswer>('GET', `${ROUTES.settings}?after=0`)).body.seq
    await s1.ask('PUT', ROUTES.ownPassword, { old: PASSWORD, password: NEW })
    const { documents } = (await s2.ask<SettingsAnswer>('GET', `${ROUTES.settings}?after=${before}`)).body
    expect(documents).toMatchObject([{ id: `person:${d.people.s1clerk.id}`, value: { passwordAt: d.clock.now } }])
  })

  test('overseers and officers enrol an authenticator, and come in with its codes, each once', async () => {
    const d = await open()
    await rules(d, { secondFactor: true })
    const c = await at(d, 'C', '01')
    const enter = async (code?: string) => (await c.signIn(d.people.d1supervisor, PASSWORD, code ? { code } : {})).body
    expect((await c.signIn(d.people.s1clerk)).body.session).toBeDefined()
    const offered = await enter()
    expect(offered).toMatchObject({ next: 'enrol', secret: expect.stringMatching(/^[A-Z2-7]{32}$/) })
    expect(offered.uri).toContain(offered.secret)
    expect(offered.session).toBeUndefined()
    const code = (drift = 0) => codeAt(offered.secret!, stepOf(d.clock.now) + drift)
    const wrong = String((Number(code()) + 1) % 1_000_000).padStart(6, '0')
    expect((await enter(wrong)).error).toBe('factor')
    const entered = await enter(code())
    expect(entered.session).toBeDefined()
    expect(entered.recovery).toHaveLength(8)
    // Nothing that opens is kept as it is.
    const kept = await d.parts.store.db.selectFrom('recovery_codes').select('hash').execute()
    expect(kept).toHaveLength(8)
    for (const one of entered.recovery!) expect(JSON.stringify(kept)).not.toContain(one)
    expect((await enter()).next).toBe('code')
    expect((await enter(code())).error).toBe('factor')
    expect((await enter(code(1))).session).toBeDefined()
    later(d, 120)
    expect((await enter(code(-2))).error).toBe('factor')
    expect((await enter(code(-1))).session).toBeDefined()
    const [recovery] = entered.recovery!
    expect((await enter(recovery!.toLowerCase().replaceAll('-', ' '))).session).toBeDefined()
    expect((await enter(recovery)).error).toBe('factor')
    for (const post of ['admin', 'security', 'audit'] as const)
      expect((await c.signIn(d.people[post])).body.next).toBe('enrol')
  })

  test('a secret that was offered counts for nothing once another is, and a security officer resets', async () => {
    const d = await open()
    await rules(d, { secondFactor: true })
    const c = await at(d, 'C', '01')
    const enter = async (code?: string) => (await c.signIn(d.people.d1supervisor, PASSWORD, code ? { code } : {})).body
    const [first, second] = [await enter(), await enter()]
    const step = () => stepOf(d.clock.now)
    expect((await enter(codeAt(first.secret!, step()))).error).toBe('factor')
    expect((await enter(codeAt(second.secret!, step()))).recovery).toHaveLength(8)
    await rules(d, { secondFactor: false })
    const officer = await at(d, 'C', '02')
    await officer.signIn(d.people.security)
    const reset = await officer.ask('PUT', `${ROUTES.people}/${d.people.d1supervisor.id}/factor`)
    expect(reset.status).toBe(200)
    await rules(d, { secondFactor: true })
    expect((await enter()).next).toBe('enrol')
    expect(await d.parts.store.db.selectFrom('recovery_codes').selectAll().execute()).toEqual([])
  })

  test('codes are not guessed: six in a row, then pauses that grow', async () => {
    const d = await open()
    await rules(d, { secondFactor: true })
    const c = await at(d, 'C', '01')
    const secret = (await c.signIn(d.people.d1supervisor)).body.secret!
    const right = () => codeAt(secret, stepOf(d.clock.now))
    let tries = 0
    const from = Date.parse(d.clock.now)
    while (Date.parse(d.clock.now) - from < 3600_000) {
      const wrong = String((Number(right()) + 500_000) % 1_000_000).padStart(6, '0')
      const { error, detail } = (await c.signIn(d.people.d1supervisor, PASSWORD, { code: wrong })).body
      if (error === 'locked') later(d, Number(detail))
      else tries += 1
    }
    expect(tries).toBeLessThan(20)
    expect(tries).toBeGreaterThan(5)
  })

  test('a security officer sees and ends sessions, each person their own, and the station is told', async () => {
    const d = await open()
    const made = await d.station('S1', '01')
    const [c, s1] = [await at(d, 'C', '01'), windowOf(d, made)]
    await c.signIn(d.people.security)
    await s1.signIn(d.people.s1clerk)
    later(d, 300)
    const mine = (await s1.ask<{ sessions: SessionLine[] }>('GET', `${ROUTES.sessions}/own`)).body.sessions
    expect(mine).toMatchObject([{ name: 's1clerk', stationName: 'S1-01', own: true }])
    const all = (await c.ask<{ sessions: SessionLine[] }>('GET', ROUTES.sessions)).body.sessions
    expect(all.map(line => line.name).sort()).toEqual(['s1clerk', 'security'])
    expect(all.find(line => line.name === 's1clerk')).toMatchObject({ seenAt: d.clock.now, own: false })
    const theirs = all.find(line => line.name === 'security')!
    expect((await s1.ask('PUT', `${ROUTES.sessions}/own/${theirs.id}/end`)).body.error).toBe('not-found')
    const state = async (window: Window) => (await window.ask<{ state: string }>('GET', ROUTES.session)).body.state
    expect(await state(s1)).toBe('open')
    const told = await sessionsTold(d, made)
    expect((await c.ask('PUT', `${ROUTES.sessions}/${mine[0]!.id}/end`)).status).toBe(200)
    expect(await told()).toBe(true)
    expect(await state(s1)).toBe('ended')
    expect((await s1.ask('GET', `${ROUTES.sessions}/own`)).body.error).toBe('session')
    expect((await c.ask('PUT', `${ROUTES.sessions}/${mine[0]!.id}/end`)).body.error).toBe('not-found')
    later(d, 13 * 3600)
    expect(await state(c)).toBe('unknown')
  })

  /** Whether the live stream says within two seconds that a session was ended. */
  async function sessionsTold(d: Deployment, made: Made): Promise<() => Promise<boolean>> {
    const stop = new AbortController()
    const url = new URL(ROUTES.stream, d.address)
    const headers = await signedHead(made, { method: 'GET', url })
    const reader = (await fetch(url, { headers, signal: stop.signal })).body!.getReader()
    const decoder = new TextDecoder()
    let text = decoder.decode((await reader.read()).value)
    const listening = (async () => {
      while (!text.includes('event: session')) {
        const { done, value } = await reader.read()
        if (done) return false
        text += decoder.decode(value)
      }
      return true
    })().catch(() => false)
    return async () => {
      const timer = setTimeout(() => stop.abort(), 2000)
      const found = await listening
      clearTimeout(timer)
      stop.abort()
      return found
    }
  }

  test('who keeps people sees how they sign in, but never what with', async () => {
    const d = await open()
    const c = await at(d, 'C', '01')
    await c.signIn(d.people.security)
    const s1 = await at(d, 'S1', '01')
    await s1.signIn(d.people.s1clerk, 'wrong')
    await c.ask('PUT', ROUTES.password, { person: d.people.s2clerk.id })
    const { body } = await c.ask<{ people: PersonLine[] }>('GET', ROUTES.people)
    const line = (login: string) => body.people.find(p => p.person.login === login)
    expect(line('s1clerk')).toMatchObject({ password: 'own', factor: false, failures: 1 })
    expect(line('s2clerk')).toMatchObject({ password: 'first', failures: 0 })
    expect(JSON.stringify(body)).not.toContain('argon2')
    await c.ask('PUT', `${ROUTES.people}/${d.people.s1clerk.id}/tries`)
    const after = (await c.ask<{ people: PersonLine[] }>('GET', ROUTES.people)).body.people
    expect(after.find(p => p.person.login === 's1clerk')!.failures).toBe(0)
    const d1 = await at(d, 'D1', '01')
    await d1.signIn(d.people.d1admin)
    const seen = (await d1.ask<{ people: PersonLine[] }>('GET', ROUTES.people)).body.people.map(p => p.person.login)
    expect(seen.sort()).toEqual(['d1admin', 'd1security', 'd1supervisor', 's1clerk', 's1other', 's2clerk'])
    expect((await person(d, d.people.s1clerk.id)).posts).toHaveLength(1)
  })
})
