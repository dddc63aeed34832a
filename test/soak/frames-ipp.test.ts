import { createServer } from 'node:net'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { DEVICE_FAULTS, DeviceError } from '../../native-bridges/src/driver.ts'
import {
  IPP_GROUP,
  type IppAttributes,
  type IppWrittenAttributes,
  ippMessage,
  readIpp,
} from '../../native-bridges/src/drivers/ipp-message.ts'
import { ippPrinter } from '../../native-bridges/src/drivers/ipp-printer.ts'
import { type Damage, damage, damaged, FRAMES, holds, manyAtOnce, SEED, samples, tally } from './damaged.ts'

const HEAD = {
  'attributes-charset': { as: 'charset', value: 'utf-8' },
  'attributes-natural-language': { as: 'language', value: 'zh-cn' },
} as const

const answer = (tag: number, attributes: IppWrittenAttributes, request = 1, code = 0) => {
  const groups = [
    { tag: IPP_GROUP.operation, attributes: HEAD },
    { tag, attributes },
  ]
  return ippMessage({ version: [2, 0], code, request, groups })
}

const job = (state: number, sheets: number): IppWrittenAttributes => ({
  'job-id': { as: 'integer', value: 7 },
  'job-state': { as: 'enum', value: state },
  'job-state-reasons': [
    { as: 'keyword', value: 'job-printing' },
    { as: 'keyword', value: 'none' },
  ],
  'job-media-sheets-completed': { as: 'integer', value: sheets },
})

const PRINTER: IppWrittenAttributes = {
  'printer-state': { as: 'enum', value: 3 },
  'printer-state-reasons': { as: 'keyword', value: 'none' },
  'printer-is-accepting-jobs': { as: 'boolean', value: true },
  'printer-name': { as: 'name', value: '一号打印机' },
  'media-col-default': {
    as: 'collection',
    members: {
      'media-size': { as: 'collection', members: { 'x-dimension': { as: 'integer', value: 21_000 } } },
      'media-source': { as: 'keyword', value: 'tray-1' },
    },
  },
}

const ANSWERS = [
  answer(IPP_GROUP.job, job(5, 1)),
  answer(IPP_GROUP.job, job(9, 3)),
  answer(IPP_GROUP.printer, PRINTER),
  answer(IPP_GROUP.job, {}, 1, 0x0507),
]

/** The plain values of each attribute as the bytes have them, gone through in one flat pass: RFC 8010, 3.1. */
function flat(bytes: Uint8Array): { rest: number; groups: { tag: number; values: Map<string, unknown[]> }[] } {
  const from = Buffer.from(bytes)
  const groups: { tag: number; values: Map<string, unknown[]> }[] = []
  let [at, depth, last] = [8, 0, '']
  for (;;) {
    const tag = from.readUInt8(at++)
    if (tag === 3 && depth === 0) return { rest: at, groups }
    if (tag < 0x10 && depth === 0) {
      groups.push({ tag, values: new Map() })
      continue
    }
    const name = from.toString('utf8', at + 2, at + 2 + from.readUInt16BE(at))
    at += 2 + from.readUInt16BE(at)
    const value = from.subarray(at + 2, at + 2 + from.readUInt16BE(at))
    at += 2 + value.length
    const outside = depth === 0
    if (tag === 0x37) depth--
    if (tag === 0x34) depth++
    if (!outside) continue
    last = name || last
    const { values } = groups.at(-1)!
    values.set(last, [...(name ? [] : (values.get(last) ?? [])), plain(tag, value)])
  }
}

function plain(tag: number, value: Buffer): unknown {
  if (tag === 0x21 || tag === 0x23) return value.readInt32BE()
  return tag === 0x22 ? value[0] !== 0 : tag >= 0x40 ? value.toString('utf8') : undefined
}

/** Whether what was read of the attributes that the driver goes by is what the bytes have. */
function expectSame(read: IppAttributes, values: Map<string, unknown[]>): void {
  for (const name of ['job-id', 'job-state', 'job-media-sheets-completed', 'printer-state', 'job-state-reasons'])
    if (read[name]?.every(value => typeof value === 'number' || typeof value === 'string'))
      expect(read[name], name).toEqual(values.get(name))
}

