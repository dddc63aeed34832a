import { describe, expect, test } from 'vitest'
import { requestSigner } from '../../desktop/src/core/request-signer.ts'
import { makeStationKey } from '../../desktop/src/core/station-key.ts'
import { ANSWER_HEADERS, type GapAccount, HEADERS, ROUTES } from '../../shared-types/src/protocol.ts'
import type { CodeAnswer, EnrolAnswer, StationEnded, StationsAnswer } from '../../shared-types/src/protocol-stations.ts'
import { IN_TURN } from '../../test/databases.ts'
import { openDatabase } from '../src/database.ts'
import { stationCounters } from '../src/station-counters.ts'
import { stationKeyRow } from '../src/station-keys.ts'
import type { SignedRequest } from '../src/station-signature.ts'
import { openStore } from '../src/store.ts'
import { type Deployment, deployments } from './deployment.ts'
import { type Made, machine, signedHead, stranger } from './signed.ts'
import { windowOf } from './window.ts'

const HOUR = 3_600_000

describe.each(IN_TURN)('a station on %s', name => {
  const open = deployments(name)

  interface Sending {
    body?: unknown
    path?: string
    /** What goes over the wire instead of what was signed. */
    altered?: { path?: string; body?: unknown; method?: string; headers?: Record<string, string> }
    head?: Record<string, string>
  }

  /** Signs and sends one request; answers its status with the code of the refusal. */
  async function send(d: Deployment, made: Pick<Made, 'signer'>, sending: Sending = {}) {
    const path = sending.path ?? ROUTES.settings
    const url = new URL(path, d.address)
    const method = sending.body === undefined ? 'GET' : 'POST'
    const text = (body: unknown) => (body === undefined ? undefined : JSON.stringify(body))
    const body = text(sending.body)
    const head = sending.head ?? (await signedHead(made, { method, url, ...(body && { body }) }))
    const { altered } = sending
    const sent = altered?.body === undefined ? body : text(altered.body)
    const answer = await fetch(new URL(altered?.path ?? path, d.address), {
      method: altered?.method ?? method,
      headers: { ...head, ...(sent && { 'content-type': 'application/json' }), ...altered?.headers },
      ...(sent && { body: sent }),
    })
    const told = answer.headers.get(ANSWER_HEADERS.time)
    return { said: answer.status === 200 ? 'ok' : answer.headers.get(ANSWER_HEADERS.refusal), head, told, answer }
  }

  const said = async (...args: Parameters<typeof send>) => (await send(...args)).said
  const state = async (d: Deployment, made: Made) => (await stationKeyRow(d.parts.store.db, made.station.id))?.state
  const linesOf = async (d: Deployment, act: string) =>
    (await d.parts.store.db.selectFrom('events').select('body').where('type', '=', 'audit').execute())
      .map(line => JSON.parse(line.body) as { act: string; station: string; patch: Record<string, string> })
      .filter(line => line.act === act)
  const at = (d: Deployment, ms: number) => new Date(Date.parse(d.clock.now) + ms).toISOString()

  test('is heard when it signed the very request, and not when anything of it was altered', async () => {
    const d = await open()
    const made = await d.station('S1', '01')
    const other = await d.station('S1', '02')
    expect(await said(d, made)).toBe('ok')
    const push = { path: ROUTES.push, body: { events: [] } }
    expect(await said(d, made, push)).toBe('ok')
    expect(await said(d, made, { ...push, altered: { body: { events: [], more: 1 } } })).toBe('signature')
    expect(await said(d, made, { altered: { path: `${ROUTES.settings}?after=7` } })).toBe('signature')
    expect(await said(d, made, { altered: { method: 'HEAD' } })).toBe('signature')
    for (const [header, value] of [
      [HEADERS.station, other.station.id],
      [HEADERS.session, 'somebody'],
      [HEADERS.time, at(d, 1)],
      [HEADERS.counter, '999'],
      [HEADERS.run, 'another-run'],
      [HEADERS.body, '0'.repeat(64)],
      [HEADERS.version, '9.9'],
      [HEADERS.signature, 'A'.repeat(86)],
    ] as const)
      expect([header, await said(d, made, { altered: { headers: { [header]: value } } })]).toEqual([
        header,
        'signature',
      ])
    expect(await said(d, { signer: requestSigner(made.signing, makeStationKey(), made.station.id) })).toBe('signature')
    for (const header of [HEADERS.signature, HEADERS.time, HEADERS.counter, HEADERS.run, HEADERS.body]) {
      const { head } = await send(d, made)
      const { [header]: _, ...less } = head
      expect(await said(d, made, { head: less })).toBe('station')
    }
    expect(
      await said(
        d,
        stranger(() => d.clock.now),
      ),
    ).toBe('station')
    // None of all this was taken for another machine.
    expect([await state(d, made), await said(d, made)]).toEqual(['active', 'ok'])
    expect(d.faults).toEqual([])
  })

  test('is heard once for each request, in any order of those that travel at once, about now', async () => {
    const d = await open({ rates: { atOnce: 0 } })
    const made = await d.station('S1', '01')
    const { head } = await send(d, made)
    expect(await said(d, made, { head })).toBe('counter')
    const url = new URL(ROUTES.settings, d.address)
    const heads: Record<string, string>[] = []
    for (let i = 0; i < 70; i++) heads.push(await signedHead(made, { method: 'GET', url }))
    const parallel = await Promise.all(
      heads
        .slice(10)
        .reverse()
        .map(one => said(d, made, { head: one })),
    )
    expect(new Set(parallel)).toEqual(new Set(['ok']))
    expect(await said(d, made, { head: heads[0]! })).toBe('counter')
    expect(new Set(await Promise.all(heads.slice(10).map(one => said(d, made, { head: one }))))).toEqual(
      new Set(['counter']),
    )
    for (const off of [-6 * 60_000, 6 * 60_000, -48 * HOUR, 400 * 24 * HOUR]) {
      const signer = requestSigner({ ...made.signing, now: () => at(d, off) }, made.key, made.station.id)
      const refused = await send(d, { signer })
      expect([refused.said, refused.told]).toEqual(['clock', d.clock.now])
      // The refusal said what time it is: that is enough to go on.
      signer.heard(refused.told, signer.now())
      expect(await said(d, { signer })).toBe('ok')
      made.signing.offset.ms = 0
    }
    expect(await state(d, made)).toBe('active')
    expect(d.faults).toEqual([])
  })

  test('is stopped when two machines speak with its key, whichever way that shows', async () => {
    const d = await open()
    const ways: Record<string, (made: Made) => Promise<unknown>> = {
      'one counter under two requests': async made => {
        const counter = { next: async () => 7 }
        const twice = requestSigner({ ...made.signing, counter }, made.key, made.station.id)
        expect(await said(d, { signer: twice })).toBe('ok')
        return said(d, { signer: twice }, { path: `${ROUTES.settings}?after=1` })
      },
      'a start that begins below what was reached': async made => {
        for (let i = 0; i < 3; i++) expect(await said(d, made)).toBe('ok')
        d.clock.now = at(d, 10_000)
        return said(d, copyOf(made, 0))
      },
      'the earlier one goes on after a newer one began': async made => {
        expect(await said(d, made)).toBe('ok')
        expect(await said(d, copyOf(made, 1000))).toBe('ok')
        d.clock.now = at(d, 10_000)
        return said(d, made)
      },
    }
    for (const [i, [way, twoMachines]] of Object.entries(ways).entries()) {
      const made = await d.station('S1', `1${i}`)
      expect([way, await twoMachines(made)]).toEqual([way, 'cloned'])
      d.clock.now = at(d, 10_000)
      expect(await said(d, made)).toBe('cloned')
      expect(await said(d, copyOf(made, 5000))).toBe('cloned')
      expect([await state(d, made), (await d.parts.live.now()).keys.has(made.station.id)]).toEqual(['cloned', false])
    }
    expect((await linesOf(d, 'station-cloned')).length).toBe(3)
    expect(d.faults).toEqual([])
  })

  /** The same key in another process, which counts on from there. */
  function copyOf(made: Made, from: number): Pick<Made, 'signer'> {
    const { signing } = machine(made.signing.now)
    const count = { last: from }
    const counter = {
      next: async () => {
        count.last += 1
        return count.last
      },
    }
    return { signer: requestSigner({ ...signing, counter }, made.key, made.station.id) }
  }

  test('restarts, late arrivals and repeats of old requests are no second machine', async () => {
    const d = await open()
    const made = await d.station('S1', '01')
    const url = new URL(ROUTES.settings, d.address)
    await send(d, made)
    const old = await signedHead(made, { method: 'GET', url })
    expect(await said(d, made, { head: old })).toBe('ok')
    const late = await signedHead(made, { method: 'GET', url })
    d.clock.now = at(d, 60_000)
    const second = copyOf(made, 1000)
    expect(await said(d, second)).toBe('ok')
    // It was signed before the newer start; it lies too far below to be known as new.
    expect(await said(d, made, { head: late })).toBe('counter')
    d.clock.now = at(d, 60_000)
    const third = copyOf(made, 2000)
    expect(await said(d, third)).toBe('ok')
    expect(await said(d, made, { head: old })).toBe('counter')
    expect([await said(d, third), await state(d, made)]).toEqual(['ok', 'active'])
  })

  test('ended by whoever looks after its unit: nothing of it is accepted, its numbers are accounted for', async () => {
    const d = await open()
    const made = await d.station('S1', '01')
    const window = windowOf(d, made)
    await window.ask('POST', ROUTES.leases, { series: 'mail.letter', year: 2026 })
    const office = windowOf(d, await d.station('C', '01'))
    const end = (reason?: string, id = made.station.id) =>
      office.ask<StationEnded>('POST', `${ROUTES.stations}/${id}/end`, { ...(reason && { reason }) })
    expect((await end('gone')).body.error).toBe('session')
    await office.signIn(d.people.s1clerk)
    expect((await end('gone')).body.error).toBe('forbidden')
    const district = windowOf(d, await d.station('D2', '01'))
    await office.signIn(d.people.admin)
    await window.signIn(d.people.s1clerk)
    expect((await end()).body.error).toBe('bad-request')
    expect((await end('电脑被盗', 'nowhere')).status).toBe(404)
    const ended = await end('电脑被盗')
    expect(ended.status).toBe(200)
    expect(ended.body.numbers).toMatchObject([{ series: 'mail.letter', from: 1, known: 0 }])
    expect(ended.body.numbers[0]!.open).toBe(ended.body.numbers[0]!.to)
    expect((await end('again')).status).toBe(409)
    for (const [method, path] of [
      ['GET', ROUTES.settings],
      ['GET', ROUTES.pull],
      ['POST', ROUTES.push],
      ['POST', ROUTES.leases],
      ['GET', ROUTES.stream],
      ['PUT', `${ROUTES.files}/${'0'.repeat(64)}`],
    ] as const) {
      const { body } = await window.ask(method, path, method === 'POST' ? { events: [] } : undefined)
      expect([path, body.error, body.detail]).toEqual([path, 'ended', '电脑被盗'])
    }
    expect(
      await d.parts.store.db.selectFrom('sessions').selectAll().where('station', '=', made.station.id).execute(),
    ).toEqual([])
    const [line] = await linesOf(d, 'station-end')
    expect(line?.patch).toMatchObject({ station: made.station.id, reason: '电脑被盗' })
    const account = await office.ask<GapAccount>('GET', `${ROUTES.gaps}?series=mail.letter&year=2026`)
    expect(account.body.rows).toMatchObject([{ from: 1, fate: 'blocked', station: made.station.id }])
    const { stations } = (await office.ask<StationsAnswer>('GET', ROUTES.stations)).body
    expect(stations.find(s => s.station.id === made.station.id)).toMatchObject({
      state: 'ended',
      reason: '电脑被盗',
      version: 'test',
    })
    expect((await district.ask('GET', ROUTES.stations)).body.error).toBe('session')
  })

  test('becomes itself again by a code for it, with a key of the machine that typed it', async () => {
    const d = await open()
    const made = await d.station('S1', '01')
    const office = windowOf(d, await d.station('C', '01'))
    await office.signIn(d.people.admin)
    const codeFor = async (station: string) =>
      (await office.ask<CodeAnswer>('POST', ROUTES.codes, { station })).body.code
    const url = new URL(ROUTES.enrol, d.address)
    const enrol = async (code: string, as?: string) => {
      const { key, signer, signing } = machine(() => d.clock.now)
      const body = { code, name: '换机', key: key.publicKey, seal: key.seal.publicKey, ...(as && { as }) }
      const { answer, said } = await send(d, { signer }, { path: ROUTES.enrol, body })
      const { station } = (await answer.json()) as EnrolAnswer
      return { said, station, signer: requestSigner(signing, key, station?.id ?? '') }
    }
    const code = await codeFor(made.station.id)
    expect((await enrol(code, 'another')).said).toBe('code')
    const again = await enrol(code, made.station.id)
    expect(again.station).toMatchObject({ id: made.station.id, unit: 'S1', number: '01', name: '换机' })
    expect([await said(d, made), await said(d, again)]).toEqual(['signature', 'ok'])
    await office.ask('POST', `${ROUTES.stations}/${made.station.id}/end`, { reason: '误操作' })
    expect(await said(d, again)).toBe('ended')
    const woken = await enrol(await codeFor(made.station.id), made.station.id)
    expect([await said(d, again), await said(d, woken)]).toEqual(['signature', 'ok'])
    // A proof of another key than the one that is asked for.
    const [mine, theirs] = [machine(() => d.clock.now), makeStationKey()]
    const body = JSON.stringify({
      code: await codeFor(made.station.id),
      name: 'x',
      key: theirs.publicKey,
      seal: theirs.seal.publicKey,
    })
    const head = await signedHead(mine, { method: 'POST', url, body })
    expect(await said(d, mine, { path: ROUTES.enrol, body: JSON.parse(body), head })).toBe('signature')
    expect(await linesOf(d, 'enrol-again')).toHaveLength(2)
  })

  test('one request at two servers of the deployment is heard by one', async () => {
    if (name === 'sqlite') return
    const d = await open()
    const made = await d.station('S1', '01')
    const second = await openDatabase(d.database)
    const counters = [d.parts.counters, stationCounters(openStore(second.db, d.parts.kinds), d.parts.now)]
    const request = async (counter: number): Promise<SignedRequest> => ({
      method: 'GET',
      target: ROUTES.settings,
      station: made.station.id,
      session: '',
      time: d.clock.now,
      counter,
      run: made.signing.run,
      body: '',
      version: '',
      signature: `signature-${counter}`,
    })
    // Both at the same moment, again and again: without the lock of the row some of these are heard twice.
    for (let counter = 1; counter <= 40; counter++) {
      const both = await Promise.all(counters.map(async one => one.use(await request(counter), made.key.publicKey)))
      expect(both.sort()).toEqual(['fresh', 'replay'])
    }
    await second.close()
  })
})
