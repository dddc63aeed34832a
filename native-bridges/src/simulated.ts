import { join } from 'node:path'
import type { CardReaderControls, PrinterControls, ScannerControls, SealControls } from './controls.ts'
import type { Driver } from './driver.ts'
import { simulatedCardReader } from './drivers/id-card.simulator.ts'
import { type IdCardAsk, type IdCardPiece, idCardDriver } from './drivers/id-card.ts'
import { INVENTED_PEOPLE, type InventedPerson } from './drivers/invented-people.ts'
import { simulatedPrinter } from './drivers/printer.simulator.ts'
import type { PrinterDriver } from './drivers/printer.ts'
import { simulatedScanner } from './drivers/scanner.simulator.ts'
import type { ScannerDriver } from './drivers/scanner.ts'
import { simulatedSeal } from './drivers/seal.simulator.ts'
import { type SealDriver, sealDriver } from './drivers/seal.ts'

export interface DeskControls {
  people: readonly InventedPerson[]
  cardReader: CardReaderControls & {
    /** Lays down the card of `people[n]`; false when there is no such person. */
    putPerson(n: number): boolean
  }
  scanner: ScannerControls
  cardPrinter: PrinterControls
  documentPrinter: PrinterControls
  seal: SealControls
}

export interface SimulatedDesk {
  cardReader: Driver<IdCardAsk, IdCardPiece>
  scanner: ScannerDriver
  cardPrinter: PrinterDriver
  documentPrinter: PrinterDriver
  seal: SealDriver
  controls: DeskControls
  /** Ends the simulated machines; the files they made stay. */
  close(): Promise<void>
}

export interface SimulatedDeskOptions {
  /** What the devices keep lies under it; made when it is not there. */
  folder: string
  /** Blank cards and sheets in the trays at the start; 50 and 500 when left out. */
  cards?: number
  sheets?: number
  /** Divides the time that looking, reading, printing, scanning and stamping take; tests hurry. */
  haste?: number
}

/** Milliseconds, about what real machines take. */
const TIMES = { poll: 200, read: 400, page: 600, card: 1500, sheet: 300, stamp: 800 }

/**
 * A desk of simulated devices that keep what they make under `folder`: `card-printer/` and
 * `document-printer/` hold the printed PDFs, `scanner/` may hold images to be scanned, `seal/` holds the seal machine's
 * counter.
 * @throws when the loopback address cannot be listened on.
 */
export async function simulatedDesk({ folder, haste = 1, ...trays }: SimulatedDeskOptions): Promise<SimulatedDesk> {
  const reader = simulatedCardReader({ readMs: TIMES.read / haste })
  const scanner = simulatedScanner({
    id: 'SCN-SIM-0001',
    name: '模拟扫描仪',
    folder: join(folder, 'scanner'),
    pageMs: TIMES.page / haste,
  })
  const printer = (kind: 'card-printer' | 'document-printer', id: string, name: string, tray: number, ms: number) =>
    simulatedPrinter({ kind, id, name, folder: join(folder, kind), tray, sheetMs: ms / haste })
  const cardPrinter = printer('card-printer', 'PRN-SIM-0001', '模拟制证机', trays.cards ?? 50, TIMES.card)
  const documentPrinter = printer('document-printer', 'PRN-SIM-0002', '模拟打印机', trays.sheets ?? 500, TIMES.sheet)
  const seal = await simulatedSeal({
    id: 'SEAL-SIM-0001',
    name: '模拟印章机',
    folder: join(folder, 'seal'),
    stampMs: TIMES.stamp / haste,
  })
  return {
    cardReader: idCardDriver(reader.ports, { simulated: true, poll: TIMES.poll / haste }),
    scanner: scanner.driver,
    cardPrinter: cardPrinter.driver,
    documentPrinter: documentPrinter.driver,
    seal: sealDriver(seal.addresses, { patience: 800, poll: 50, stamp: Math.max(800, 5000 / haste) }),
    controls: {
      people: INVENTED_PEOPLE,
      cardReader: { ...reader.controls, putPerson: putPerson(reader.controls) },
      scanner: scanner.controls,
      cardPrinter: cardPrinter.controls,
      documentPrinter: documentPrinter.controls,
      seal: seal.controls,
    },
    close: seal.close,
  }
}

function putPerson(controls: CardReaderControls): (n: number) => boolean {
  return n => {
    const person = INVENTED_PEOPLE[n]
    if (person) controls.put(person.card)
    return person !== undefined
  }
}
