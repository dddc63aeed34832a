import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Door, door } from '../../../test/door.ts'
import { driverContract, run } from '../driver.contract.ts'
import { CALM, type EsclEmulator, esclEmulator } from './escl.emulator.ts'
import { esclAsked, esclDriver } from './escl.ts'
import { elements, textOf } from './escl-xml.ts'
import type { ScanAsk } from './scanner.ts'
import { scannerAt } from './scanner-place.ts'
import { scannerSearch } from './scanner-search.ts'

const ASK: ScanAsk = { dpi: 75, colour: 'colour', paper: 'A4', source: 'feeder' }
const ID = 'urn:uuid:1'
const TIMES = { page: 2500, wait: 300, again: 10, longest: 40, every: 30 }
const never = () => new AbortController().signal

function healed(peer: EsclEmulator): void {
  for (const key of Object.keys(peer.mood)) delete (peer.mood as unknown as Record<string, unknown>)[key]
  Object.assign(peer.mood, CALM)
  peer.asked.length = 0
}

driverContract('scanner', async () => {
  const peer = await esclEmulator()
  const driver = esclDriver({ url: peer.url, id: ID, name: 'e' }, { simulated: true, times: TIMES })
  return {
    driver,
    ask: () => ASK,
    faults: [
      { name: 'no paper', cause: () => Object.assign(peer.mood, { sheets: 0 }), fault: 'empty' },
      { name: 'jam at once', cause: () => Object.assign(peer.mood, { fault: 'jam' }), fault: 'jam' },
      { name: 'jam later', cause: () => Object.assign(peer.mood, { fault: 'jam', afterPages: 1 }), fault: 'jam' },
      { name: 'hatch', cause: () => Object.assign(peer.mood, { fault: 'hatch', afterPages: 1 }), fault: 'cover' },
      { name: 'door', cause: () => Object.assign(peer.mood, { fault: 'cover' }), fault: 'cover' },
      { name: 'cut', cause: () => Object.assign(peer.mood, { fault: 'cut', afterPages: 1 }), fault: 'broken' },
      { name: 'half a page', cause: () => Object.assign(peer.mood, { fault: 'half' }), fault: 'unreadable' },
      { name: 'aborted', cause: () => Object.assign(peer.mood, { fault: 'aborted', afterPages: 1 }), fault: 'broken' },
      { name: 'not allowed', cause: () => Object.assign(peer.mood, { fault: 'refused' }), fault: 'auth' },
      { name: 'silent', cause: () => Object.assign(peer.mood, { silent: true }), fault: 'broken' },
      { name: 'always later', cause: () => Object.assign(peer.mood, { waits: 1e6 }), fault: 'busy' },
      {
        name: 'a page less than it counts',
        cause: () => Object.assign(peer.mood, { miscounts: true }),
        fault: 'uncertain',
      },
      { name: 'no such resolution', cause: () => {}, fault: 'protocol', ask: () => ({ ...ASK, dpi: 80 }) },
    ],
    heal: () => healed(peer),
    unplug: () => void peer.unplug(),
    plugIn: () => void peer.plugIn(),
    onStep: listener => {
      // Looking whether it is there is no exchange of a job. The last, its end and deletion, have no work after them.
      peer.onRequest = () => peer.asked.at(-1)?.endsWith('ScannerStatus') || listener?.()
    },
    lastSteps: 3,
    garble(bytes) {
      peer.mood.garbage = bytes
      return ASK
    },
    garbles: 30,
    close: () => peer.close(),
  }
})

