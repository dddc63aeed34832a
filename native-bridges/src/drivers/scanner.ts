import type { Driver } from '../driver.ts'

/** What is to be scanned. */
export interface ScanAsk {
  /** Dots per inch, 75 to 1200. */
  dpi: number
  colour: 'colour' | 'grey' | 'lineart'
  paper: 'A4' | 'A5' | 'card'
  source: 'feeder' | 'duplex' | 'flatbed'
}

/** One side of one sheet, as soon as it is there. */
export interface ScannedPage {
  /** 1 for the first side of this job. */
  number: number
  /** A PDF has its pages in itself; only files that were saved are such. */
  mime: 'image/jpeg' | 'image/png' | 'image/tiff' | 'application/pdf'
  bytes: Uint8Array
}

/**
 * A scanner. A fault after the first page leaves the pages before it good: its facts say how many
 * `pages` came.
 */
export type ScannerDriver = Driver<ScanAsk, ScannedPage>
