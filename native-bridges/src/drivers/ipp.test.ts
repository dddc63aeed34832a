import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import { driverContract, run } from '../driver.contract.ts'
import { DeviceError } from '../driver.ts'
import { type IppSimulator, type IppSimulatorOptions, simulatedIpp } from './ipp.simulator.ts'
import { type IppDriverTimes, ippDriver } from './ipp.ts'
import { abortedFault, reasonFault, statusFault } from './ipp-faults.ts'
import { urlOf } from './ipp-link.ts'
import { ippMessage, readIpp } from './ipp-message.ts'
import { madePdf } from './made-pdf.fixture.ts'
import type { PrintAsk, PrintProgress } from './printer.ts'

const TIMES: IppDriverTimes = { patience: 400, document: 600, poll: 5, silence: 200 }
const CARD: PrintAsk = { pdf: madePdf(2), title: '证件', copies: 1, paper: 'card', duplex: true }
const FORM: PrintAsk = { pdf: madePdf(3), title: '表格', copies: 1, paper: 'A4', duplex: false }

driverContract<PrintAsk, PrintProgress>('an IPP printer', async () => {
  let step: (() => void) | undefined
  const printer = await simulatedIpp({
    kind: 'document-printer',
    id: 'PRN-1',
    name: 'p',
    tray: 100_000,
    sheetMs: 8,
    onRequest: () => step?.(),
  })
  return {
    driver: ippDriver('document-printer', printer.addresses, TIMES),
    ask: () => FORM,
    alike: pieces => [pieces[0]?.state, pieces.at(-1)?.state, pieces.at(-1)?.sheets],
    faults: [
      { name: 'cover', cause: () => printer.controls.fault('cover'), fault: 'cover' },
      { name: 'jam', cause: () => printer.controls.fault('jam'), fault: 'jam' },
      { name: 'toner', cause: () => printer.controls.fault('toner'), fault: 'consumable' },
      { name: 'paused', cause: () => printer.controls.fault('paused'), fault: 'broken' },
      { name: 'refusal', cause: () => printer.controls.fault('refuse'), fault: 'auth' },
      { name: 'silence', cause: () => printer.controls.fault('uncertain'), fault: 'uncertain' },
      { name: 'paper', cause: () => printer.controls.refill(-printer.controls.left()), fault: 'empty' },
      { name: 'paper midway', cause: () => printer.controls.fault('paper-out-midway'), fault: 'empty' },
      { name: 'no PDF', cause: () => {}, fault: 'unreadable', ask: () => ({ ...FORM, pdf: madePdf(0) }) },
      { name: 'no tray', cause: () => {}, fault: 'protocol', ask: () => ({ ...FORM, tray: 'tray-9' }) },
      { name: 'a card', cause: () => {}, fault: 'protocol', ask: () => CARD },
    ],
    heal() {
      printer.controls.fault(undefined)
      printer.lie(undefined)
      printer.controls.refill(100_000 - printer.controls.left())
    },
    unplug: printer.controls.unplug,
    plugIn: printer.controls.plugIn,
    mayBeUncertain: true,
    lastSteps: 4,
    onStep: listener => {
      step = listener
    },
    garble(bytes) {
      printer.lie(bytes)
      return FORM
    },
    garbles: 40,
    close: printer.close,
  }
})

describe('a job', () => {
  const open: IppSimulator[] = []
  const printerOf = async (options: Partial<IppSimulatorOptions> = {}) => {
    const printer = await simulatedIpp({ kind: 'card-printer', id: 'PRN-1', name: 'p', tray: 5, ...options })
    open.push(printer)
    return { ...printer, driver: ippDriver(options.kind ?? 'card-printer', printer.addresses, TIMES) }
  }
  afterEach(async () => {
    await Promise.all(open.splice(0).map(printer => printer.close()))
  })

  test.each([true, false])('comes with its bytes as they were, with its title; created first: %s', async takesJobs => {
    const { driver, jobs } = await printerOf({ takesJobs })
    const pieces = await run(driver, 'PRN-1', CARD)
    expect(pieces[0]).toEqual({ state: 'queued', job: '1', sheets: 0 })
    expect(pieces.at(-1)).toMatchObject({ state: 'done', job: '1' })
    expect(jobs()).toHaveLength(1)
    expect(Buffer.from(jobs()[0]!.document).equals(Buffer.from(CARD.pdf))).toBe(true)
    expect(jobs()[0]!.title).toBe('证件')
  })

  test('after silence is never sent again, and what the clerk hears is that nobody knows', async () => {
    const { driver, jobs, controls } = await printerOf({ sheetMs: 20 })
    controls.fault('uncertain')
    const facts = { job: '1', sheets: 0 }
    await expect(run(driver, 'PRN-1', CARD)).rejects.toMatchObject({ fault: 'uncertain', facts })
    controls.fault(undefined)
    expect(jobs()).toHaveLength(1)
  })

  test('that a fault stops is taken back: it does not come out once the printer is well', async () => {
    const { driver, jobs, controls } = await printerOf({ kind: 'document-printer', sheetMs: 5 })
    controls.fault('paper-out-midway')
    await expect(run(driver, 'PRN-1', FORM)).rejects.toMatchObject({ fault: 'empty', facts: { job: '1', sheets: 1 } })
    expect(jobs()[0]!.state).toBe(7)
  })

  test('that was refused before anything was sent has no number: nothing was printed', async () => {
    const { driver, controls } = await printerOf({ tray: 0 })
    await expect(run(driver, 'PRN-1', CARD)).rejects.toMatchObject({ fault: 'empty', facts: { sheets: 0 } })
    controls.refill(1)
    controls.fault('refuse')
    const failed = (await run(driver, 'PRN-1', CARD).catch(error => error)) as DeviceError
    expect(failed.fault).toBe('auth')
    expect(failed.facts.job).toBeUndefined()
  })
})

