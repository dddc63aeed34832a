import { DeviceError, type DeviceInfo, type Driver } from '../../../native-bridges/src/driver.ts'
import type { IdCardAsk, IdCardPiece } from '../../../native-bridges/src/drivers/id-card.ts'
import type { PrinterDriver } from '../../../native-bridges/src/drivers/printer.ts'
import type { ScannedPage, ScannerDriver } from '../../../native-bridges/src/drivers/scanner.ts'
import type { SealDriver } from '../../../native-bridges/src/drivers/seal.ts'
import type { Kind } from '../../../shared-types/src/model/domain.ts'
import type { Paper } from '../../../shared-types/src/model/template.ts'
import type { CardRead, Notice, Status } from '../api.ts'
import { CallRefusal } from './call-refusal.ts'
import { cardPatch, cardSummary } from './card-fields.ts'
import { cardReading } from './card-reading.ts'
import { type DeviceStates, deviceStates, faultText } from './device-states.ts'
import type { Form } from './form.ts'
import { type PrintOutcome, printed } from './print-end.ts'
import type { CoreLanguage } from './words.ts'

/** The drivers of this desk; what a desk does not have is left out. */
export interface DeskDrivers {
  cardReader?: Driver<IdCardAsk, IdCardPiece>
  scanner?: ScannerDriver
  cardPrinter?: PrinterDriver
  documentPrinter?: PrinterDriver
  seal?: SealDriver
}

/** How a print ended, as far as anyone can know. */
export interface PrintEnd {
  device: string
  ended: PrintOutcome
  /** Why, when it did not end well. */
  text: string
}

export interface Devices {
  /** The card on the reader. */
  card(): { name: string; number: string } | undefined
  cardFor(kind: Kind): CardRead | undefined
  scan(language: CoreLanguage): AsyncIterable<ScannedPage>
  /** Never throws: what went wrong is in the answer, and a job is never sent twice. */
  print(printer: 'document' | 'card', form: Form, language: CoreLanguage): Promise<PrintEnd>
  /** The id of the device that would print. */
  printerId(printer: 'document' | 'card'): Promise<string>
  states(language: CoreLanguage): Status['devices']
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
): Promise<Devices> {
  const { cardReader, scanner, cardPrinter, documentPrinter } = drivers
  const stop = new AbortController()
  const all = (Object.values(drivers) as (Driver<unknown, unknown> | undefined)[]).filter(d => d !== undefined)
  const states = await deviceStates(all, changed)
  const reading = cardReader && cardReading(cardReader, stop.signal, states, today, tell)
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
    scan: language => pages(scanner, states, until(PATIENCE.scan), language),
    print: (printer, form, language) =>
      print(printerOf(printer), states, { printer, form, language, signal: until(PATIENCE.print) }),
    printerId: async printer => (await first(printerOf(printer)))?.id ?? '',
    states: states.all,
    async close() {
      states.close()
      stop.abort()
      await reading?.ended
    },
  }
}

async function first<A, P>(driver: Driver<A, P> | undefined): Promise<DeviceInfo | undefined> {
  const [device] = (await driver?.list()) ?? []
  return device
}

async function* pages(
  scanner: ScannerDriver | undefined,
  states: DeviceStates,
  signal: AbortSignal,
  language: CoreLanguage,
): AsyncGenerator<ScannedPage> {
  const device = await first(scanner)
  if (!scanner || !device) throw new CallRefusal('device', 'scan.none')
  try {
    yield* scanner.run(device.id, { dpi: 200, colour: 'colour', paper: 'A4', source: 'feeder' }, signal)
    states.note(device, 'ready')
  } catch (error) {
    if (!(error instanceof DeviceError)) throw error
    states.note(device, 'fault', error)
    throw new CallRefusal('device', 'device.fault', { text: faultText(device.kind, error, language) })
  }
}

interface PrintJob {
  printer: 'document' | 'card'
  form: Form
  language: CoreLanguage
  signal: AbortSignal
}

async function print(
  driver: PrinterDriver | undefined,
  states: DeviceStates,
  { printer, form, language, signal }: PrintJob,
): Promise<PrintEnd> {
  const device = await first(driver)
  if (!driver || !device) {
    const kind = printer === 'card' ? 'card-printer' : 'document-printer'
    return { device: '', ended: 'nothing', text: faultText(kind, { fault: 'absent', facts: {} }, language) }
  }
  const card = printer === 'card'
  const paper = card ? 'card' : sheetFor(form.paper)
  const ask = { pdf: form.bytes, title: form.name, copies: 1, paper, duplex: card } as const
  const { ended, fault } = await printed(driver, device, ask, signal)
  states.note(device, fault ? 'fault' : 'ready', fault)
  return { device: device.name, ended, text: fault ? faultText(device.kind, fault, language) : '' }
}

/** Millimetres of A5 (ISO 216), upright. */
const A5 = { width: 148, height: 210 }

/** The sheet that a form is laid on: its own, or for a size of its own the smallest that holds it, either way round. */
function sheetFor(paper: Paper): 'A4' | 'A5' {
  if (paper === 'A4' || paper === 'A5') return paper
  if (paper === 'card') return 'A5'
  const [short, long] = [paper.width, paper.height].sort((a, b) => a - b) as [number, number]
  return short <= A5.width && long <= A5.height ? 'A5' : 'A4'
}
