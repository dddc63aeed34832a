import type { Driver } from './driver.ts'
import type { CardData } from './drivers/card-data.ts'
import type { IdCardAsk, IdCardPiece } from './drivers/id-card.ts'
import type { InventedPerson } from './drivers/invented-people.ts'
import type { PrintAsk, PrintProgress } from './drivers/printer.ts'
import type { ScanAsk, ScannedPage } from './drivers/scanner.ts'
import type { SealAsk, SealProgress } from './drivers/seal.ts'

/** Every simulated device can lose its cable. */
export interface CableControls {
  unplug(): void
  plugIn(): void
}

export type CardReaderFault = 'silent' | 'noise' | 'wrong-checksum' | 'partial' | 'pulled' | 'refused'

export interface CardReaderControls extends CableControls {
  /** Lays a card on the reader; one that lay there is taken away first. */
  put(card: CardData): void
  /** Lays the card of person `n` (0-based) of `people`. */
  putPerson(n: number): void
  takeAway(): void
  lying(): CardData | undefined
  /** Goes wrong for the next `times` answers (for ever when left out); undefined heals. */
  fault(fault: CardReaderFault | undefined, times?: number): void
}

export interface ScannerControls extends CableControls {
  /** Lays images (JPEG, PNG, WebP, TIFF) in for the next scan, instead of the folder's or invented pages. */
  lay(images: readonly Uint8Array[]): void
  /** From the page after `afterPages` on; undefined heals. */
  fault(fault: 'empty' | 'jam' | 'cover' | undefined, afterPages?: number): void
  /** Milliseconds a page takes. */
  slow(ms: number): void
}

export interface PrinterControls extends CableControls {
  /** Blank cards or sheets left in the tray. */
  left(): number
  refill(sheets: number): void
  /** `consumable` needs no fault: let the tray run out. `uncertain` prints and then falls silent. */
  fault(fault: 'jam' | 'cover' | 'uncertain' | undefined): void
  /** Milliseconds a sheet takes. */
  slow(ms: number): void
}

export interface SealControls extends CableControls {
  count(): number
  /** `silent`: the stamp falls and the machine stops answering; `stuck`: the stamp does not fall. */
  fault(fault: 'cover' | 'empty' | 'silent' | 'stuck' | 'broken' | undefined): void
}

export interface DeskControls {
  people: readonly InventedPerson[]
  cardReader: CardReaderControls
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
