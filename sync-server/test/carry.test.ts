import * as crypto from 'node:crypto'
import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { describe, expect, test } from 'vitest'
import {
  bodyOf,
  type CarriedState,
  type CarryHeader,
  type CarryRecord,
  jsonRecord,
} from '../../shared-types/src/carry-format.ts'
import { isSignedBy, opened, unpacked } from '../../shared-types/src/carry-read.ts'
import { bytesOf, openSealedBy } from '../../shared-types/src/carry-seal.ts'
import { packed } from '../../shared-types/src/carry-write.ts'
import type { CaseEvent } from '../../shared-types/src/model/case.ts'
import { type CarryAnswer, ROUTES } from '../../shared-types/src/protocol.ts'
import { IN_TURN } from '../../test/databases.ts'
import { NOBODY } from '../src/audit.ts'
import { takeCarried } from '../src/carry-in.ts'
import { setBack } from '../src/set-back.ts'
import { lastNumber } from '../src/store.ts'
import { type Deployment, deployments, eventBy } from './deployment.ts'
import { type Made, signedHead } from './signed.ts'
import { windowOf } from './window.ts'

const hashOf = (bytes: Uint8Array) => crypto.createHash('sha256').update(bytes).digest('hex')

interface Content {
  sequence?: number
  state?: Partial<CarriedState>
  events?: CaseEvent[]
  files?: Buffer[]
  header?: Partial<CarryHeader>
}

/** A package as a window makes it. */
async function packageOf(d: Deployment, made: Made, content: Content): Promise<Buffer> {
  const { sequence = 1, state = {}, events = [], files = [], header = {} } = content
  const records: CarryRecord[] = [
    jsonRecord('state', { settings: 0, leases: [], short: [], ...state }),
    ...files.map(body => ({
      head: { kind: 'file' as const, size: body.length, hash: hashOf(body), mime: 'image/jpeg' },
      body: new Uint8Array(body),
    })),
    jsonRecord('events', events),
  ]
  const opening: Omit<CarryHeader, 'key'> = {
    format: 1,
    kind: 'outgoing',
    server: d.parts.key.id,
    station: made.station.id,
    sequence,
    made: d.clock.now,
    events: events.length,
    files: files.length,
    ...header,
  }
  const pieces = packed<crypto.KeyObject>(
    { crypto, header: opening, to: d.parts.key.seal.publicKey, sign: made.key.sign },
    Readable.from(records),
  )
  const all: Uint8Array[] = []
  for await (const piece of pieces) all.push(piece)
  return Buffer.concat(all)
}

/** What a receipt says, as its station reads it. */
async function receiptOf(d: Deployment, made: Made, bytes: Uint8Array) {
  const file = await opened(crypto, Readable.from([bytes]))
  expect(isSignedBy<crypto.KeyObject>(crypto, d.parts.key.sign.publicKey, file)).toBe(true)
  const keyOf = ({ key }: CarryHeader) => openSealedBy<crypto.KeyObject>(crypto, made.key.seal, bytesOf(key))
  const records: CarryRecord[] = []
  for await (const record of unpacked(crypto, Readable.from([bytes]), keyOf)) records.push(record)
  const all = <K extends 'verdicts' | 'settings' | 'page' | 'answer'>(kind: K) =>
    records.filter(r => r.head.kind === kind).map(r => bodyOf(kind, r))
  return {
    header: file.header,
    verdicts: all('verdicts').flat(),
    settings: all('settings').flat(),
    documents: all('page').flatMap(p => p.documents),
    answer: all('answer')[0]!,
  }
}

