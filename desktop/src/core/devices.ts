import { DeviceError, type DeviceInfo, type Driver } from '../../../native-bridges/src/driver.ts'
import type { CardData } from '../../../native-bridges/src/drivers/card-data.ts'
import type { IdCardAsk, IdCardPiece } from '../../../native-bridges/src/drivers/id-card.ts'
import type { PrinterDriver } from '../../../native-bridges/src/drivers/printer.ts'
import type { ScannedPage, ScannerDriver } from '../../../native-bridges/src/drivers/scanner.ts'
import type { SealDriver } from '../../../native-bridges/src/drivers/seal.ts'
import { DEVICE_KINDS as kindsEn, deviceSentence as sentenceEn } from '../../../native-bridges/src/words.en.ts'
import { DEVICE_KINDS as kindsZh, deviceSentence as sentenceZh } from '../../../native-bridges/src/words.zh-CN.ts'
import type { Kind } from '../../../shared-types/src/model/domain.ts'
import type { CardRead, Notice, Status } from '../api.ts'
import { CallRefusal } from './call-refusal.ts'
import { cardPatch, cardSummary } from './card-fields.ts'
import { cardWatch } from './card-watch.ts'
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
  ended: 'good' | 'void' | 'nothing' | 'uncertain'
  /** Why, when it did not end well. */
  text: string
}

export interface Devices {
  /** The card on the reader. */
  card(): { name: string; number: string } | undefined
  cardFor(kind: Kind): CardRead | undefined
  scan(language: CoreLanguage): AsyncIterable<ScannedPage>
  /** Never throws: what went wrong is in the answer, and a job is never sent twice. */
  print(printer: 'document' | 'card', pdf: Uint8Array, title: string, language: CoreLanguage): Promise<PrintEnd>
  /** The id of the device that would print. */
  printerId(printer: 'document' | 'card'): Promise<string>
  states(language: CoreLanguage): Status['devices']
  close(): Promise<void>
}

type State = Status['devices'][number]

