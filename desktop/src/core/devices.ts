import { DeviceError, type DeviceInfo, type Driver } from '../../../native-bridges/src/driver.ts'
import type { ScanAsk, ScannedPage, ScannerDriver } from '../../../native-bridges/src/drivers/scanner.ts'
import type { Kind } from '../../../shared-types/src/model/domain.ts'
import type { DeviceTested } from '../api/devices.ts'
import type { CardRead } from '../api/intake.ts'
import type { Status } from '../api/sync.ts'
import type { Notice } from '../api.ts'
import { CallRefusal } from './call-refusal.ts'
import { cardPatch, cardSummary } from './card-fields.ts'
import { cardReading } from './card-reading.ts'
import { codeReading } from './code-reading.ts'
import type { DeskDrivers } from './desk-drivers.ts'
import type { DeviceJournal } from './device-journal.ts'
import { type DeviceStates, deviceStates, faultText } from './device-states.ts'
import { testDevice } from './device-test.ts'
import type { Form } from './form.ts'
import { type PrintEnd, printerFor, printerNameFor, printForm } from './print-form.ts'
import type { PrinterSetup } from './printer-setup.ts'
import { type SealMachines, sealMachines } from './seal-machine.ts'
import type { CoreLanguage } from './words.ts'

export interface Devices {
  /** The card on the reader. */
  card(): { name: string; number: string } | undefined
  cardFor(kind: Kind): CardRead | undefined
  /** The bytes of the photo on its chip, when it is the card with this number. */
  cardPhoto(number: string): Uint8Array | undefined
  scan(language: CoreLanguage, ask?: ScanAsk): AsyncIterable<ScannedPage>
  /** Never throws: what went wrong is in the answer, and a job is never sent twice. */
  print(printer: 'document' | 'card', form: Form, language: CoreLanguage): Promise<PrintEnd>
  seals: SealMachines
  /** The id of the device that would print this form, a template with its domain. */
  printerId(printer: 'document' | 'card', form?: string): Promise<string>
  /** The name of the device that would print this form, as far as it is known now; empty when there is none. */
  printerName(printer: 'document' | 'card', form: string, language: CoreLanguage): string
  /** How the printers are set up; nothing in the demo, whose devices are simulated. */
  printers: PrinterSetup | undefined
  states(language: CoreLanguage): Status['devices']
  /** What happened to them since the window was opened. */
  journal: DeviceJournal
  /** Undefined when there is no such device. */
  test(id: string, language: CoreLanguage): Promise<DeviceTested | undefined>
  close(): Promise<void>
}

/** Milliseconds after which a job is given up, whatever its device says. */
const PATIENCE = { scan: 300_000, print: 180_000 }

/**
 * The desk's devices for the core. A device that fails or is not there costs its own work only. `changed` hears when one
 * comes, goes, fails or is well again.
 */
export async function openDevices(
  drivers: DeskDrivers,
  today: () => string,
  tell: (notice: Notice) => void,
  changed: () => void = () => undefined,
  printers?: PrinterSetup,
): Promise<Devices> {
  const { cardReader, codeReader, scanner, cardPrinter, documentPrinter, seal } = drivers
  const stop = new AbortController()
  const all = (Object.values(drivers) as (Driver<unknown, unknown> | undefined)[]).filter(d => d !== undefined)
  const states = await deviceStates(all, changed)
  const reading = cardReader && cardReading(cardReader, stop.signal, states, today, tell)
  const codes = codeReader && codeReading(codeReader, stop.signal, states, text => tell({ topic: 'code', text }))
  const printerOf = (printer: 'document' | 'card') => (printer === 'card' ? cardPrinter : documentPrinter)
  const until = (ms: number) => AbortSignal.any([stop.signal, AbortSignal.timeout(ms)])
  return {
    card() {
      const lying = reading?.here()
      return lying && { name: lying.card.name, number: lying.card.idNumber }
    },
    cardFor(kind) {
      const lying = reading?.here()
      return lying && { ...cardSummary(lying.card, today(), lying.simulated), patch: cardPatch(kind, lying.card) }
    },
    cardPhoto(number) {
      const card = reading?.here()?.card
      return card?.idNumber === number ? card.photo : undefined
    },
    scan: (language, ask = USUAL) => pages(scanner, states, { ask, signal: until(PATIENCE.scan), language }),
    print: (printer, form, language) =>
      printForm(printerOf(printer), states, {
        printer,
        form,
        language,
        signal: until(PATIENCE.print),
        routes: printers,
      }),
    printers,
    seals: sealMachines(seal, states, stop.signal),
    printerId: async (printer, form) => (await printerFor(printerOf(printer), printers, form))?.id ?? '',
    printerName: (printer, form, language) => printerNameFor(states.all(language), printers, printer, form),
    states: states.all,
    journal: states.journal,
    async test(id, language) {
      const device = states.find(id)
      const hears = { cardHere: () => reading?.here() !== undefined, nextCode: codes?.next }
      return device && testDevice({ drivers, ...hears }, device, language, stop.signal)
    },
    async close() {
      states.close()
      stop.abort()
      await reading?.ended
      await codes?.ended
    },
  }
}

async function first<A, P>(driver: Driver<A, P> | undefined): Promise<DeviceInfo | undefined> {
  const [device] = (await driver?.list()) ?? []
  return device
}

/** How a scan is made where nobody set it otherwise. */
const USUAL: ScanAsk = { dpi: 200, colour: 'colour', paper: 'A4', source: 'feeder' }

async function* pages(
  scanner: ScannerDriver | undefined,
  states: DeviceStates,
  { ask, signal, language }: { ask: ScanAsk; signal: AbortSignal; language: CoreLanguage },
): AsyncGenerator<ScannedPage> {
  const device = await first(scanner)
  if (!scanner || !device) throw new CallRefusal('device', 'scan.none')
  try {
    yield* scanner.run(device.id, ask, signal)
    states.note(device, 'ready')
  } catch (error) {
    if (!(error instanceof DeviceError)) throw error
    states.note(device, 'fault', error)
    throw new CallRefusal('device', 'device.fault', { text: faultText(device.kind, error, language) })
  }
}
