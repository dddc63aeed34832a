import type { DeviceFault } from '../driver.ts'

/** What a sticker or a ticket shows: places in millimetres from its upper left corner. Nothing is drawn outside of them. */
export interface Label {
  width: number
  height: number
  items: readonly LabelItem[]
}

interface Place {
  x: number
  y: number
  width: number
  height: number
}

export type LabelItem = Place &
  (
    | { kind: 'text'; text: string /** Points. */; size: number; align?: 'left' | 'centre' | 'right'; wrap?: boolean }
    | { kind: 'qr'; text: string; correction?: 'L' | 'M' | 'Q' | 'H' }
    | { kind: 'code128'; text: string }
    | { kind: 'fill' }
  )

/** What a printer that is spoken to in its own bytes says of itself. */
export interface RawState {
  /** What keeps it from printing, in the order of what a clerk does first. */
  fault?: { fault: DeviceFault; detail: string }
  /** It has something left to print. */
  busy: boolean
  /** Copies left of what it prints, where it says so. */
  left?: number
}
