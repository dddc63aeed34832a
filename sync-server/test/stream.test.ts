import { describe, expect, test } from 'vitest'
import type { CaseEvent } from '../../shared-types/src/model/case.ts'
import { ROUTES } from '../../shared-types/src/protocol.ts'
import { IN_TURN } from '../../test/databases.ts'
import { putSetting } from '../src/settings.ts'
import { type Deployment, deployments, eventBy } from './deployment.ts'
import { signedHead } from './signed.ts'
import { windowOf } from './window.ts'

const letter = (patch: CaseEvent['patch'], rest: Partial<CaseEvent> = {}) => ({
  type: 'mail.letter',
  act: 'edit',
  patch,
  ...rest,
})

interface Message {
  event: string
  data: unknown
}

/** Reads server-sent events from the wire, one after the other. */
async function listen(d: Deployment, made: Awaited<ReturnType<Deployment['station']>>, query = '') {
  const stop = new AbortController()
  const url = new URL(`${ROUTES.stream}${query}`, d.address)
  const answer = await fetch(url, { headers: await signedHead(made, { method: 'GET', url }), signal: stop.signal })
  expect(answer.headers.get('content-type')).toBe('text/event-stream')
  const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  const next = async (): Promise<Message | 'end'> => {
    for (;;) {
      const end = text.indexOf('\n\n')
      if (end >= 0) {
        const lines = text.slice(0, end).split('\n')
        text = text.slice(end + 2)
        const data = lines.find(l => l.startsWith('data: '))
        if (!data) continue
        const event = lines.find(l => l.startsWith('event: '))?.slice(7) ?? 'message'
        return { event, data: JSON.parse(data.slice(6)) }
      }
      const { done, value } = await reader.read()
      if (done) return 'end'
      text += value
    }
  }
  return { next, stop: () => stop.abort() }
}

describe.each(IN_TURN)('live stream on %s', name => {
  const open = deployments(name)

  test('brings what is new with its checkpoint, goes on from a checkpoint, and tells of settings and of the end', async () => {
    const d = await open()
    const made = await d.station('S1', '02')
    const window = windowOf(d, made)
    const s1 = windowOf(d, await d.station('S1', '01'))
    const s3 = windowOf(d, await d.station('S3', '01'))
    await window.pull()
    const stream = await listen(d, made, `?seq=${window.at.seq}&scope=${window.at.scope}`)

    const outside = eventBy(d, s3.station, d.people.s3clerk, letter({ text: 'outside' }))
    const first = eventBy(d, s1.station, d.people.s1clerk, letter({ text: 'a' }))
    await s3.push(outside)
    const [verdict] = await s1.push(first)
    const message = (await stream.next()) as {
      data: { documents: { id: string }[]; checkpoint: { seq: number; scope: string } }
    }
    expect(message.data.documents.map(e => e.id)).toEqual([first.id])
    expect(message.data.checkpoint).toEqual({ seq: verdict!.seq, scope: window.at.scope })
    stream.stop()

    // While nobody listens something happens; the next stream starts where this one ended.
    const second = eventBy(d, s1.station, d.people.s1clerk, letter({ text: 'b' }))
    await s1.push(second)
    const again = await listen(d, made, `?seq=${message.data.checkpoint.seq}&scope=${message.data.checkpoint.scope}`)
    expect(((await again.next()) as typeof message).data.documents.map(e => e.id)).toEqual([second.id])

    // Another one at the unit: what the station may read changes, so it must pull for itself.
    const { d1supervisor } = d.people
    await d.put({ ...d1supervisor, posts: [...d1supervisor.posts, { id: 'px', role: 'administrator', unit: 'S1' }] })
    const told = [await again.next(), await again.next()] as Message[]
    expect(told.map(m => m.event).sort()).toEqual(['message', 'settings'])
    expect(told.find(m => m.event === 'message')!.data).toBe('RESYNC')

    const value = { ...made.station, ended: true as const }
    await d.parts.store.transaction(turn =>
      putSetting(turn, { id: `station:${value.id}`, kind: 'station', value }, d.clock.now),
    )
    let last = await again.next()
    while (last !== 'end') last = await again.next()
    expect(last).toBe('end')
    expect(d.faults).toEqual([])
  })

  test('without a checkpoint, or after one of elsewhere, the station is told to pull', async () => {
    const d = await open()
    const made = await d.station('S1', '01')
    for (const query of ['', '?seq=3&scope=AAAAAAAAAAAAAAAAAAAAAA']) {
      const stream = await listen(d, made, query)
      expect(await stream.next()).toEqual({ event: 'message', data: 'RESYNC' })
      stream.stop()
    }
  })
})