describe('a scanner of the network', () => {
  let peer: EsclEmulator
  beforeAll(async () => {
    peer = await esclEmulator()
  })
  beforeEach(() => healed(peer))
  afterAll(() => peer.close())
  const driver = () => esclDriver({ url: peer.url, id: ID, name: 'e' }, { times: TIMES })
  const scan = (ask: Partial<ScanAsk> = {}) => run(driver(), ID, { ...ASK, ...ask })

  test('gives both sides in duplex, one page of the glass, at the resolution and in the colour asked for', async () => {
    expect(await scan({ source: 'duplex' })).toHaveLength(4)
    const [page, ...more] = await scan({ source: 'flatbed', colour: 'grey', dpi: 100 })
    expect(more).toEqual([])
    expect(await sharp(page!.bytes).metadata()).toMatchObject({ width: 827, channels: 1 })
    expect(textOf(peer.jobs.at(-1)!, 'InputSource')).toBe('Platen')
    expect(textOf(peer.jobs.at(-1)!, 'Width')).toBe('2480')
  })

  test('is asked again when it says later, as late as it says; every job is deleted', async () => {
    Object.assign(peer.mood, { waits: 2, retryAfter: '1' })
    expect(await scan()).toHaveLength(2)
    expect(peer.asked.filter(one => one.endsWith('NextDocument'))).toHaveLength(9)
    expect(peer.asked.at(-1)).toMatch(/^DELETE \/eSCL\/ScanJobs\/job-/)
    expect(peer.left()).toBe(0)
  })

  test('that names its job by a host nobody knows is followed at its address alone', async () => {
    peer.mood.location = 'absolute'
    expect(await scan()).toHaveLength(2)
    expect(peer.left()).toBe(0)
  })

  test('has its job deleted after a fault, a stop and a caller that walks away, and nothing lost before a jam', async () => {
    Object.assign(peer.mood, { fault: 'jam', afterPages: 1 })
    const got: number[] = []
    const jammed = (async () => {
      for await (const { number } of driver().run(ID, ASK, never())) got.push(number)
    })()
    await expect(jammed).rejects.toMatchObject({ fault: 'jam', facts: { pages: 1 } })
    expect(got).toEqual([1])
    healed(peer)
    for await (const _page of driver().run(ID, ASK, never())) break
    // Stopped while the job is being made: its place is not known yet.
    const stop = new AbortController()
    peer.onRequest = () => peer.asked.at(-1)?.startsWith('POST') && stop.abort()
    await expect(run(driver(), ID, ASK, stop.signal)).rejects.toMatchObject({ fault: 'cancelled' })
    peer.onRequest = undefined
    expect(peer.jobs).not.toHaveLength(0)
    expect(peer.left()).toBe(0)
  })

  test('may send no more than a page has', async () => {
    peer.mood.garbage = new Uint8Array(65 * 1024 * 1024)
    await expect(scan()).rejects.toMatchObject({ fault: 'protocol' })
  })
})

describe('a scanner with a certificate of its own', () => {
  let peer: EsclEmulator
  let made: Door
  beforeAll(async () => {
    made = await door()
    const pem = readFileSync(join(made.folder, 'server.pem'), 'utf8')
    peer = await esclEmulator({ key: pem, cert: pem })
  })
  afterAll(async () => {
    await peer?.close()
    await made?.remove()
  })

  test('is refused until its fingerprint was taken, and then scans; another certificate is refused', async () => {
    const refusal = await esclAsked({ url: peer.url }, never()).catch(error => error)
    expect(refusal).toMatchObject({
      fault: 'auth',
      facts: { fingerprint: expect.stringMatching(/^([0-9A-F]{2}:){31}/) },
    })
    expect(peer.asked).toEqual([])
    const fingerprint = String(refusal.facts.fingerprint)
    const pinned = esclDriver({ url: peer.url, fingerprint, id: ID, name: 'e' })
    expect(await run(pinned, ID, ASK)).toHaveLength(2)
    const other = fingerprint.replace(/^../, two => (two === 'AA' ? 'BB' : 'AA'))
    peer.asked.length = 0
    await expect(esclAsked({ url: peer.url, fingerprint: other }, never())).rejects.toMatchObject({ fault: 'auth' })
    expect(peer.asked).toEqual([])
  })

  test('is found at its address with its fingerprint, and is the scanner that was found', async () => {
    const found = await run(scannerSearch(), 'search', { address: `https://127.0.0.1:${peer.port}` })
    expect(found).toEqual([
      { name: 'Chuangtai eSCL emulator', place: expect.objectContaining({ by: 'escl', url: peer.url }) },
    ])
    const driver = scannerAt(found[0]!.place)
    expect(await run(driver, (await driver.list())[0]!.id, ASK)).toHaveLength(2)
    await expect(run(scannerSearch(), 'search', { address: '127.0.0.1:1' })).rejects.toMatchObject({ fault: 'absent' })
    await expect(run(scannerSearch(), 'search', { address: 'no address' })).rejects.toMatchObject({ fault: 'absent' })
  })
})

test('elements are found whatever stands before their names', () => {
  const xml = '<a:Jobs x="1"><Job>one &amp; &lt;two&gt;</Job><b:Job/></a:Jobs>'
  expect(elements(xml, 'Job')).toEqual(['one &amp; &lt;two&gt;', ''])
  expect(textOf(xml, 'Job')).toBe('one & <two>')
  expect(textOf(xml, 'Missing')).toBeUndefined()
})
