import type { CardData } from './drivers/card-data.ts'

/** Every simulated device can lose its cable. */
interface CableControls {
  unplug(): void
  plugIn(): void
}

export type CardReaderFault = 'silent' | 'noise' | 'wrong-checksum' | 'partial' | 'pulled' | 'refused'

export interface CardReaderControls extends CableControls {
  /** Lays a card on the reader; one that lay there is taken away first. */
  put(card: CardData): void
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
