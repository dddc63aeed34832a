import { createServer } from 'node:net'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { DEVICE_FAULTS, DeviceError } from '../../native-bridges/src/driver.ts'
import { esclRequest } from '../../native-bridges/src/drivers/escl-line.ts'
import { esclCapabilities, esclSettings } from '../../native-bridges/src/drivers/escl-settings.ts'
import { elements, textOf } from '../../native-bridges/src/drivers/escl-xml.ts'
import { hear, type Naps2Heard } from '../../native-bridges/src/drivers/naps2.ts'
import type { ScanAsk } from '../../native-bridges/src/drivers/scanner.ts'
import { tiffDirectories, wholeImage } from '../../native-bridges/src/drivers/whole-image.ts'
import { damage, damaged, FRAMES, holds, manyAtOnce, SEED, samples, tally } from './damaged.ts'

const input = (name: string) => `<scan:${name}>
<scan:MaxWidth>2550</scan:MaxWidth><scan:MaxHeight>3508</scan:MaxHeight>
<scan:ColorModes><scan:ColorMode>Grayscale8</scan:ColorMode><scan:ColorMode>RGB24</scan:ColorMode></scan:ColorModes>
<scan:DocumentFormats><pwg:DocumentFormat>image/jpeg</pwg:DocumentFormat></scan:DocumentFormats>
<scan:DiscreteResolutions><scan:DiscreteResolution><scan:XResolution>200</scan:XResolution></scan:DiscreteResolution>
<scan:XResolutionRange><scan:Min>75</scan:Min><scan:Max>600</scan:Max></scan:XResolutionRange></scan:DiscreteResolutions>
</scan:${name}>`

