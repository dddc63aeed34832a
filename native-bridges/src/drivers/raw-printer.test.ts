import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import { driverContract, run } from '../driver.contract.ts'
import type { DeviceError } from '../driver.ts'
import { tcpPorts } from '../ports/tcp.ts'
import { escposDriver, readEscposStatus } from './escpos.ts'
import type { Label } from './label.ts'
import { drawLabel } from './label-drawing.ts'
import type { PrintAsk, PrinterDriver, PrintProgress } from './printer.ts'
import { escposParser, parseZpl, tsplParser } from './raw.parsers.ts'
import { type RawFault, type RawSimulator, simulatedRaw } from './raw.simulator.ts'
import type { RawTimes } from './raw-printer.ts'
import { readTsplStatus, tsplDriver } from './tspl.ts'
import { readHostStatus, zplDriver } from './zpl.ts'

const TIMES: RawTimes = { patience: 120, poll: 4, silence: 200 }
const LABEL: Label = {
  width: 60,
  height: 40,
  items: [
    { kind: 'text', x: 2, y: 2, width: 56, height: 6, text: '居住证领取凭条 𠮷', size: 11 },
    { kind: 'qr', x: 2, y: 10, width: 18, height: 18, text: 'R:330402202611220001' },
    { kind: 'code128', x: 2, y: 30, width: 50, height: 8, text: '3304022026112200' },
  ],
}
const ASK: PrintAsk = { pdf: new Uint8Array(), title: '凭条', copies: 2, paper: 'A5', duplex: false, label: LABEL }

const DRIVERS = { zpl: zplDriver, tspl: tsplDriver, escpos: escposDriver }
const SPEAKS = Object.keys(DRIVERS) as (keyof typeof DRIVERS)[]
/** What each says of the same fault; a Zebra without paper says nothing, which after the bytes were sent leaves it open. */
const FAULTS: { name: RawFault; fault: DeviceError['fault'] }[] = [
  { name: 'head', fault: 'cover' },
  { name: 'pause', fault: 'broken' },
  { name: 'paper', fault: 'empty' },
  { name: 'silent', fault: 'uncertain' },
]

for (const speaks of SPEAKS) {
  driverContract<PrintAsk, PrintProgress>(`a printer that speaks ${speaks}`, async () => {
    let step: (() => void) | undefined
    const machine = await simulatedRaw({ speaks, id: 'PRN-1', name: 'p', copyMs: 6, onAsked: () => step?.() })
    return {
      driver: DRIVERS[speaks](machine.ports, { simulated: true, dpi: 203, times: TIMES }),
      ask: () => ASK,
      alike: pieces => [pieces[0]?.state, pieces.at(-1)?.state, pieces.at(-1)?.sheets],
      faults: [
        ...FAULTS.filter(({ name }) => name !== 'silent').map(({ name, fault }) => {
          return { name, fault, cause: () => machine.fault(name) }
        }),
        {
          name: 'a document',
          cause: () => {},
          fault: 'protocol',
          ask: () => {
            const { label: _, ...document } = ASK
            return document
          },
        },
      ],
      heal() {
        machine.fault(undefined)
        machine.lie(undefined)
      },
      unplug: machine.unplug,
      plugIn: machine.plugIn,
      mayBeUncertain: true,
      // The second time that it says that it is idle, and the last piece.
      lastSteps: 8,
      onStep: listener => {
        step = listener
      },
      garble(bytes) {
        machine.lie(bytes)
        return ASK
      },
      garbles: 15,
      close: machine.close,
    }
  })
}

describe.each(SPEAKS)('%s', speaks => {
  const open: RawSimulator[] = []
  const machineOf = async (copyMs = 5): Promise<RawSimulator & { driver: PrinterDriver }> => {
    const machine = await simulatedRaw({ speaks, id: 'PRN-1', name: 'p', copyMs })
    open.push(machine)
    return { ...machine, driver: DRIVERS[speaks](machine.ports, { simulated: true, dpi: 203, times: TIMES }) }
  }
  afterEach(async () => {
    await Promise.all(open.splice(0).map(machine => machine.close()))
  })

  test('a fault before the job is told before anything is sent', async () => {
    const { driver, jobs, fault } = await machineOf()
    for (const { name, fault: told } of FAULTS.slice(0, 3)) {
      fault(name)
      const failed = (await run(driver, 'PRN-1', ASK).catch(error => error)) as DeviceError
      expect(failed.fault, name).toBe(told)
      expect(failed.facts.job, name).toBeUndefined()
    }
    expect(jobs()).toHaveLength(0)
  })

  test('silence after the bytes were sent is uncertain, and they are not sent again', async () => {
    const { driver, jobs, fault } = await machineOf()
    fault('silent')
    await expect(run(driver, 'PRN-1', ASK)).rejects.toMatchObject({ fault: 'uncertain', facts: { sheets: 0 } })
    expect(jobs().length).toBe(speaks === 'escpos' ? ASK.copies : 1)
  })

  test('paper that runs out midway ends the job with what is known', async () => {
    const { driver, fault } = await machineOf()
    fault('paper-midway')
    const failed = (await run(driver, 'PRN-1', ASK).catch(error => error)) as DeviceError
    expect(failed.fault).toBe(speaks === 'zpl' ? 'uncertain' : 'empty')
    expect(failed.facts.job).toBeDefined()
  })
})

