import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Person } from '../../shared-types/src/model/person.ts'
import { ANSWER_HEADERS, ROUTES } from '../../shared-types/src/protocol.ts'
import type { UpdateAnswer, UpdateAsk, UpdatesAnswer } from '../../shared-types/src/protocol-updates.ts'
import { IN_TURN } from '../../test/databases.ts'
import { openSession } from '../src/sessions.ts'
import { deployments } from './deployment.ts'
import { releaser } from './released.ts'
import { type Made, signedHead } from './signed.ts'

const release = releaser()
const ASK: UpdateAsk = { version: '0.1.0', platform: 'linux-x64', shell: 'web', progress: { how: 'current' } }

describe.each(IN_TURN)('updates, %s', name => {
  const open = deployments(name)

  async function world() {
    const d = await open()
    d.parts.updates.keys = [release.key]
    const office = await d.station('C', '01')
    const sessions = new Map<string, string>()
    const session = async (made: Made, person: Person) => {
      const known =
        sessions.get(person.id) ?? (await openSession(d.parts.store.db, made.station, person.id, d.clock.now)).session
      sessions.set(person.id, known)
      return known
    }
    async function send(
      made: Made,
      method: string,
      path: string,
      more: { body?: string | Uint8Array<ArrayBuffer>; by?: Person; range?: string } = {},
    ) {
      const url = new URL(path, d.address)
      const { body, by, range } = more
      const head = await signedHead(made, {
        method,
        url,
        ...(body !== undefined && { body }),
        ...(by && { session: await session(made, by) }),
      })
      const mime = typeof body === 'string' ? 'application/json' : 'application/octet-stream'
      const headers = { ...head, ...(body !== undefined && { 'content-type': mime }), ...(range && { range }) }
      return fetch(url, { method, headers, ...(body !== undefined && { body }) })
    }
    const refusal = async (answer: Promise<Response>) => (await answer).headers.get(ANSWER_HEADERS.refusal)
    const bring = ({ hash, bytes }: { hash: string; bytes: Buffer }, by = d.people.admin) =>
      send(office, 'PUT', `${ROUTES.updates}/packages/${hash}`, { body: new Uint8Array(bytes), by })
    const roll = (hash: string, target: string, percent: number, by = d.people.admin) =>
      send(office, 'PUT', `${ROUTES.updates}/rollouts`, {
        body: JSON.stringify({ package: hash, target, percent }),
        by,
      })
    const ask = async (made: Made, change: Partial<UpdateAsk> = {}) => {
      const answer = await send(made, 'POST', `${ROUTES.updates}/ask`, { body: JSON.stringify({ ...ASK, ...change }) })
      expect(answer.status).toBe(200)
      return ((await answer.json()) as UpdateAnswer).offer
    }
    const acts = async () => {
      const rows = await d.parts.store.db
        .selectFrom('events')
        .select(['act', 'person', 'station', 'body'])
        .orderBy('seq')
        .execute()
      return rows
        .filter(row => row.act.startsWith('update-'))
        .map(({ body, ...row }) => ({ ...row, patch: JSON.parse(body).patch }))
    }
    return { d, office, send, refusal, bring, roll, ask, acts }
  }

  test('a package is kept only when it is whole and released, and by an administrator of the whole', async () => {
    const { d, bring, refusal, acts } = await world()
    const made = release.release()
    expect(await refusal(bring(made, d.people.d1admin))).toBe('forbidden')
    expect(await refusal(bring(made, d.people.security))).toBe('forbidden')
    expect(await refusal(bring(releaser().release()))).toBe('content')
    const altered = Buffer.from(made.bytes)
    altered[altered.length - 1]! ^= 1
    expect(await refusal(bring({ ...made, bytes: altered }))).toBe('signature')
    const { createHash } = await import('node:crypto')
    const renamed = { bytes: altered, hash: createHash('sha256').update(altered).digest('hex') }
    expect(await refusal(bring(renamed))).toBe('content')
    expect(await readdir(d.parts.updates.folder)).toEqual(['parts'])
    expect((await bring(made)).status).toBe(200)
    expect((await bring(made)).status).toBe(200)
    expect(await readFile(join(d.parts.updates.folder, made.hash))).toEqual(made.bytes)
    expect(await readdir(join(d.parts.updates.folder, 'parts'))).toEqual([])
    expect((await acts())[0]).toMatchObject({
      act: 'update-package',
      person: d.people.admin.id,
      patch: { version: '0.2.0', package: made.hash },
    })
    d.parts.updates.keys = []
    expect(await refusal(bring(release.release({ version: '0.3.0' })))).toBe('content')
  })

  test('the nearest word counts: station before unit before the unit above', async () => {
    const { d, bring, roll, ask } = await world()
    const made = release.release()
    await bring(made)
    const [s1, other, s2, s3] = [
      await d.station('S1', '01'),
      await d.station('S1', '02'),
      await d.station('S2', '01'),
      await d.station('S3', '01'),
    ]
    expect(await ask(s1)).toBeUndefined()
    await roll(made.hash, 'D1', 100)
    const offer = { hash: made.hash, version: '0.2.0', size: made.bytes.length }
    expect([await ask(s1), await ask(s2), await ask(s3)]).toEqual([offer, offer, undefined])
    await roll(made.hash, 'S1', 0)
    expect([await ask(s1), await ask(s2)]).toEqual([undefined, offer])
    await roll(made.hash, s1.station.id, 100)
    expect([await ask(s1), await ask(other)]).toEqual([offer, undefined])
    // Not for another machine, and not for whom it would be no step forward.
    expect(await ask(s1, { shell: 'electron' })).toBeUndefined()
    expect(await ask(s1, { version: '0.2.0' })).toBeUndefined()
    expect(await ask(s1, { version: '0.3.0' })).toBeUndefined()
  })

  test('a share of the stations, the same ones and more when it is raised', async () => {
    const { d, bring, roll, ask } = await world()
    const made = release.release()
    await bring(made)
    const stations: Made[] = []
    for (let i = 1; i <= 30; i++) stations.push(await d.station('S1', String(i).padStart(2, '0')))
    const whoGets = async (percent: number) => {
      await roll(made.hash, 'C', percent)
      const got = new Set<string>()
      for (const station of stations) if (await ask(station)) got.add(station.station.id)
      return got
    }
    const [none, some, more, all] = [await whoGets(0), await whoGets(30), await whoGets(70), await whoGets(100)]
    expect([none.size, all.size]).toEqual([0, 30])
    // 30 and 70 of 100 in expectation; far outside of what chance makes of 30 stations would be a mistake of ours.
    expect(some.size).toBeGreaterThan(0)
    expect(more.size).toBeGreaterThan(some.size)
    expect(more.size).toBeLessThan(30)
    expect([...some].filter(id => !more.has(id))).toEqual([])
  })

  test('the newest goes first, and a signed way back from what runs before it', async () => {
    const { d, bring, roll, ask } = await world()
    const station = await d.station('S1', '01')
    for (const change of [{ version: '0.2.0' }, { version: '0.10.0' }, { version: '0.9.0', over: ['0.11.0'] }]) {
      const made = release.release(change)
      await bring(made)
      await roll(made.hash, 'C', 100)
    }
    expect((await ask(station))?.version).toBe('0.10.0')
    expect((await ask(station, { version: '0.9.0' }))?.version).toBe('0.10.0')
    expect((await ask(station, { version: '0.11.0' }))?.version).toBe('0.9.0')
    expect(await ask(station, { version: '0.12.0' })).toBeUndefined()
  })

  test('a package is given piece by piece to whom it is offered, and to nobody else', async () => {
    const { d, bring, roll, ask, send, refusal } = await world()
    const made = release.release()
    await bring(made)
    await roll(made.hash, 'S1', 100)
    const [s1, s2] = [await d.station('S1', '01'), await d.station('S2', '01')]
    const get = (from: Made, range?: string) =>
      send(from, 'GET', `${ROUTES.updates}/packages/${made.hash}`, { ...(range && { range }) })
    // Who has not told what it is has nothing on offer.
    expect(await refusal(get(s1, 'bytes=0-9'))).toBe('not-found')
    await ask(s1)
    await ask(s2)
    expect(await refusal(get(s2, 'bytes=0-9'))).toBe('not-found')
    // Nor is it there for a station that another one is meant for.
    const other = release.release({ version: '0.3.0' })
    await bring(other)
    await roll(other.hash, 'S2', 100)
    expect((await ask(s2))?.hash).toBe(other.hash)
    expect(await refusal(get(s2, 'bytes=0-9'))).toBe('not-found')
    const answer = await get(s1, 'bytes=10-19')
    expect([answer.status, answer.headers.get('content-range')]).toEqual([206, `bytes 10-19/${made.bytes.length}`])
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(made.bytes.subarray(10, 20))
    const rest = await get(s1, 'bytes=20-99999999999')
    expect(Buffer.from(await rest.arrayBuffer())).toEqual(made.bytes.subarray(20))
    for (const range of [
      undefined,
      'bytes=-5',
      'bytes=9-8',
      `bytes=${made.bytes.length}-${made.bytes.length}`,
      'bytes=0-1,3-4',
      'rows=0-1',
    ])
      expect(await refusal(get(s1, range)), range).toBe('bad-request')
    expect(
      await refusal(send(s1, 'GET', `${ROUTES.updates}/packages/..%2f..%2fserver.sqlite`, { range: 'bytes=0-9' })),
    ).toBe('bad-request')
  })

  test('what becomes of it is told, seen by who looks after the unit, and stands in the log', async () => {
    const { d, office, bring, roll, ask, send, refusal, acts } = await world()
    const made = release.release()
    await bring(made)
    await roll(made.hash, 'D1', 100, d.people.d1admin)
    expect(await refusal(roll(made.hash, 'D2', 100, d.people.d1admin))).toBe('forbidden')
    expect(await refusal(roll('0'.repeat(64), 'D1', 100))).toBe('not-found')
    const [s1, s3] = [await d.station('S1', '01'), await d.station('S3', '01')]
    await ask(s1)
    await ask(s1, { progress: { how: 'loading', version: '0.2.0', done: 5, size: 10 } })
    await ask(s1, { progress: { how: 'failed', version: '0.2.0', why: 'not-started' } })
    await ask(s1, { progress: { how: 'failed', version: '0.2.0', why: 'not-started' } })
    await ask(s3, { progress: { how: 'ready', version: '0.2.0' } })
    await ask(s3, { version: '0.2.0' })
    const seen = async (by: Person) => {
      const answer = await send(office, 'GET', ROUTES.updates, { by })
      return (await answer.json()) as UpdatesAnswer
    }
    const all = await seen(d.people.admin)
    expect(all.packages).toMatchObject([{ hash: made.hash, version: '0.2.0', over: [] }])
    expect(all.rollouts).toEqual([{ package: made.hash, target: 'D1', percent: 100 }])
    expect(all.stations.map(({ station }) => station).sort()).toEqual([s1.station.id, s3.station.id].sort())
    expect((await seen(d.people.d1admin)).stations).toMatchObject([
      { station: s1.station.id, version: '0.1.0', progress: { how: 'failed', version: '0.2.0', why: 'not-started' } },
    ])
    expect((await acts()).slice(1)).toEqual([
      {
        act: 'update-rollout',
        person: d.people.d1admin.id,
        station: office.station.id,
        patch: { version: '0.2.0', package: made.hash, target: 'D1', percent: '100' },
      },
      { act: 'update-failed', person: '', station: s1.station.id, patch: { version: '0.2.0', reason: 'not-started' } },
      { act: 'update-installed', person: '', station: s3.station.id, patch: { from: '0.1.0', version: '0.2.0' } },
    ])
    expect(d.faults).toEqual([])
  })
})