/** The desk's devices for the core. A device that fails or is not there costs its own work only. */
export async function openDevices(
  drivers: DeskDrivers,
  today: () => string,
  tell: (notice: Notice) => void,
): Promise<Devices> {
  const stop = new AbortController()
  const watches: (() => void)[] = []
  const known = new Map<string, { info: DeviceInfo; state: State['state']; fault?: DeviceError }>()
  const here: { card?: CardData; simulated: boolean } = { simulated: false }
  const note = (info: DeviceInfo, state: State['state'], fault?: DeviceError) =>
    known.set(info.id, { info, state, ...(fault && { fault }) })
  const all = (Object.values(drivers) as (Driver<unknown, unknown> | undefined)[]).filter(d => d !== undefined)
  for (const driver of all) {
    for (const info of await driver.list().catch(() => [])) note(info, 'ready')
    const unwatch = driver.watch?.(({ device, state }) =>
      note(device, state === 'removed' ? 'absent' : state === 'busy' && device.kind !== 'id-card' ? 'busy' : 'ready'),
    )
    if (unwatch) watches.push(unwatch)
  }
  const watching =
    drivers.cardReader &&
    cardWatch(drivers.cardReader, stop.signal, piece => {
      if (piece.state === 'fault') {
        if (piece.device) note(piece.device, 'fault', piece.error)
        // A reader that is gone cannot vouch for the card that lay on it.
        if (here.card) tell({ topic: 'card', state: 'removed' })
        delete here.card
        return
      }
      if (piece.state === 'ready') return void note(piece.device, 'ready')
      here.simulated = piece.device.simulated
      if (piece.state === 'card') here.card = piece.card
      if (piece.state === 'removed') delete here.card
      tell(
        piece.state === 'card'
          ? { topic: 'card', state: 'placed', card: cardSummary(piece.card, today(), here.simulated) }
          : piece.state === 'removed'
            ? { topic: 'card', state: 'removed' }
            : { topic: 'card', state: 'fault', text: sentenceZh('id-card', piece.fault) },
      )
    })

  const first = async <A, P>(
    driver: Driver<A, P> | undefined,
  ): Promise<{ driver: Driver<A, P>; info: DeviceInfo } | undefined> => {
    const [info] = driver ? await driver.list() : []
    return driver && info && { driver, info }
  }
  const printerOf = (printer: 'document' | 'card') =>
    printer === 'card' ? drivers.cardPrinter : drivers.documentPrinter
  const ended = (info: DeviceInfo, error: unknown, language: CoreLanguage): PrintEnd => {
    const fault = error instanceof DeviceError ? error : new DeviceError('broken', String(error))
    note(info, 'fault', fault)
    return { device: info.name, ended: outcomeOf(fault), text: sentence(info.kind, fault, language) }
  }

  return {
    card: () => here.card && { name: here.card.name, number: here.card.idNumber },
    cardFor: kind =>
      here.card && { ...cardSummary(here.card, today(), here.simulated), patch: cardPatch(kind, here.card) },
    async *scan(language) {
      const found = await first(drivers.scanner)
      if (!found) throw new CallRefusal('device', 'scan.none')
      try {
        yield* found.driver.run(
          found.info.id,
          { dpi: 200, colour: 'colour', paper: 'A4', source: 'feeder' },
          AbortSignal.any([stop.signal, AbortSignal.timeout(300_000)]),
        )
        note(found.info, 'ready')
      } catch (error) {
        if (!(error instanceof DeviceError)) throw error
        note(found.info, 'fault', error)
        throw new CallRefusal('device', 'device.fault', { text: sentence(found.info.kind, error, language) })
      }
    },
    async print(printer, pdf, title, language) {
      const found = await first(printerOf(printer))
      if (!found)
        return {
          device: '',
          ended: 'nothing',
          text: sentence(
            printer === 'card' ? 'card-printer' : 'document-printer',
            new DeviceError('absent', 'no printer'),
            language,
          ),
        }
      const { driver, info } = found
      try {
        let done = false
        const ask = {
          pdf,
          title,
          copies: 1,
          paper: printer === 'card' ? ('card' as const) : ('A4' as const),
          duplex: printer === 'card',
        }
        for await (const piece of driver.run(
          info.id,
          ask,
          AbortSignal.any([stop.signal, AbortSignal.timeout(180_000)]),
        ))
          done = piece.state === 'done'
        if (!done) return ended(info, new DeviceError('uncertain', 'the job ended without an end'), language)
        note(info, 'ready')
        return { device: info.name, ended: 'good', text: '' }
      } catch (error) {
        return ended(info, error, language)
      }
    },
    printerId: async printer => (await first(printerOf(printer)))?.info.id ?? '',
    states: language =>
      [...known.values()].map(({ info, state, fault }) => ({
        id: info.id,
        kind: info.kind,
        name: info.name,
        state,
        simulated: info.simulated,
        text: fault ? sentence(info.kind, fault, language) : (language === 'en' ? kindsEn : kindsZh)[info.kind],
      })),
    async close() {
      for (const unwatch of watches) unwatch()
      stop.abort()
      await watching
    },
  }
}

/**
 * What came of a job. Without a number of its own nothing was sent; a printer that broke without saying how many sheets
 * had come out, or fell silent, may have printed: nobody guesses then.
 */
function outcomeOf({ fault, facts }: DeviceError): PrintEnd['ended'] {
  const begun = facts.job !== undefined
  if (fault === 'uncertain' || (fault === 'broken' && facts.sheets === undefined)) return 'uncertain'
  if (!begun) return 'nothing'
  if (fault === 'jam') return 'void'
  const early = fault === 'consumable' || fault === 'cover' || fault === 'empty'
  return early && facts.sheets === 0 ? 'nothing' : 'uncertain'
}

const sentence = (kind: DeviceInfo['kind'], { fault, facts }: DeviceError, language: CoreLanguage) =>
  (language === 'en' ? sentenceEn : sentenceZh)(kind, fault, facts)
