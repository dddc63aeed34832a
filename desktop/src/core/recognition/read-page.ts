import type { Raster } from '../pages/raster.ts'
import type { Quad } from './quad.ts'

/** One character as it was read. */
export interface ReadCharacter {
  text: string
  /** 0 to 1. */
  confidence: number
  /** Where its middle stands along the line, as a share (0 to 1) of the line's length. */
  at: number
}

/** A line as it was read: its characters from left to right and its outline. */
export interface ReadLine {
  characters: readonly ReadCharacter[]
  quad: Quad
}

export interface ReadPage {
  lines: readonly ReadLine[]
  /** Pixels of the page that was read. */
  width: number
  height: number
}

/** Whatever reads pages: the models, or the second reader. One page at a time. */
export interface PageReader {
  read(page: Raster): Promise<ReadPage>
  /** Reads some places of a page a second time, otherwise than the first; of each the text of its outlines together. */
  look(page: Raster, places: readonly (readonly Quad[])[]): Promise<string[]>
  close(): Promise<void>
}