describe.each(IN_TURN)('packages that come by hand, on %s', name => {
  const open = deployments(name)

  /** Whoever is signed in at a window with a line. */
  async function bringer(d: Deployment) {
    const made = await d.station('S2', '01')
    const window = windowOf(d, made)
    const { body } = await window.signIn(d.people.s2clerk)
    const session = body.session
    const ask = async (method: string, hash: string, bytes?: Uint8Array<ArrayBuffer>) => {
      const url = new URL(`${ROUTES.carry}/${hash}`, d.address)
      const head = await signedHead(made, { method, url, session, ...(bytes && { hash }) })
      return fetch(url, { method, headers: { ...head, 'x-session': session }, ...(bytes && { body: bytes }) })
    }
    return {
      window,
      async bring(bytes: Buffer) {
        const answer = await ask('PUT', hashOf(bytes), new Uint8Array(bytes))
        const said = (await answer.json()) as CarryAnswer & { error?: string; detail?: string }
        return { status: answer.status, ...said }
      },
      async receipt(bytes: Buffer) {
        const answer = await ask('GET', hashOf(bytes))
        return new Uint8Array(await answer.arrayBuffer())
      },
    }
  }

  const letter = (d: Deployment, made: Made, more: Partial<CaseEvent> = {}) =>
    eventBy(d, made.station, d.people.s1clerk, { type: 'mail.letter', act: 'edit', patch: { text: '手递' }, ...more })

  test('are taken in once, with files and numbers, and answered for their station alone', async () => {
    const d = await open()
    const far = await d.station('S1', '01')
    const near = await bringer(d)
    const other = windowOf(d, await d.station('S1', '02'))
    const theirs = eventBy(d, other.station, d.people.s1other, {
      type: 'mail.letter',
      act: 'edit',
      patch: { text: '旁窗' },
    })
    await other.push(theirs)
    const scan = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), crypto.randomBytes(30_000)])
    const good = letter(d, far, { patch: { text: '手递', scan: [hashOf(scan)] } })
    const bad = letter(d, far, { type: 'mail.unknown' })
    const file = await packageOf(d, far, {
      events: [good, bad],
      files: [scan],
      state: { short: [{ series: 'mail.letter', year: 2026 }] },
    })
    const first = await near.bring(file)
    expect(first).toMatchObject({
      status: 200,
      sequence: 1,
      events: 2,
      files: 1,
      accepted: 1,
      refused: 1,
      again: false,
    })
    expect(first.station).toMatchObject({ id: far.station.id, unit: 'S1' })
    const bytes = await near.receipt(file)
    const receipt = await receiptOf(d, far, bytes)
    expect(receipt.header).toMatchObject({
      kind: 'receipt',
      station: far.station.id,
      sequence: 1,
      answers: hashOf(file),
    })
    expect(receipt.verdicts.map(v => [v.id, v.verdict])).toEqual([
      [good.id, 'accepted'],
      [bad.id, 'refused'],
    ])
    expect(receipt.documents.map(e => e.id).sort()).toEqual([theirs.id, good.id, bad.id].sort())
    expect(receipt.settings.filter(s => s.kind === 'lease')).toHaveLength(1)
    expect(receipt.settings.some(s => s.kind === 'unit')).toBe(true)
    expect(receipt.answer.files).toEqual([hashOf(scan)])
    // Whoever carries it cannot read it.
    await expect(receiptOf(d, await d.station('S3', '01'), bytes)).rejects.toThrow()

    const again = await near.bring(file)
    expect(again).toMatchObject({ status: 200, again: true, accepted: 1, refused: 1, time: first.time })
    expect(Buffer.from(await near.receipt(file)).equals(Buffer.from(bytes))).toBe(true)
    const events = await d.parts.store.db.selectFrom('events').select('id').where('id', '=', good.id).execute()
    expect(events).toHaveLength(1)
    const leases = await d.parts.store.db.selectFrom('leases').select('id').execute()
    expect(leases).toHaveLength(1)
    expect(await readdir(join(d.folder, 'files', 'carry', 'parts'))).toEqual([])
    expect(d.faults).toEqual([])
  })

  test('carry on where a server broke off, with the verdicts and numbers of then', async () => {
    const d = await open()
    const far = await d.station('S1', '01')
    const near = await bringer(d)
    const event = letter(d, far)
    const state = { short: [{ series: 'mail.letter', year: 2026 }] }
    const file = await packageOf(d, far, { events: [event], state })
    const path = join(d.folder, 'brought')
    await writeFile(path, file)
    // The receipt cannot be written: its folder is not one.
    const stopped = { ...d.parts, carry: { folder: join(path, 'no folder'), limit: 1e6 } }
    await expect(takeCarried(stopped, path, { author: NOBODY, station: '' })).rejects.toThrow()
    expect(await d.parts.store.db.selectFrom('carried').selectAll().execute()).toEqual([])
    expect(await near.bring(file)).toMatchObject({ status: 200, again: false, accepted: 1 })
    const receipt = await receiptOf(d, far, await near.receipt(file))
    expect(receipt.verdicts).toMatchObject([{ id: event.id, verdict: 'accepted' }])
    expect(await d.parts.store.db.selectFrom('leases').select('id').execute()).toHaveLength(1)
  })

  test('are refused with the true reason, and nothing of them is taken', async () => {
    const d = await open()
    const far = await d.station('S1', '01')
    const near = await bringer(d)
    const file = await packageOf(d, far, { events: [letter(d, far)] })
    const refused = async (bytes: Buffer) => {
      const { status, error, detail } = await near.bring(bytes)
      return status === 422 && error === 'carry' ? detail : status
    }
    for (let i = 0; i < 40; i += 1) {
      const altered = Buffer.from(file)
      altered[Math.floor((i / 40) * file.length)]! ^= 1 + (i % 255)
      expect(['no-package', 'format', 'altered', 'truncated', 'foreign', 'station']).toContain(await refused(altered))
    }
    expect(await refused(file.subarray(0, -1))).toBe('truncated')
    expect(await refused(Buffer.from('{"events": []}'))).toBe('no-package')
    const stranger = { ...far, station: { ...far.station, id: crypto.randomUUID() } }
    expect(await refused(await packageOf(d, stranger, {}))).toBe('station')
    expect(await refused(await packageOf(d, far, { header: { server: 'f'.repeat(32) } }))).toBe('foreign')
    const elsewhere = { ...stranger, station: { ...stranger.station } }
    expect(await refused(await packageOf(d, elsewhere, { header: { server: 'f'.repeat(32) } }))).toBe('foreign')
    const forged = { ...far, key: (await d.station('S1', '02')).key }
    expect(await refused(await packageOf(d, forged, { events: [letter(d, far)] }))).toBe('altered')
    expect(await refused(await packageOf(d, far, { header: { kind: 'receipt', answers: 'x' } }))).toBe('receipt')
    expect(await refused(await packageOf(d, far, { sequence: 0 }))).toBe('sequence')
    expect(
      await d.parts.store.db.selectFrom('events').select('id').where('type', '=', 'mail.letter').execute(),
    ).toEqual([])

    expect(await near.bring(file)).toMatchObject({ status: 200, accepted: 1 })
    // The same number with another content: a copied or restored data folder.
    expect(await refused(await packageOf(d, far, { events: [letter(d, far)] }))).toBe('sequence')
    expect(await near.bring(await packageOf(d, far, { sequence: 3 }))).toMatchObject({ status: 200 })
    expect(await near.bring(await packageOf(d, far, { sequence: 2 }))).toMatchObject({ status: 200 })
  })

  test('from a window that knows more than a server that was set back: it starts anew before anything is taken', async () => {
    const d = await open()
    const far = await d.station('S1', '01')
    const near = await bringer(d)
    const first = letter(d, far)
    await near.bring(await packageOf(d, far, { events: [first] }))
    const seen = await lastNumber(d.parts.store.db)
    await setBack(d.parts.store.db)
    const checkpoint = { seq: seen + 10, scope: '' }
    const file = await packageOf(d, far, {
      sequence: 2,
      events: [letter(d, far)],
      state: { checkpoint, settings: seen + 10 },
    })
    expect(await near.bring(file)).toMatchObject({ status: 200, accepted: 0, refused: 0 })
    const receipt = await receiptOf(d, far, await near.receipt(file))
    expect(receipt.answer).toMatchObject({ restart: true, settingsAnew: true })
    expect(receipt.verdicts).toEqual([])
    expect(receipt.documents.map(e => e.id)).toEqual([first.id])
  })

  test('of an ended station, too large, or brought by nobody are not taken', async () => {
    const d = await open()
    const far = await d.station('S1', '01')
    const near = await bringer(d)
    const file = await packageOf(d, far, { events: [letter(d, far)] })
    await d.parts.store.db
      .updateTable('station_keys')
      .set({ state: 'cloned' })
      .where('station', '=', far.station.id)
      .execute()
    expect(await near.bring(file)).toMatchObject({ status: 422, detail: 'cloned' })
    await d.parts.store.db
      .updateTable('station_keys')
      .set({ state: 'ended' })
      .where('station', '=', far.station.id)
      .execute()
    expect(await near.bring(file)).toMatchObject({ status: 422, detail: 'ended' })
    expect(await near.bring(Buffer.alloc(10_000_001))).toMatchObject({ status: 413, error: 'too-large' })
    near.window.signOut()
    const { status } = await near.window.ask('GET', `${ROUTES.carry}/${hashOf(file)}`)
    expect(status).toBe(401)
    await mkdir(join(d.folder, 'files', 'carry', 'parts'), { recursive: true })
    expect(await readdir(join(d.folder, 'files', 'carry', 'parts'))).toEqual([])
  })
})