test('messages are read as they were written, and random ones end in a DeviceError or in attributes', () => {
  const written = ippMessage({
    version: [2, 0],
    code: 0x0b,
    request: 77,
    groups: [
      { tag: 1, attributes: { 'attributes-charset': { as: 'charset', value: 'utf-8' } } },
      {
        tag: 2,
        attributes: {
          copies: { as: 'integer', value: 3 },
          sides: [
            { as: 'keyword', value: 'one-sided' },
            { as: 'keyword', value: '两面' },
          ],
          'media-col': {
            as: 'collection',
            members: { size: { as: 'collection', members: { x: { as: 'integer', value: 5398 } } } },
          },
        },
      },
    ],
  })
  const read = readIpp(Buffer.concat([written, Buffer.from('%PDF')]))
  expect(read).toMatchObject({ status: 0x0b, request: 77 })
  expect(read.groups[1]!.attributes).toEqual({
    copies: [3],
    sides: ['one-sided', '两面'],
    'media-col': [{ members: { size: [{ members: { x: [5398] } }] } }],
  })
  expect(Buffer.from(read.rest).toString()).toBe('%PDF')
  const mutated = fc
    .array(fc.tuple(fc.nat(written.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 })
    .map(changes => {
      const bytes = Uint8Array.from(written)
      for (const [at, value] of changes) bytes[at] = value
      return bytes
    })
  fc.assert(
    fc.property(fc.oneof(mutated, fc.uint8Array({ maxLength: 200 })), bytes => {
      try {
        expect(Array.isArray(readIpp(bytes).groups)).toBe(true)
      } catch (error) {
        expect(error).toBeInstanceOf(DeviceError)
      }
    }),
    { seed: 5, numRuns: Number(process.env.FRAMES ?? 5000) },
  )
})

test('what printers say becomes the closed list of faults', () => {
  const said: [string[], boolean, string | undefined][] = [
    [['none'], false, undefined],
    [['media-low-warning', 'toner-low-report'], false, undefined],
    [['media-empty-error'], false, 'empty'],
    [['media-needed'], true, 'empty'],
    [['media-jam-error', 'cover-open-warning'], true, 'jam'],
    [['door-open-error'], true, 'cover'],
    [['marker-supply-empty-error'], true, 'consumable'],
    [['offline-report'], false, undefined],
    [['paused'], true, 'broken'],
    [['something-new-error'], false, 'broken'],
    [[], true, 'broken'],
  ]
  for (const [reasons, stopped, fault] of said) expect(reasonFault(reasons, stopped), reasons.join()).toBe(fault)
  expect([0x0403, 0x0406, 0x0411, 0x0507, 0x0504, 0x0501, 0x040b].map(statusFault)).toEqual([
    'auth',
    'absent',
    'unreadable',
    'busy',
    'broken',
    'protocol',
    'protocol',
  ])
  expect(abortedFault(['document-format-error'])).toBe('unreadable')
  expect(abortedFault(['aborted-by-system'])).toBe('broken')
})

test('an address is one of IPP, and means port 631 unless it names another', () => {
  expect(urlOf('ipp://printer.local/ipp/print')).toMatchObject({ host: 'printer.local', port: 631, secure: false })
  expect(urlOf('ipps://[::1]/ipp')).toMatchObject({ host: '::1', port: 631, secure: true })
  expect(urlOf('http://localhost:631/printers/PDF')).toMatchObject({ port: 631, path: '/printers/PDF' })
  expect(urlOf('https://printer/x')).toMatchObject({ port: 443 })
  expect(() => urlOf('file:///etc/passwd')).toThrow(DeviceError)
})
