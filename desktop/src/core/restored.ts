import { kindOf } from '../../../shared-types/src/engine/kinds.ts'
import type { Kinds } from '../../../shared-types/src/model/domain.ts'
import type { Lease } from '../../../shared-types/src/protocol.ts'
import { CallRefusal } from './call-refusal.ts'
import type { Notes } from './notes.ts'
import type { Draws } from './numbers.ts'
import type { Kept } from './store/kept.ts'

/** What a window knows of having been set back to a backup; lies in its database from the moment that counts. */
export interface RestoredNote {
  /** ISO 8601, when it was done and when the backup had been made. */
  at: string
  backup: string
  /** No event of this station may have this counter or a lower one: those may have been used since the backup. */
  counter: number
  /** Nothing that the window had done since the backup is unknown. */
  whole: boolean
  /** Unsent events that were carried over. */
  salvaged: number
  /** The administrator who asked, where somebody was signed in. */
  by?: string
  /** The centre has been heard since: this window has its own later events again. */
  met: boolean
  /** A line of the audit says it. */
  told: boolean
}

export const RESTORED = 'restored'

/** Keeps a restored window from giving out again what it had given out after its backup. */
export interface RestoreGate {
  /** Until the centre has been heard. */
  pending(): boolean
  /** @throws CallRefusal for an act that draws a number, prints or stamps, while it is pending */
  demand(kinds: Kinds, wish: { type: string; act: string }): void
  /** @throws CallRefusal for a paper out of a case as it may no longer stand, while it is pending */
  demandPrint(): void
  /**
   * The centre was heard and everything it had is here. Answers whether that had been waited for. `asked`, ISO 8601: when
   * it had been asked, where it was not just now; an answer to a question from before the restore says nothing.
   */
  met(asked?: string): Promise<boolean>
  /** Has the restore written into the audit, once, with the next line that is written there. */
  tell(write: (what: Readonly<Record<string, string>>) => Promise<void>): Promise<void>
}

interface Parts {
  notes: Notes
  draws: Kept<Draws>
  leases: () => readonly Lease[]
  /** Hears that the gate opened. */
  changed: () => void
}

const notYet = () => new CallRefusal('offline', 'restore.contact')

export async function restoreGate({ notes, draws, leases, changed }: Parts): Promise<RestoreGate> {
  const state = { note: await notes.get<RestoredNote>(RESTORED) }
  const put = async (note: RestoredNote) => {
    await notes.put(RESTORED, note)
    state.note = note
  }
  return {
    pending: () => state.note?.met === false,
    demand(kinds, { type, act }) {
      if (state.note?.met !== false) return
      const step = kindOf(kinds, type).record.workflow.steps[act]
      const takesNumber = Object.values(step?.sets ?? {}).some(source => 'number' in source)
      if (takesNumber || step?.prints || step?.counts) throw notYet()
    },
    demandPrint() {
      if (state.note?.met === false) throw notYet()
    },
    async met(asked) {
      const { note } = state
      if (note?.met !== false || (asked !== undefined && asked < note.at)) return false
      // What was drawn and never sent may stand on a paper in somebody's hand: the rest of these blocks is not given out.
      if (!note.whole) for (const lease of leases()) await draws.put(lease.id, { last: lease.to, pending: [] })
      await put({ ...note, met: true })
      changed()
      return true
    },
    async tell(write) {
      const { note } = state
      if (note?.told !== false) return
      state.note = { ...note, told: true }
      await write({
        at: note.at,
        backup: note.backup,
        salvaged: String(note.salvaged),
        whole: String(note.whole),
        by: note.by ?? '',
      })
      await put(state.note)
    },
  }
}
