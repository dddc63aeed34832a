import type { Driver } from '../driver.ts'
import type { Label } from './label.ts'

/** What is to be printed. */
export interface PrintAsk {
  pdf: Uint8Array
  /** Shown in the queue. No person's name or number: queues keep titles for years. */
  title: string
  copies: number
  paper: 'A4' | 'A5' | 'card'
  /** Both sides of the sheet: front and back of a card are one sheet. */
  duplex: boolean
  /** The printer's own name of a tray, where it is not to choose. */
  tray?: string
  /** The same for printers of stickers and tickets, which take no PDF. */
  label?: Label
}

/** How far a print job is. */
export interface PrintProgress {
  state: 'queued' | 'printing' | 'done'
  /** The printer's own number of the job. */
  job: string
  /** Sheets, or cards, that have come out. */
  sheets: number
}

/**
 * A printer of paper or of cards. A fault says in its facts how many `sheets` had come out and, once
 * there is one, the `job`. `consumable` and `cover` come before anything is printed; `uncertain`
 * means nobody knows whether the sheet came out: it is never printed again without a person's word.
 */
export type PrinterDriver = Driver<PrintAsk, PrintProgress>
