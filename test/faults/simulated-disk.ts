import type { StoredEvent } from '../../shared-types/src/model/case.ts'
import type { Setting } from '../../shared-types/src/protocol.ts'

/** The process was killed before this write. */
export class Killed extends Error {}

/** An event document with what RxDB keeps beside it. */
export interface Row {
  event: StoredEvent
  deleted: boolean
  /** When it was last written here, counting. */
  written: number
  /** How often it was written here. */
  revision: number
  /** What the master is known to hold, as text: equal to the document when nothing of it waits to be sent. */
  master: string | undefined
}

/**
 * What survives a kill -9 of a window. Each write is whole and durable or did not happen, as with SQLite in WAL mode with
 * synchronous FULL; after `left` more writes the process is dead and nothing is written until it starts again.
 */
export interface Disk {
  rows: Map<string, Row>
  kept: Map<string, unknown>
  settings: Map<string, Setting & { seq: number }>
  left: number
  clock: number
  write<T>(work: () => T): T
}

export function disk(): Disk {
  return {
    rows: new Map(),
    kept: new Map(),
    settings: new Map(),
    left: Number.POSITIVE_INFINITY,
    clock: 0,
    write(work) {
      if (this.left <= 0) throw new Killed()
      this.left -= 1
      return work()
    },
  }
}

/** The state of a document as RxDB compares it. */
export const stateOf = ({ event, deleted }: Pick<Row, 'event' | 'deleted'>): string => JSON.stringify([event, deleted])

/** A copy, as what goes to the disk and comes from it is one. */
export const copy = <T>(value: T): T => (value === undefined ? value : (JSON.parse(JSON.stringify(value)) as T))
