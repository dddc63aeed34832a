import type { CardReaderControls, PrinterControls, ScannerControls, SealControls } from './controls.ts'
import type { Driver } from './driver.ts'
import type { IdCardAsk, IdCardPiece } from './drivers/id-card.ts'
import type { InventedPerson } from './drivers/invented-people.ts'
import type { PrintAsk, PrintProgress } from './drivers/printer.ts'
import type { ScanAsk, ScannedPage } from './drivers/scanner.ts'
import type { SealAsk, SealProgress } from './drivers/seal.ts'

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
  scanner: Driver<ScanAsk, ScannedPage>
  cardPrinter: Driver<PrintAsk, PrintProgress>
  documentPrinter: Driver<PrintAsk, PrintProgress>
  seal: Driver<SealAsk, SealProgress>
  controls: DeskControls
  /** Ends the simulated machines; the files they made stay. */
  close(): Promise<void>
}

/**
 * A desk of simulated devices that keep what they make under `folder`: `card-printer/` and
 * `document-printer/` hold the printed PDFs, `scanner/` may hold images to be scanned.
 */
export declare function simulatedDesk(options: {
  folder: string
  /** Blank cards and sheets in the trays at the start; 50 and 500 when left out. */
  cards?: number
  sheets?: number
}): Promise<SimulatedDesk>