const CAPABILITIES = Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>
<scan:ScannerCapabilities xmlns:scan="http://schemas.hp.com/imaging/escl/2011/05/03"><pwg:Version>2.63</pwg:Version>
<pwg:MakeAndModel>扫描仪 &lt;A&#52;&gt;</pwg:MakeAndModel><scan:Platen>${input('PlatenInputCaps')}</scan:Platen>
<scan:Adf>${input('AdfSimplexInputCaps')}${input('AdfDuplexInputCaps')}</scan:Adf></scan:ScannerCapabilities>`)

const STATUS = Buffer.from(`<?xml version="1.0"?><scan:ScannerStatus><pwg:State>Idle</pwg:State>
<scan:AdfState>ScannerAdfJam</scan:AdfState><scan:Jobs><scan:JobInfo><pwg:JobUri>/eSCL/ScanJobs/job-7</pwg:JobUri>
<pwg:ImagesCompleted>12</pwg:ImagesCompleted><pwg:JobState>Aborted</pwg:JobState></scan:JobInfo></scan:Jobs></scan:ScannerStatus>`)

/** Where this stands in that. */
function places(text: string, part: string): number[] {
  const found: number[] = []
  for (let at = text.indexOf(part); at >= 0 && at < text.length; at = text.indexOf(part, at + 1)) found.push(at)
  return found
}

const ASK: ScanAsk = { dpi: 200, colour: 'colour', paper: 'A4', source: 'feeder' }

/** What a scanner is asked for must be a request of this form, whatever it said of itself before. */
const WIDTH = /<pwg:Width>(\d+)<\/pwg:Width><pwg:Height>(\d+)<\/pwg:Height>/

test(`${FRAMES} random and damaged capabilities of eSCL: a request that any scanner understands, or a DeviceError`, () => {
  const seen = tally()
  fc.assert(
    fc.property(damage, damage, (first, second) => {
      const xml = Buffer.from(damaged(damaged(CAPABILITIES, first), second)).toString('utf8')
      try {
        const asked = esclSettings(esclCapabilities(xml), ASK)
        const [, width, height] = (WIDTH.exec(asked) ?? []).map(Number)
        expect(width).toBeGreaterThan(0)
        expect(height).toBeGreaterThan(0)
        expect(width).toBeLessThanOrEqual(2480)
        expect(height).toBeLessThanOrEqual(3508)
        expect(asked).toMatch(/<pwg:Version>\d+\.\d+<\/pwg:Version>/)
        seen.count('asked')
      } catch (error) {
        if (!(error instanceof DeviceError)) throw error
        expect(error.fault).toBe('protocol')
        seen.count('refused')
      }
    }),
    { seed: SEED, numRuns: FRAMES },
  )
  console.log(seen.text())
  expect(seen.of('asked')).toBeGreaterThan(FRAMES / 50)
  expect(seen.of('refused')).toBeGreaterThan(FRAMES / 50)
})

test(`${FRAMES} random and damaged states of eSCL: each text stands between a tag that opens and one that closes`, () => {
  const seen = tally()
  const names = fc.constantFrom('AdfState', 'JobUri', 'ImagesCompleted', 'JobState', 'JobInfo')
  fc.assert(
    fc.property(names, damage, damage, (name, first, second) => {
      const xml = Buffer.from(damaged(damaged(STATUS, first), second)).toString('utf8')
      for (const inner of elements(xml, name)) {
        // Found in another way: it ends at a closing tag and begins at an opening one.
        const stands = (at: number) =>
          new RegExp(`<(?:[\\w.-]+:)?${name}(?:[\\s/][^<>]*)?>$`).test(xml.slice(0, at)) &&
          (inner === '' || new RegExp(`^</(?:[\\w.-]+:)?${name}(?:[\\s/][^<>]*)?>`).test(xml.slice(at + inner.length)))
        const found = places(xml, inner).some(stands)
        expect(found).toBe(true)
        seen.count('found')
      }
      expect(textOf(xml, name) ?? '').not.toMatch(/[\ud800-\udbff](?![\udc00-\udfff])/)
    }),
    { seed: SEED, numRuns: FRAMES },
  )
  console.log(seen.text())
  expect(seen.of('found')).toBeGreaterThan(FRAMES / 10)
})

test('the longest document of tags that nobody closes is gone through in a moment', () => {
  const most = 256 * 1024
  for (const piece of ['<Min>', '<Min ', '</Min', '<', '<a:', '</a:Min>', '<Min/', '<Min>x</'])
    for (const whole of [piece.repeat(most / piece.length), `${piece}${'a'.repeat(most)}`]) {
      const before = process.cpuUsage()
      for (let n = 0; n < 5; n++) elements(whole, 'Min')
      expect(process.cpuUsage(before).user / 1000, piece).toBeLessThan(3000)
    }
})

const JPEG = Buffer.concat([Buffer.from([0xff, 0xd8]), Buffer.alloc(60, 0x41), Buffer.from([0xff, 0xd9])])

/** A little-endian TIFF of two pages of one strip each. */
function tiff(): Buffer {
  const bytes = Buffer.alloc(120)
  bytes.write('II*\0', 0, 'latin1')
  bytes.writeUInt32LE(8, 4)
  for (const [at, next] of [
    [8, 50],
    [50, 0],
  ] as const) {
    bytes.writeUInt16LE(3, at)
    for (const [n, [tag, type, count, value]] of [
      [256, 4, 1, 8],
      [273, 4, 1, 92],
      [279, 4, 1, 28],
    ].entries()) {
      const entry = at + 2 + n * 12
      bytes.writeUInt16LE(tag!, entry)
      bytes.writeUInt16LE(type!, entry + 2)
      bytes.writeUInt32LE(count!, entry + 4)
      bytes.writeUInt32LE(value!, entry + 8)
    }
    bytes.writeUInt32LE(next, at + 38)
  }
  return bytes
}

const FILES = [
  JPEG,
  tiff(),
  Buffer.from('%PDF-1.4 something in between %%EOF'),
  Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]), Buffer.alloc(20), Buffer.from('IEND1234')]),
]

test(`${FRAMES} random and damaged files of scanners: whole ones have both their ends, and none is looked at for long`, () => {
  const seen = tally()
  const before = process.cpuUsage()
  fc.assert(
    fc.property(fc.constantFrom(...FILES), damage, damage, (file, first, second) => {
      const bytes = Buffer.from(damaged(damaged(file, first), second))
      const mime = wholeImage(bytes)
      seen.count(mime ?? 'refused')
      if (mime === 'image/jpeg') {
        expect(bytes.readUInt16BE(0)).toBe(0xffd8)
        expect(bytes.includes(Buffer.from([0xff, 0xd9]))).toBe(true)
      }
      if (mime === 'image/png') expect(bytes.toString('latin1')).toMatch(/^\x89PNG[\s\S]*IEND/)
      if (mime === 'application/pdf') expect(bytes.toString('latin1')).toMatch(/^%PDF-[\s\S]*%%EOF/)
      if (mime === 'image/tiff') {
        expect(bytes.toString('latin1')).toMatch(/^(II\*\0|MM\0\*)/)
        expect(tiffDirectories(bytes)).toBeGreaterThan(0)
      }
    }),
    { seed: SEED, numRuns: FRAMES },
  )
  console.log(seen.text(), `${Math.round(process.cpuUsage(before).user / 1000)} ms`)
  for (const mime of ['image/jpeg', 'image/png', 'image/tiff', 'application/pdf', 'refused'])
    expect(seen.of(mime), mime).toBeGreaterThan(FRAMES / 100)
})

test('a TIFF whose directories lead back to themselves, each with as many strips as it has bytes, is refused in a moment', () => {
  const size = 8 * 1024 * 1024
  const bytes = Buffer.concat([tiff(), Buffer.alloc(size)])
  for (const at of [8, 50]) {
    bytes.writeUInt32LE(8, at + 38)
    for (const entry of [at + 14, at + 26]) {
      bytes.writeUInt16LE(3, entry + 2)
      bytes.writeUInt32LE(size / 4, entry + 4)
    }
  }
  const before = process.cpuUsage()
  expect(tiffDirectories(bytes)).toBe(0)
  expect(process.cpuUsage(before).user / 1000).toBeLessThan(10_000)
})

const BODIES = [CAPABILITIES, STATUS, JPEG]
const exchanges = fc.record({
  body: fc.constantFrom(...BODIES),
  status: fc.constantFrom(200, 200, 200, 201, 404, 409, 503),
  how: damage,
  cut: fc.nat(800),
})

const head = (status: number, length: number) =>
  `HTTP/1.1 ${status} x\r\nContent-Length: ${length}\r\nLocation: /eSCL/ScanJobs/7\r\nRetry-After: 1\r\n\r\n`

test(`${FRAMES} random and damaged HTTP answers of a scanner: the answer that was sent, or a fault`, {
  timeout: 60 * 60_000,
}, async () => {
  const all = samples(exchanges, FRAMES)
  const said = new Map<string, { bytes: Uint8Array; cut: number }>()
  const server = createServer(socket => {
    socket.on('error', () => undefined)
    socket.once('data', part => {
      const one = said.get(/^GET \/(\d+)/.exec(part.toString('latin1'))?.[1] ?? '')
      if (!one) return void socket.destroy()
      const { bytes, cut } = one
      socket.write(bytes.subarray(0, cut))
      setImmediate(() => socket.end(bytes.subarray(cut)))
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  const seen = tally()
  await manyAtOnce(FRAMES, 48, async n => {
    const { body, status, how, cut } = all[n]!
    const bytes = damaged(Buffer.concat([Buffer.from(head(status, body.length)), body]), how)
    said.set(String(n), { bytes, cut })
    const asked = { method: 'GET', path: `/${n}`, silence: 2000, most: 4096 } as const
    const signal = new AbortController().signal
    const end = await esclRequest({ url: `http://127.0.0.1:${port}/eSCL` }, { ...asked, signal }).then(
      answer => ({ answer }),
      (error: unknown) => ({ error }),
    )
    said.delete(String(n))
    if ('error' in end) {
      expect(end.error).toBeInstanceOf(DeviceError)
      expect(DEVICE_FAULTS).toContain((end.error as DeviceError).fault)
      return seen.count((end.error as DeviceError).fault)
    }
    seen.count('taken')
    // A status of 020 is 20, which no answer means.
    expect(Buffer.from(bytes).toString('latin1')).toMatch(new RegExp(` 0*${end.answer.status}`))
    if (!('transfer-encoding' in end.answer.headers)) expect(holds(bytes, end.answer.body)).toBe(true)
  })
  server.close()
  console.log(seen.text())
  expect(seen.of('taken')).toBeGreaterThan(FRAMES / 20)
  expect(seen.of('protocol') + seen.of('broken')).toBeGreaterThan(FRAMES / 10)
})

