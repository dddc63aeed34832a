import type { StoredEvent } from '../../../shared-types/src/model/case.ts'
import type { Data } from '../../../shared-types/src/model/field.ts'
import { isLate } from './late.ts'
import type { Kept } from './store/kept.ts'

/** Kind of the local documents that this keeps; a restore carries them over. */
export const SAID = 'said'

/**
 * What this window's own events said in fields that nobody at its unit may see: somebody of a unit above signed in here
 * and wrote them. Once the centre has the event it shows it here without them; the words are kept apart, where no screen,
 * list or search looks, for the one case that the centre is set back behind them and must be told again.
 */
export interface OwnWords {
  /**
   * To be called before documents of the centre take the place of what lies here. Durable when it answers, with what is to
   * be stored: as many, and the same but for what came too late here, which is spared until its author has seen it.
   */
  keep(station: string, documents: readonly Incoming[]): Promise<Incoming[]>
  /** The event as it was said; undefined when that is not known here any more. */
  whole(event: StoredEvent): Promise<StoredEvent | undefined>
}

type Incoming = StoredEvent & { _deleted: boolean }

export function ownWords(kept: Kept<Data>, get: (id: string) => Promise<StoredEvent | undefined>): OwnWords {
  return {
    async keep(station, told) {
      const documents = await sparingLate(told, get)
      for (const { id, _deleted } of documents.filter(e => e.station === station && (e._deleted || e.link))) {
        if (_deleted) {
          // What is taken back is not even a memory; a removed document would still hold its last value.
          if (await kept.get(id)) await kept.put(id, {}).then(() => kept.remove(id))
          continue
        }
        const here = await get(id)
        if (here && here.link === undefined) await kept.put(id, here.patch)
      }
      return documents
    },
    async whole(event) {
      if (event.link === undefined) return event
      const { link: _, ...shown } = event
      const patch = await kept.get(event.id)
      return patch && { ...shown, patch }
    },
  }
}

/** An erasure takes back what came too late as well; here that stays as it lies. */
const sparingLate = (told: readonly Incoming[], get: (id: string) => Promise<StoredEvent | undefined>) =>
  Promise.all(
    told.map(async (document): Promise<Incoming> => {
      const here = document._deleted && document.disposed ? await get(document.id) : undefined
      return here && isLate(here) ? { ...here, _deleted: false } : document
    }),
  )
