import { createRxDatabase, type RxCollection, type RxDatabase, type RxReplicationPullStreamItem } from 'rxdb'
import { replicateRxCollection } from 'rxdb/plugins/replication'
import { getRxStorageMemory } from 'rxdb/plugins/storage-memory'
import { Subject } from 'rxjs'
import { afterAll, describe, expect, test } from 'vitest'
import type { StoredEvent } from '../../shared-types/src/model/case.ts'
import { type Checkpoint, type PullAnswer, ROUTES } from '../../shared-types/src/protocol.ts'
import { type Deployment, deployments, eventBy } from './deployment.ts'
import { signedHead } from './signed.ts'
import { type Window, windowOf } from './window.ts'

/**
 * A plain RxDB client with the free memory storage and the handlers of docs/sync-protocol.md, nothing of our desktop: what
 * the page promises is that any RxDB client can do this.
 */
describe('an RxDB client', () => {
  const open = deployments('sqlite')
  const databases: RxDatabase[] = []
  afterAll(async () => {
    for (const database of databases) await database.close()
  })

  async function client(d: Deployment, made: Awaited<ReturnType<Deployment['station']>>) {
    const window = windowOf(d, made)
    const database = await createRxDatabase({
      name: made.station.id,
      storage: getRxStorageMemory(),
      multiInstance: false,
    })
    databases.push(database)
    await database.addCollections({ events: { schema } })
    const events = database.events as RxCollection<StoredEvent>
    const stream = new Subject<RxReplicationPullStreamItem<StoredEvent, Checkpoint>>()
    const replication = replicateRxCollection<StoredEvent, Checkpoint>({
      collection: events,
      replicationIdentifier: 'events',
      deletedField: 'deleted',
      retryTime: 200,
      pull: {
        batchSize: 100,
        stream$: stream.asObservable(),
        async handler(at, limit) {
          const query = new URLSearchParams({ seq: String(at?.seq ?? 0), scope: at?.scope ?? '', limit: String(limit) })
          const { body } = await window.ask<PullAnswer>('GET', `${ROUTES.pull}?${query}`)
          return body as unknown as { documents: (StoredEvent & { _deleted: boolean })[]; checkpoint: Checkpoint }
        },
      },
      push: {
        batchSize: 100,
        async handler(rows) {
          const sent = rows.map(row => row.newDocumentState)
          const verdicts = await window.push(...sent)
          // Every verdict is what RxDB calls the master state: the local document becomes it.
          return sent.map(event => {
            const { verdict, seq, problems } = verdicts.find(v => v.id === event.id)!
            return { ...event, verdict, seq, problems }
          })
        },
      },
    })
    const stop = await follow(d, made, stream)
    return { window, events, replication, stop }
  }

  async function follow(
    d: Deployment,
    made: Awaited<ReturnType<Deployment['station']>>,
    to: Subject<RxReplicationPullStreamItem<StoredEvent, Checkpoint>>,
  ) {
    const stop = new AbortController()
    const url = new URL(ROUTES.stream, d.address)
    const answer = await fetch(url, { headers: await signedHead(made, { method: 'GET', url }), signal: stop.signal })
    const read = async () => {
      let text = ''
      for await (const chunk of answer.body!.pipeThrough(new TextDecoderStream())) {
        const parts = (text + chunk).split('\n\n')
        text = parts.pop()!
        for (const part of parts)
          if (part.startsWith('data: ')) {
            const item = JSON.parse(part.slice(6)) as RxReplicationPullStreamItem<StoredEvent, Checkpoint>
            to.next(item)
          }
      }
    }
    read().catch(() => {})
    return () => stop.abort()
  }

  const eventually = async (check: () => Promise<void>) => {
    for (let i = 0; ; i++) {
      try {
        return await check()
      } catch (error) {
        if (i > 60) throw error
        await new Promise(resolve => setTimeout(resolve, 50))
      }
    }
  }

  const insert = (
    to: RxCollection<StoredEvent>,
    d: Deployment,
    window: Window,
    patch: StoredEvent['patch'],
    rest: Partial<StoredEvent> = {},
  ) => {
    const event = eventBy(d, window.station, d.people.s1clerk, { type: 'mail.letter', act: 'edit', patch, ...rest })
    return to.insert({ ...event, seq: 0, verdict: 'waiting', problems: [] })
  }

  test('pushes, gets its verdicts, follows the live stream, and loses what leaves its scope', async () => {
    const d = await open()
    const here = await client(d, await d.station('S1', '01'))
    const there = await client(d, await d.station('S1', '02'))
    const begin = await insert(here.events, d, here.window, { text: 'a' })
    await eventually(async () => expect((await there.events.findOne(begin.id).exec())?.get('verdict')).toBe('accepted'))
    const { seq } = (await there.events.findOne(begin.id).exec())!.toJSON()
    expect(begin.getLatest().toJSON()).toMatchObject({ verdict: 'accepted', seq })

    const first = await insert(here.events, d, here.window, { text: 'b' }, { caseId: begin.caseId, base: seq })
    await eventually(async () => expect(first.getLatest().verdict).toBe('accepted'))
    const stale = await insert(there.events, d, there.window, { text: 'c' }, { caseId: begin.caseId, base: seq })
    await eventually(async () => expect(stale.getLatest().verdict).toBe('refused'))
    expect(stale.getLatest().toJSON().problems).toEqual([{ code: 'stale', field: 'text' }])
    expect(await here.events.findOne(stale.id).exec()).toBeNull()

    for (const person of [d.people.s1clerk, d.people.s1other]) await d.put({ ...person, posts: [] })
    await eventually(async () => {
      expect((await here.events.find().exec()).map(e => e.id)).toEqual([])
      expect((await there.events.find().exec()).map(e => e.id)).toEqual([stale.id])
    })
    for (const one of [here, there]) {
      one.stop()
      await one.replication.cancel()
    }
    expect(d.faults).toEqual([])
  })
})

const text = { type: 'string', maxLength: 120 } as const
const whole = { type: 'integer', minimum: 0, maximum: 1_000_000_000_000, multipleOf: 1 } as const
const open = { type: 'object', additionalProperties: true } as const
const schema = {
  version: 0,
  primaryKey: 'id',
  type: 'object',
  properties: {
    id: text,
    caseId: text,
    type: text,
    act: text,
    patch: open,
    base: whole,
    by: open,
    station: text,
    at: text,
    counter: whole,
    seen: text,
    clock: text,
    group: open,
    mends: text,
    seq: whole,
    verdict: text,
    problems: { type: 'array', items: open },
  },
  required: ['id', 'caseId', 'seq', 'verdict'],
} as const
