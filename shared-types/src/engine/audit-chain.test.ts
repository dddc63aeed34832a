import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { CaseEvent } from '../model/case.ts'
import {
  anchorText,
  canonical,
  disposedBody,
  disposedHash,
  GENESIS,
  linkOf,
  logLine,
  proofOf,
  stationLine,
  stationLink,
} from './audit-chain.ts'

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

const event: CaseEvent = {
  id: '5d1f0a52-6f3b-4c1e-9a70-0c5b8e1d4001',
  caseId: 'c1',
  type: 'a.b',
  act: 'edit',
  patch: { z: 1, a: { y: [1, { d: 2, c: null }], x: '甲' } } as unknown as CaseEvent['patch'],
  base: 0,
  by: { id: 'p', post: 'q', role: 'clerk', unit: 'u' },
  station: 's',
  at: '2026-01-02T03:04:05.000Z',
  counter: 7,
  seen: '',
}

describe('what is hashed', () => {
  test('does not depend on the order in which keys were written, nor on what is undefined', () => {
    expect(canonical({ b: 1, a: [{ d: undefined, c: 'x' }] })).toBe('{"a":[{"c":"x"}],"b":1}')
    const turned = Object.fromEntries(Object.entries(event).reverse()) as unknown as CaseEvent
    expect(stationLine(turned)).toBe(stationLine(event))
    expect(stationLine(JSON.parse(JSON.stringify(event)))).toBe(stationLine(event))
  })

  test('is one JSON text with its keys in order, whatever the event carries', () => {
    // A new key of an event does not compile here until somebody has thought of it.
    const full: Required<Omit<CaseEvent, 'prev'>> = {
      ...event,
      clock: 'behind',
      group: { size: 2, id: event.id, place: 0 },
      mends: event.id,
      mendsBase: 3,
    }
    for (const one of [event, full]) {
      const line = stationLine(one)
      expect(canonical(JSON.parse(line))).toBe(line)
      expect(JSON.parse(line)).toEqual(one)
    }
  })

  test('is what the author said and nothing else: verdicts, numbers and the link before are beside it', () => {
    const stored = { ...event, seq: 9, verdict: 'accepted', problems: [], prev: 'f'.repeat(64) } as CaseEvent
    expect(stationLine(stored)).toBe(stationLine(event))
    expect(stationLink(sha256, stored)).not.toBe(stationLink(sha256, event))
    for (const key of Object.keys(event) as (keyof CaseEvent)[])
      expect(stationLine({ ...event, [key]: key === 'patch' ? { z: 2 } : 'other' } as CaseEvent), key).not.toBe(
        stationLine(event),
      )
  })

  test('is as the protocol says, so that anybody can do it', () => {
    const line =
      '{"act":"edit","at":"2026-01-02T03:04:05.000Z","base":0,"by":{"id":"p","post":"q","role":"clerk","unit":"u"},"caseId":"c1","counter":7,"id":"5d1f0a52-6f3b-4c1e-9a70-0c5b8e1d4001","patch":{"a":{"x":"甲","y":[1,{"c":null,"d":2}]},"z":1},"seen":"","station":"s","type":"a.b"}'
    expect(stationLine(event)).toBe(line)
    expect(stationLink(sha256, event)).toBe(sha256(`${GENESIS}\n${sha256(line)}`))
    expect(anchorText({ station: 's', counter: 7, stationLink: 'x', seq: 3, link: 'y', at: 't' })).toBe(
      'chuangtai audit anchor 1\n["s",7,"x",3,"y","t"]',
    )
  })

  test('of a content that was disposed of, is what it was', () => {
    const body = JSON.stringify(event)
    const row = {
      seq: 1,
      id: 'i',
      case_id: 'c',
      type: 't',
      station: 's',
      verdict: 'accepted',
      folded: 1,
      moves: 0,
      problems: '[]',
      received_at: 'r',
    }
    const line = (of: string) => linkOf(sha256, GENESIS, logLine(proofOf(sha256, { ...row, body: of })))
    const left = disposedBody(sha256, body)
    expect(line(left)).toBe(line(body))
    expect(left).not.toContain('甲')
    expect(disposedHash(left)).toBe(sha256(body))
    expect(disposedHash(body)).toBeUndefined()
  })
})