const LINES = [
  'Beginning scan...',
  'Scanned page 12.',
  '3 page(s) scanned.',
  'No pages are in the feeder.',
  'The scanner has a paper jam.',
  'The selected scanner could not be found.',
]
/** The same told in another way: by what the line begins and ends with. */
const countOf = (line: string) => {
  const [number = '', rest] = line.startsWith('Scanned page ') ? line.slice(13).split('.', 2) : []
  return rest !== undefined && number.length < 7 && [...number].every(c => c >= '0' && c <= '9') ? Number(number) : 0
}

test(`${FRAMES} random and damaged lines of NAPS2: no page is counted and no fault told that its words do not say`, () => {
  const seen = tally()
  fc.assert(
    fc.property(fc.constantFrom(...LINES), damage, damage, (text, first, second) => {
      const line = Buffer.from(damaged(damaged(Buffer.from(text), first), second)).toString('utf8')
      const so: Naps2Heard = { scanned: 0, fault: undefined, said: '' }
      hear(so, line)
      expect(so.scanned).toBe(countOf(line))
      expect(so.said.length).toBeLessThanOrEqual(300)
      if (so.fault) expect(line).toMatch(/feeder\.|paper jam\.|could not be found\.|offline\.|busy\./)
      seen.count(so.fault ?? (so.scanned ? 'counted' : 'nothing'))
    }),
    { seed: SEED, numRuns: FRAMES },
  )
  console.log(seen.text())
  for (const what of ['counted', 'empty', 'jam', 'absent', 'nothing'])
    expect(seen.of(what), what).toBeGreaterThan(FRAMES / 500)
})
