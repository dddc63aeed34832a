import { randomUUID, sign } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { keyText } from '../../shared-types/src/engine/key-text.ts'
import type { Person } from '../../shared-types/src/model/person.ts'
import { ROUTES, type SettingsAnswer } from '../../shared-types/src/protocol.ts'
import type { KeySignInAnswer, PersonLine } from '../../shared-types/src/protocol-sign-in.ts'
import type { KeyChallenge } from '../../shared-types/src/protocol-usb-key.ts'
import { IN_TURN } from '../../test/databases.ts'
import { type Authority, type Issued, keyAuthority } from '../../test/fixtures/key-authority.ts'
import { addKey, endKeys } from '../src/found-keys.ts'
import { type Deployment, deployments } from './deployment.ts'
import { type Window, windowOf } from './window.ts'

const DAY = 86_400_000

describe.each(IN_TURN)('keys with certificates on %s', name => {
  const open = deployments(name)
  let place: string
  let authority: Authority
  beforeAll(async () => {
    place = await mkdtemp(join(tmpdir(), 'keys-'))
    authority = await keyAuthority('测试根')
  })
  afterAll(() => rm(place, { recursive: true, force: true }))

  async function bureau(withList = true) {
    const folder = await mkdtemp(join(place, 'b-'))
    const [keyAuthorities, keyRevoked] = [join(folder, 'authorities.pem'), join(folder, 'revoked.pem')]
    await writeFile(keyAuthorities, authority.pem)
    await writeFile(keyRevoked, await authority.revoked([]))
    const d = await open({ keyAuthorities, ...(withList && { keyRevoked }) })
    d.clock.now = new Date().toISOString()
    const officer = windowOf(d, await d.station('C', '01'))
    await officer.signIn(d.people.security)
    const desk = windowOf(d, await d.station('S1', '01'))
    return { d, officer, desk, keyRevoked }
  }
  const register = (officer: Window, person: Person, { der }: Issued) =>
    officer.ask('PUT', `${ROUTES.people}/${person.id}/certificates`, { certificate: der.toString('base64') })
  const drawn = async (desk: Window, ...issued: Issued[]) => {
    const fingerprints = issued.length ? issued.map(({ fingerprint }) => fingerprint) : ['0'.repeat(64)]
    return (await desk.ask<KeyChallenge>('POST', ROUTES.keyChallenge, { fingerprints })).body
  }
  const challenge = async (desk: Window) => (await drawn(desk)).challenge
  const signed = ({ key }: Issued, text: string) =>
    sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' }).toString('base64')
  /** What a window sends; each part may be another. */
  async function asked(d: Deployment, desk: Window, issued: Issued, other: { by?: Issued; text?: string } = {}) {
    const drawn = await challenge(desk)
    const text = other.text ?? keyText(d.parts.key.sign.publicKey, desk.station.id, drawn)
    return { challenge: drawn, fingerprint: issued.fingerprint, signature: signed(other.by ?? issued, text) }
  }
  async function signIn(...args: Parameters<typeof asked>) {
    const { status, body } = await args[1].ask<KeySignInAnswer>('POST', ROUTES.keySignIn, await asked(...args))
    return status === 200 ? body.person.id : `${body.error} ${body.detail ?? ''}`.trim()
  }

  test('a registered certificate signs its person in, with either kind of key and without a second factor', async () => {
    const { d, officer, desk } = await bureau()
    const clerk = d.people.s1clerk
    for (const kind of ['ec', 'rsa'] as const) {
      const issued = await authority.issue(clerk.name, { kind })
      expect(await signIn(d, desk, issued)).toBe('certificate unknown')
      expect((await register(officer, clerk, issued)).status).toBe(200)
      expect(await signIn(d, desk, issued)).toBe(clerk.id)
      // A key often has a second certificate, to encrypt: the centre says which one is to sign.
      const beside = await authority.issue(clerk.name)
      expect(await drawn(desk, beside, issued)).toMatchObject({ certificate: issued.fingerprint })
      expect(await drawn(desk, beside)).not.toHaveProperty('certificate')
    }
    const listed = (await officer.ask<{ people: PersonLine[] }>('GET', ROUTES.people)).body.people
    const line = listed.find(({ person }) => person.id === clerk.id)!
    expect(line.certificates).toHaveLength(2)
    expect(line.certificates[0]).toMatchObject({ subject: 'CN=s1clerk', issuer: 'CN=测试根' })
    const rows = await d.parts.store.db
      .selectFrom('events')
      .select(['act', 'body'])
      .where('act', '=', 'sign-in')
      .execute()
    expect(rows.some(({ body }) => body.includes(line.certificates[0]!.fingerprint))).toBe(true)
  })

  test('what another key signed, or this one for somewhere else, or twice, opens nothing', async () => {
    const { d, officer, desk } = await bureau()
    const [own, other] = [await authority.issue('一'), await authority.issue('二')]
    await register(officer, d.people.s1clerk, own)
    await register(officer, d.people.s2clerk, other)
    expect(await signIn(d, desk, own, { by: other })).toBe('certificate signature')
    expect(await signIn(d, desk, own, { text: 'anything' })).toBe('certificate signature')
    const elsewhere = windowOf(d, await d.station('S1', '02'))
    const request = await asked(d, desk, own)
    expect((await elsewhere.ask('POST', ROUTES.keySignIn, request)).body.detail).toBe('challenge')
    expect((await desk.ask('POST', ROUTES.keySignIn, request)).status).toBe(200)
    expect((await desk.ask('POST', ROUTES.keySignIn, request)).body.detail).toBe('challenge')
    const late = await asked(d, desk, own)
    d.clock.now = new Date(Date.parse(d.clock.now) + 121_000).toISOString()
    expect((await desk.ask('POST', ROUTES.keySignIn, late)).body.detail).toBe('challenge')
    // Somebody of another station has no post here, whatever key they hold.
    expect(await signIn(d, desk, other)).toBe('credentials')
    const drawn = await challenge(desk)
    d.clock.now = new Date(Date.parse(d.clock.now) + 1_000).toISOString()
    for (let n = 0; n < 8; n++) await challenge(desk)
    const forgotten = { ...(await asked(d, desk, own)), challenge: drawn }
    expect((await desk.ask('POST', ROUTES.keySignIn, forgotten)).body.detail).toBe('challenge')
  })

  test('only certificates of the configured authorities that are in force, for signing and strong are taken', async () => {
    const { d, officer } = await bureau()
    const clerk = d.people.s1clerk
    const foreign = await keyAuthority('测试根')
    const tried = async (issued: Issued) => (await register(officer, clerk, issued)).body.detail
    expect(await tried(await foreign.issue('外'))).toBe('issuer')
    expect(await tried(await authority.issue('旧', { until: new Date(Date.now() - 1000) }))).toBe('expired')
    expect(await tried(await authority.issue('新', { from: new Date(Date.now() + DAY) }))).toBe('early')
    expect(await tried(await authority.issue('密', { usage: 'encrypting' }))).toBe('usage')
    expect(await tried(await authority.issue('网', { extended: '1.3.6.1.5.5.7.3.1' }))).toBe('usage')
    expect(await tried(await authority.issue('弱', { kind: 'rsa-1024' }))).toBe('weak')
    const form = { certificate: Buffer.from('no certificate').toString('base64') }
    expect((await officer.ask('PUT', `${ROUTES.people}/${clerk.id}/certificates`, form)).body.detail).toBe('form')
    const good = await authority.issue('好', { extended: '1.3.6.1.5.5.7.3.2' })
    expect(await tried(good)).toBeUndefined()
    expect((await register(officer, d.people.s2clerk, good)).body.detail).toBe('taken')
    const none = await open()
    none.clock.now = d.clock.now
    const elsewhere = windowOf(none, await none.station('C', '01'))
    await elsewhere.signIn(none.people.security)
    expect((await register(elsewhere, none.people.s1clerk, good)).body.detail).toBe('off')
  })

  test('one that ran out or was taken back later signs nobody in, and an old list lets nobody in', async () => {
    const { d, officer, desk, keyRevoked } = await bureau()
    const issued = await authority.issue('一', { until: new Date(Date.now() + 2 * DAY) })
    await register(officer, d.people.s1clerk, issued)
    expect(await signIn(d, desk, issued)).toBe(d.people.s1clerk.id)
    await writeFile(keyRevoked, await authority.revoked(['4711', issued.serial]))
    expect(await signIn(d, desk, issued)).toBe('certificate revoked')
    await writeFile(keyRevoked, await (await keyAuthority('测试根')).revoked([]))
    expect(await signIn(d, desk, issued)).toBe('certificate list')
    await writeFile(keyRevoked, await authority.revoked([], new Date(Date.now() + DAY)))
    expect(await signIn(d, desk, issued)).toBe(d.people.s1clerk.id)
    d.clock.now = new Date(Date.now() + 1.5 * DAY).toISOString()
    const later = windowOf(d, await d.station('S1', '03'))
    expect(await signIn(d, later, issued)).toBe('certificate list')
    d.clock.now = new Date(Date.now() + 3 * DAY).toISOString()
    expect(await signIn(d, windowOf(d, await d.station('S1', '04')), issued)).toBe('certificate expired')
    const failed = await d.parts.store.db
      .selectFrom('events')
      .select('body')
      .where('act', '=', 'sign-in-failed')
      .execute()
    expect(failed.filter(({ body }) => body.includes(issued.fingerprint))).toHaveLength(4)
  })

  test('the officer ends a certificate, and whoever sits there by it goes; a new office ends all', async () => {
    const { d, officer, desk } = await bureau(false)
    const clerk = d.people.s1clerk
    const issued = await authority.issue('一')
    await register(officer, clerk, issued)
    const { body } = await desk.ask<KeySignInAnswer>('POST', ROUTES.keySignIn, await asked(d, desk, issued))
    const end = `${ROUTES.people}/${clerk.id}/certificates/${issued.fingerprint}/end`
    expect((await officer.ask('PUT', end)).status).toBe(200)
    const row = await d.parts.store.db
      .selectFrom('sessions')
      .select('ended_seq')
      .where('person', '=', body.person.id)
      .executeTakeFirstOrThrow()
    expect(row.ended_seq).not.toBeNull()
    expect(await signIn(d, desk, issued)).toBe('certificate unknown')
    await register(officer, clerk, issued)
    const posts = [{ id: randomUUID(), role: 'audit', unit: 'S1' }]
    expect((await officer.ask('PUT', `${ROUTES.people}/${clerk.id}/posts`, { posts })).status).toBe(200)
    expect(await signIn(d, desk, issued)).toBe('certificate unknown')
    // And of an officer only the server's own program makes one.
    const again = await register(officer, clerk, issued)
    expect([again.status, again.body.detail]).toEqual([403, 'officer'])
    await addKey(d.parts, d.parts.certificates, clerk.login, issued.der)
    expect(await signIn(d, desk, issued)).toBe(clerk.id)
    expect(await endKeys(d.parts, clerk.login)).toBe(1)
    expect(await signIn(d, desk, issued)).toBe('certificate unknown')
  })

  test('a station is told whose certificates are whose, and an administrator cannot set them', async () => {
    const { d, officer, desk } = await bureau(false)
    const issued = await authority.issue('一')
    await register(officer, d.people.s1clerk, issued)
    const told = async (window: Window) => {
      const { body } = await window.ask<SettingsAnswer>('GET', `${ROUTES.settings}?after=0`)
      const found = body.documents.find(({ id }) => id === `person:${d.people.s1clerk.id}`)
      return (found!.value as Person).certificates
    }
    expect(await told(desk)).toEqual([issued.fingerprint])
    const admin = windowOf(d, await d.station('C', '02'))
    await admin.signIn(d.people.admin)
    const value = { ...d.people.s1clerk, name: '改名', certificates: ['0'.repeat(64)] }
    const setting = { id: `person:${value.id}`, kind: 'person', value }
    expect((await admin.ask('PUT', `${ROUTES.settings}/person:${value.id}`, setting)).status).toBe(200)
    expect(await told(desk)).toEqual([issued.fingerprint])
  })
})
