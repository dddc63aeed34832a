import { verify } from '@node-rs/argon2'
import { describe, expect, test } from 'vitest'
import { requestSigner } from '../../desktop/src/core/request-signer.ts'
import type { Person } from '../../shared-types/src/model/person.ts'
import { ROUTES, type SettingsAnswer } from '../../shared-types/src/protocol.ts'
import type { EnrolAnswer } from '../../shared-types/src/protocol-stations.ts'
import { IN_TURN } from '../../test/databases.ts'
import { addCode } from '../src/found.ts'
import { type Deployment, deployments, PASSWORD } from './deployment.ts'
import { machine, signedHead } from './signed.ts'
import { type Window, windowOf } from './window.ts'

describe.each(IN_TURN)('people and stations on %s', name => {
  const open = deployments(name)

  async function enrol(d: Deployment, code: string) {
    const url = new URL(ROUTES.enrol, d.address)
    const { key, signer, signing } = machine(() => d.clock.now)
    const body = JSON.stringify({ code, name: '一号窗口', key: key.publicKey, seal: key.seal.publicKey })
    const head = await signedHead({ signer }, { method: 'POST', url, body })
    const answer = await fetch(url, { method: 'POST', headers: { ...head, 'content-type': 'application/json' }, body })
    const said = (await answer.json()) as EnrolAnswer & { error?: string }
    const made = () => ({ station: said.station, signer: requestSigner(signing, key, said.station.id) })
    return { status: answer.status, body: said, made }
  }

  test('a code makes one machine a station, once, within a day', async () => {
    const d = await open()
    const { code } = await addCode(d.parts, 'S1', '01')
    const { status, body, made } = await enrol(d, code.toLowerCase().replaceAll('-', ' '))
    expect(status).toBe(200)
    expect(body.station).toMatchObject({ name: '一号窗口', unit: 'S1', number: '01' })
    expect((await enrol(d, code)).body).toEqual({ error: 'code' })
    expect((await windowOf(d, made()).ask('GET', ROUTES.settings)).status).toBe(200)
    await expect(addCode(d.parts, 'S1', '01')).rejects.toThrow()
    const late = await addCode(d.parts, 'S1', '02')
    d.clock.now = '2026-03-03T02:00:00.000Z'
    expect((await enrol(d, late.code)).body).toEqual({ error: 'code' })
  })

  test('guessing codes ends after ten tries, also for a right one', async () => {
    const d = await open()
    const { code } = await addCode(d.parts, 'S1', '01')
    for (let i = 0; i < 10; i++) expect((await enrol(d, 'AAAA-AAAA-AAAA')).body).toEqual({ error: 'code' })
    expect(await enrol(d, code)).toMatchObject({ status: 429, body: { error: 'locked' } })
  })

  test('a person signs in where they hold a post, and the verifier lets them in offline', async () => {
    const d = await open()
    const s1 = windowOf(d, await d.station('S1', '01'))
    const { status, body } = await s1.signIn(d.people.s1clerk)
    expect(status).toBe(200)
    expect(body.person).toEqual(d.people.s1clerk)
    expect(body.until).toBe('2026-03-02T13:00:00.000Z')
    expect(await verify(body.verifier, PASSWORD)).toBe(true)
    expect(await verify(body.verifier, `${PASSWORD}x`)).toBe(false)
    const kept = await d.parts.store.db.selectFrom('credentials').select('hash').execute()
    expect(kept.map(k => k.hash)).not.toContain(body.verifier)
    expect((await s1.ask('POST', ROUTES.signOut)).status).toBe(200)
    expect((await s1.ask('POST', ROUTES.signOut)).body).toEqual({ error: 'session' })
  })

  test('unknown, wrong, of elsewhere and gone get one answer', async () => {
    const d = await open()
    const s1 = windowOf(d, await d.station('S1', '01'))
    await d.put({ ...d.people.s1other, ended: true })
    const nobody = { ...d.people.s1clerk, login: 'nobody' }
    for (const [person, password] of [
      [nobody, PASSWORD],
      [d.people.s1clerk, 'wrong'],
      [d.people.s2clerk, PASSWORD],
      [d.people.s1other, PASSWORD],
    ] as const)
      expect(await s1.signIn(person, password)).toEqual({ status: 401, body: { error: 'credentials' } })
    const lines = await d.parts.store.db.selectFrom('events').select('body').where('type', '=', 'audit').execute()
    expect(lines.filter(l => l.body.includes('sign-in-failed'))).toHaveLength(4)
    expect(lines.some(l => l.body.includes('wrong') || l.body.includes('nobody'))).toBe(false)
  })

  test('an unknown login takes as long as a wrong password', async () => {
    const d = await open()
    const windows: Window[] = []
    for (let i = 10; i < 16; i++) windows.push(windowOf(d, await d.station('S1', String(i))))
    // The processor's time, the least of several: what else the machine does must not count.
    const least = async (login: string) => {
      const times: number[] = []
      for (const window of windows) {
        const start = process.cpuUsage()
        await window.signIn({ ...d.people.s1clerk, login }, 'wrong')
        const { user, system } = process.cpuUsage(start)
        times.push(user + system)
      }
      return Math.min(...times)
    }
    await least('warm-up')
    const [known, unknown] = [await least('s1clerk'), await least('s1nobody')]
    // Without the hash that nobody's password fits, an unknown login takes a tenth.
    expect(unknown).toBeGreaterThan(known * 0.4)
    expect(unknown).toBeLessThan(known * 2.5)
  })

  test('a changed password ends the sessions of the old one', async () => {
    const d = await open()
    const s1 = windowOf(d, await d.station('S1', '01'))
    await s1.signIn(d.people.s1clerk)
    const change = (old: string, password: string) => s1.ask('PUT', ROUTES.ownPassword, { old, password })
    expect((await change('wrong', 'a new password')).body.error).toBe('credentials')
    expect((await change(PASSWORD, 'short')).body).toEqual({ error: 'password', detail: 'short' })
    expect((await change(PASSWORD, 'a new password')).status).toBe(200)
    expect((await change('a new password', 'another one of mine')).body.error).toBe('session')
    expect((await s1.signIn(d.people.s1clerk)).body.error).toBe('credentials')
    expect((await s1.signIn(d.people.s1clerk, 'a new password')).status).toBe(200)
  })

  test('settings come by number: those of the deployment to all, logins and leases only where they belong', async () => {
    const d = await open()
    const s1 = windowOf(d, await d.station('S1', '01'))
    const s2 = windowOf(d, await d.station('S2', '01'))
    await s2.ask('POST', ROUTES.leases, { series: 'mail.letter', year: 2026 })
    const settings = async (window: Window, after = 0) =>
      (await window.ask<SettingsAnswer>('GET', `${ROUTES.settings}?after=${after}`)).body
    const first = await settings(s1)
    const kinds = Map.groupBy(first.documents, s => s.kind)
    expect(kinds.get('unit')).toHaveLength(6)
    expect(kinds.get('deployment')![0]!.value).toEqual({ name: '测试', zone: 'Asia/Shanghai' })
    expect(kinds.get('station')).toHaveLength(2)
    expect(kinds.has('lease')).toBe(false)
    expect((await settings(s2)).documents.some(s => s.kind === 'lease')).toBe(true)
    const logins = (kinds.get('person') ?? []).map(s => (s.value as Person).login).filter(Boolean)
    expect(logins.sort()).toEqual(['s1clerk', 's1other'])
    expect(await settings(s1, first.seq)).toMatchObject({ documents: [], seq: first.seq })
    expect((await settings(s1, 1_000_000)).documents.length).toBe(first.documents.length)

    const admin = windowOf(d, await d.station('C', '01'))
    await admin.signIn(d.people.admin)
    const unit = { id: 'unit:S1', kind: 'unit', value: { id: 'S1', name: '一所', level: 'station', parent: 'D2' } }
    expect((await admin.ask('PUT', `${ROUTES.settings}/unit:S1`, unit)).status).toBe(200)
    const next = await settings(windowOf(d, await d.station('D2', '01')), first.seq)
    const known = next.documents.filter(s => s.kind === 'person').map(s => (s.value as Person).login)
    expect(known.filter(Boolean).sort()).toEqual(['d2helper', 's1clerk', 's1other', 's3clerk'])
  })
})
