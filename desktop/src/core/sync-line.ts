import type { Clock } from './clock.ts'
import type { Notes } from './notes.ts'
import { ServerRefusal } from './server-fault.ts'
import type { Talk } from './sync-push.ts'
import { type TlsFaultCode, tlsFaultIn } from './tls-fault.ts'

export interface SyncState {
  network: 'online' | 'offline' | 'not-enrolled'
  /** Why the server said no, when it was reached. */
  refusal?: string
  /** Why nothing was sent to it: its certificate, or the way there. */
  fault?: TlsFaultCode
  lastSync?: string
  active: boolean
  seeding?: { done: number; total: number }
}

interface LineParts {
  clock: Clock
  notes: Notes
  enrolled: () => boolean
  changed: () => void
}

export interface Line {
  state: SyncState
  set(change: Partial<SyncState>): void
  talk: Talk
}

/** How the line to the centre stands. Any talk with the server says whether it is there. */
export function syncLine({ clock, notes, enrolled, changed }: LineParts): Line {
  const state: SyncState = { network: enrolled() ? 'offline' : 'not-enrolled', active: false }
  const set = (change: Partial<SyncState>) => {
    const before = JSON.stringify(state)
    Object.assign(state, change)
    if (JSON.stringify(state) !== before) changed()
  }
  const talk: Talk = async work => {
    try {
      const answer = await work()
      if (answer.time) clock.saw(answer.time)
      await notes.put('seen', clock.seen())
      set({ network: 'online', refusal: undefined, fault: undefined, lastSync: clock.now() })
      return answer
    } catch (error) {
      set(
        error instanceof ServerRefusal
          ? { network: 'online', refusal: error.error, fault: undefined }
          : { network: 'offline', fault: tlsFaultIn(error) },
      )
      throw error
    }
  }
  return { state, set, talk }
}