test(`${FRAMES} random and damaged IPP messages: attributes as the bytes have them, or a DeviceError`, () => {
  const seen = tally()
  fc.assert(
    fc.property(fc.constantFrom(...ANSWERS), damage, damage, (sent, first, second) => {
      const bytes = damaged(damaged(sent, first), second)
      try {
        const read = readIpp(bytes)
        const other = flat(bytes)
        expect(bytes.length - read.rest.length).toBe(other.rest)
        expect(read.groups.map(({ tag }) => tag)).toEqual(other.groups.map(({ tag }) => tag))
        read.groups.forEach((group, n) => {
          expectSame(group.attributes, other.groups[n]!.values)
        })
        seen.count('read')
      } catch (error) {
        if (!(error instanceof DeviceError)) throw error
        expect(error.fault).toBe('protocol')
        seen.count('refused')
      }
    }),
    { seed: SEED, numRuns: FRAMES },
  )
  console.log(seen.text())
  expect(seen.of('read')).toBeGreaterThan(FRAMES / 20)
  expect(seen.of('refused')).toBeGreaterThan(FRAMES / 10)
})

const http = (body: Uint8Array, chunked: boolean): Uint8Array =>
  chunked
    ? Buffer.concat([
        Buffer.from('HTTP/1.1 200 OK\r\nContent-Type: application/ipp\r\nTransfer-Encoding: chunked\r\n\r\n'),
        Buffer.from(`${body.length.toString(16)}\r\n`),
        body,
        Buffer.from('\r\n0\r\n\r\n'),
      ])
    : Buffer.concat([
        Buffer.from(`HTTP/1.1 200 OK\r\nContent-Type: application/ipp\r\nContent-Length: ${body.length}\r\n\r\n`),
        body,
      ])

interface Answer {
  bytes: Uint8Array
  cut: number
}

/** Answers the exchange of each path with its bytes, cut where it says, and hangs up. */
async function printerThatSays(answers: Map<string, Answer>) {
  const server = createServer(socket => {
    socket.on('error', () => undefined)
    let heard = ''
    socket.on('data', part => {
      heard += part.toString('latin1')
      const path = /^POST (\S+)/.exec(heard)?.[1] ?? ''
      // The request's own last group ends it.
      const said = heard.endsWith('\u0003') ? answers.get(path) : undefined
      if (!said) return
      socket.write(said.bytes.subarray(0, said.cut))
      setImmediate(() => socket.end(said.bytes.subarray(said.cut)))
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return { server, port: (server.address() as { port: number }).port }
}

const exchanges = fc.record({
  state: fc.integer({ min: 3, max: 9 }),
  sheets: fc.nat(40),
  request: fc.constantFrom(1, 1, 1, 2),
  chunked: fc.boolean(),
  how: damage,
  cut: fc.nat(400),
})

const enumBytes = (name: string, tag: number, value: number) =>
  Buffer.concat([
    Buffer.from([tag, 0, name.length]),
    Buffer.from(name),
    Buffer.from([0, 4, value >> 24, value >> 16, value >> 8, value]),
  ])

test(`${FRAMES} random and damaged HTTP answers of a printer: the state that was sent, or a fault`, {
  timeout: 60 * 60_000,
}, async () => {
  const all = samples(exchanges, FRAMES)
  const answers = new Map<string, Answer>()
  const { server, port } = await printerThatSays(answers)
  const seen = tally()
  await manyAtOnce(FRAMES, 48, async n => {
    const { state, sheets, request, chunked, how, cut } = all[n]!
    const bytes = damaged(http(answer(IPP_GROUP.job, job(state, sheets), request), chunked), how as Damage)
    answers.set(`/${n}`, { bytes, cut })
    const printer = ippPrinter({ uri: `ipp://127.0.0.1:${port}/${n}` }, { patience: 3000, document: 3000 })
    const end = await printer.job(7, new AbortController().signal).then(
      told => ({ told }),
      (error: unknown) => ({ error }),
    )
    answers.delete(`/${n}`)
    if ('error' in end) {
      expect(end.error).toBeInstanceOf(DeviceError)
      expect(DEVICE_FAULTS).toContain((end.error as DeviceError).fault)
      return seen.count((end.error as DeviceError).fault)
    }
    seen.count('taken')
    expect(holds(bytes, enumBytes('job-state', 0x23, end.told.state)) || chunked).toBe(true)
    expect(request).toBe(1)
    if (end.told.sheets !== undefined && !chunked)
      expect(holds(bytes, enumBytes('job-media-sheets-completed', 0x21, end.told.sheets))).toBe(true)
  })
  server.close()
  console.log(seen.text())
  expect(seen.of('taken')).toBeGreaterThan(FRAMES / 20)
  expect(seen.of('protocol')).toBeGreaterThan(FRAMES / 20)
})