test('what does not fit its place is refused and never cut', async () => {
  const put = (item: Label['items'][number]) => drawLabel({ width: 30, height: 20, items: [item] }, 203)
  const place = { x: 1, y: 1, width: 10, height: 4 }
  const refused = { fault: 'protocol' }
  await expect(put({ ...place, kind: 'text', text: '字'.repeat(80), size: 9 })).rejects.toMatchObject(refused)
  await expect(put({ ...place, kind: 'qr', text: 'x'.repeat(200) })).rejects.toMatchObject(refused)
  await expect(put({ ...place, kind: 'code128', text: '12345678901234567890' })).rejects.toMatchObject(refused)
  await expect(put({ ...place, kind: 'code128', text: '证' })).rejects.toMatchObject(refused)
  await expect(put({ ...place, x: 25, kind: 'fill' })).rejects.toMatchObject(refused)
})

test('answers are read to the bit, as the manuals have them', () => {
  const status = (one: string, two: string) =>
    Buffer.from(`\u0002${one}\u0003\r\n\u0002${two}\u0003\r\n\u00021234,0\u0003`)
  const well = ['030,0,0,1245,000,0,0,0,000,0,0,0', '000,0,0,0,1,2,6,0,00000000,1,000'] as const
  expect(readHostStatus(status(...well))).toEqual({ busy: false, left: 0 })
  expect(readHostStatus(status('030,1,0,1245,000,0,0,0,000,0,0,0', well[1]))?.fault?.fault).toBe('empty')
  expect(readHostStatus(status('030,0,1,1245,002,0,0,0,000,0,0,0', well[1]))).toMatchObject({
    busy: true,
    fault: { fault: 'broken' },
  })
  expect(readHostStatus(status(well[0], '000,0,1,0,1,2,6,0,00000003,1,000'))).toMatchObject({
    left: 3,
    fault: { fault: 'cover' },
  })
  expect(readHostStatus(status(well[0], '000,0,0,1,1,2,6,0,00000000,1,000'))?.fault?.fault).toBe('consumable')
  expect(readHostStatus(status(...well).subarray(0, 60))).toBeUndefined()
  const bits = [0x00, 0x01, 0x02, 0x04, 0x05, 0x08, 0x10, 0x20, 0x80]
  const told = [undefined, 'cover', 'jam', 'empty', 'cover', 'consumable', 'broken', undefined, 'broken']
  expect(bits.map(bit => readTsplStatus(bit)?.fault?.fault)).toEqual(told)
  expect(readTsplStatus(0x20)?.busy).toBe(true)
  expect(readTsplStatus(0x40)).toBeUndefined()
  const pos = (...bytes: number[]) => readEscposStatus(Uint8Array.from(bytes), true)
  expect(pos(0x12, 0x12)).toBeUndefined()
  expect(pos(0x12, 0x12, 0x12)).toEqual({ busy: true })
  expect(pos(0x00, 0x12, 0x12, 0x12)).toEqual({ busy: false })
  expect(
    [pos(0x16, 0x12, 0x12), pos(0x12, 0x1a, 0x12), pos(0x12, 0x12, 0x72)].map(state => state?.fault?.fault),
  ).toEqual(['cover', 'jam', 'empty'])
})

test('nothing that comes over the line makes a status out of nonsense, or stops a reader', () => {
  const runs = { seed: 9, numRuns: Number(process.env.FRAMES ?? 3000) }
  const bytes = fc.uint8Array({ maxLength: 120 })
  fc.assert(
    fc.property(bytes, heard => {
      const state = readHostStatus(heard)
      if (state) expect(Buffer.from(heard).toString('latin1')).toContain('\u0002')
      readEscposStatus(heard, true)
      for (const parse of [parseZpl, tsplParser(), escposParser()])
        expect(parse(Buffer.from(heard)).rest.length).toBeLessThanOrEqual(heard.length)
    }),
    runs,
  )
})

test('a printer that nobody answers for is absent; one that is in use counts as being there, for most take one at a time', async () => {
  const nobody = tcpPorts([{ id: 'x', name: 'x', host: '127.0.0.1', port: 9 }])
  expect(await nobody.list()).toEqual([])
  await expect(nobody.open('x', new AbortController().signal)).rejects.toMatchObject({ fault: 'absent' })
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const ports = tcpPorts([{ id: 'x', name: 'x', host: '127.0.0.1', port }])
  const line = await ports.open('x', new AbortController().signal)
  server.close()
  expect(await ports.list()).toHaveLength(1)
  await line.close()
  expect(await ports.list()).toHaveLength(0)
})
