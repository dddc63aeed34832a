import { describe, expect, test } from 'vitest'
import type { Person, Role } from '../../shared-types/src/model/person.ts'
import { ROUTES } from '../../shared-types/src/protocol.ts'
import { IN_TURN } from '../../test/databases.ts'
import { addPerson, resetPassword } from '../src/found.ts'
import { type Deployment, deployments } from './deployment.ts'
import { type Window, windowOf } from './window.ts'

describe.each(IN_TURN)('the three officers on %s', name => {
  const open = deployments(name)

  /** A window of the bureau for each officer, signed in. */
  async function offices() {
    const d = await open()
    const at = async (person: Person, number: string) => {
      const window = windowOf(d, await d.station('C', number))
      expect((await window.signIn(person)).status).toBe(200)
      return window
    }
    const { admin, security, audit } = d.people
    return { d, admin: await at(admin, '01'), security: await at(security, '02'), audit: await at(audit, '03') }
  }

  const now = async (d: Deployment, of: { id: string }) =>
    (await d.parts.directory(d.parts.store.db)).people.get(of.id)!
  const said = ({ status, body }: Awaited<ReturnType<Window['ask']>>) =>
    status === 200 ? 'ok' : `${body.error}${body.detail ? ` ${body.detail}` : ''}`
  const put = async (at: Window, value: Person) =>
    said(
      await at.ask('PUT', `${ROUTES.settings}/person:${value.id}`, { id: `person:${value.id}`, kind: 'person', value }),
    )
  const posts = async (at: Window, of: { id: string }, ...given: [Role, string][]) =>
    said(
      await at.ask('PUT', `${ROUTES.people}/${of.id}/posts`, {
        posts: given.map(([role, unit], n) => ({ id: `${of.id}-${n}`, role, unit })),
      }),
    )

  test('an administrator makes, names and ends people, but gives nobody a post', async () => {
    const { d, admin, security, audit } = await offices()
    const fresh: Person = { id: 'n1', name: '新人', login: 'new', posts: [], unit: 'S1' }
    expect(await put(admin, { ...fresh, posts: [{ id: 'n1-1', role: 'clerk', unit: 'S1' }] })).toBe('forbidden')
    expect(await put(admin, { id: 'n2', name: '无处', login: 'nowhere', posts: [] })).toBe('forbidden')
    expect(await put(admin, { ...fresh, unit: 'S9' })).toBe('forbidden')
    expect(await put(admin, fresh)).toBe('ok')
    const clerk = d.people.s1clerk
    expect(await put(admin, { ...clerk, posts: [{ ...clerk.posts[0]!, role: 'supervisor' }] })).toBe('forbidden')
    expect(await put(admin, { ...clerk, posts: [] })).toBe('forbidden')
    expect(await put(admin, { ...clerk, name: '改名', login: 'renamed' })).toBe('ok')
    expect(await now(d, clerk)).toMatchObject({ name: '改名', login: 'renamed', posts: clerk.posts })
    expect(await put(admin, { ...clerk, ended: true })).toBe('ok')
    expect((await admin.ask('PUT', `${ROUTES.people}/n1/posts`, { posts: [] })).body.error).toBe('forbidden')
    expect((await admin.ask('PUT', ROUTES.password, { person: 'n1' })).body.error).toBe('forbidden')
    for (const other of [security, audit]) expect(await put(other, { ...fresh, name: '别的' })).toBe('forbidden')
  })

  test('a security officer gives posts but changes neither name nor unit nor parameter', async () => {
    const { d, security, audit, admin } = await offices()
    const clerk = d.people.s1clerk
    expect(await posts(security, clerk, ['reviewer', 'S1'], ['clerk', 'S2'])).toBe('ok')
    expect(await now(d, clerk)).toMatchObject({
      name: clerk.name,
      login: clerk.login,
      posts: [{ role: 'reviewer' }, {}],
    })
    expect(await posts(security, clerk)).toBe('ok')
    expect((await now(d, clerk)).unit).toBe('S1')
    const unit = { id: 'unit:S1', kind: 'unit', value: { id: 'S1', name: '改', level: 'station', parent: 'D1' } }
    const days = { id: 'parameter:mail.days', kind: 'parameter', value: { domain: 'mail', name: 'days', value: 3 } }
    for (const setting of [unit, days])
      for (const at of [security, audit])
        expect(said(await at.ask('PUT', `${ROUTES.settings}/${setting.id}`, setting))).toBe('forbidden')
    expect((await security.ask('POST', ROUTES.codes, { unit: 'S1', number: '09' })).body.error).toBe('forbidden')
    expect(await posts(audit, clerk, ['clerk', 'S1'])).toBe('forbidden')
    expect(await posts(admin, clerk, ['clerk', 'S1'])).toBe('forbidden')
  })

  test('nobody holds two offices, nor an office beside other work', async () => {
    const { d, security } = await offices()
    const clerk = d.people.s1clerk
    const pairs: [Role, Role][] = [
      ['administrator', 'security'],
      ['administrator', 'audit'],
      ['security', 'audit'],
      ['administrator', 'clerk'],
      ['security', 'supervisor'],
      ['audit', 'auxiliary'],
    ]
    for (const [one, other] of pairs)
      expect(await posts(security, clerk, [one, 'S1'], [other, 'S2'])).toBe('bad-request two-offices')
    expect(await posts(security, clerk, ['audit', 'S1'], ['audit', 'S2'])).toBe('ok')
    expect(await posts(security, clerk, ['clerk', 'S1'], ['supervisor', 'D1'])).toBe('ok')
  })

  test('nobody changes their own posts, and no office loses its last holder', async () => {
    const { d, admin, security } = await offices()
    expect(await posts(security, d.people.security, ['security', 'C'], ['security', 'S1'])).toBe(
      'bad-request own-posts',
    )
    expect(await posts(security, d.people.admin)).toBe('bad-request last-officer')
    expect(await posts(security, d.people.admin, ['administrator', 'D2'])).toBe('bad-request last-officer')
    for (const officer of [d.people.admin, d.people.security, d.people.audit])
      expect(await put(admin, { ...officer, ended: true })).toBe('bad-request last-officer')
    // There is one above who could give it again: the district's may go.
    expect(await put(admin, { ...d.people.d1security, ended: true })).toBe('ok')
    expect(await posts(security, d.people.d1admin)).toBe('ok')
    expect(await posts(security, d.people.s1clerk, ['audit', 'C'])).toBe('ok')
    expect(await posts(security, d.people.audit)).toBe('ok')
  })

  test('a security officer cannot take an office by setting its holder’s password', async () => {
    const { d, security } = await offices()
    const reset = (of: Person) => security.ask<{ password: string }>('PUT', ROUTES.password, { person: of.id })
    for (const officer of [d.people.admin, d.people.audit, d.people.d1security]) {
      expect(said(await reset(officer))).toBe('forbidden officer')
      expect(said(await security.ask('PUT', `${ROUTES.people}/${officer.id}/factor`))).toBe('forbidden officer')
    }
    const puppet = d.people.s1clerk
    const first = (await reset(puppet)).body.password
    const s1 = windowOf(d, await d.station('S1', '01'))
    const known = 'known to both of us'
    expect((await s1.signIn(puppet, first, { newPassword: known })).body.session).toBeDefined()
    expect(await posts(security, puppet, ['administrator', 'C'])).toBe('ok')
    // The session of before is over and the password opens nothing, until the server's own program gives another.
    expect((await s1.ask('POST', ROUTES.signOut)).body.error).toBe('session')
    expect((await s1.signIn(puppet, known)).body.error).toBe('credentials')
    expect(said(await reset(puppet))).toBe('forbidden officer')
    const password = await resetPassword(d.parts, puppet.login)
    const again = windowOf(d, await d.station('S1', '02'))
    expect((await again.signIn(puppet, password)).body.next).toBe('password')
  })

  test('the first officers come from the program on the server’s machine', async () => {
    const d = await open()
    for (const role of ['administrator', 'security', 'audit'] as const) {
      const { person } = await addPerson(d.parts, { login: `first-${role}`, name: role, role, unit: 'C' })
      expect((await now(d, person)).posts).toMatchObject([{ role, unit: 'C' }])
    }
  })
})
