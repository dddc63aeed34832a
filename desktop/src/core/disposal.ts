import type { Desk } from './desk.ts'
import { isLate } from './late.ts'
import type { Internals } from './store/rx-instance.ts'
import { storageFault } from './store/storage-fault.ts'

type Parts = Pick<
  Desk,
  'db' | 'events' | 'kinds' | 'projection' | 'drafts' | 'citizenSigned' | 'overruled' | 'files' | 'disposals'
>

export interface Disposal {
  /** Clears away what can be; answers whether all was. */
  now(): Promise<boolean>
  stop(): Promise<void>
}

/** Between what was noted and the clearing, and before another try, in ms: the events go in between. */
const SOON = 1_000
const LATER = 60_000

/**
 * Clears away what is left here of cases that the centre has erased: drafts, notes of what was overruled, pages and photos,
 * and then what the databases still had in their free places. Cut off half, it goes on at the next start.
 */
export function disposal(parts: Parts, fault: (error: unknown) => void): Disposal {
  const notes = parts.disposals
  const state: { timer?: NodeJS.Timeout; running?: Promise<boolean>; stopped?: true } = {}
  const again = (ms: number) => {
    clearTimeout(state.timer)
    if (!state.stopped) state.timer = setTimeout(() => void now(), ms).unref()
  }
  const now = () => {
    state.running ??= cleared(parts)
      .catch(error => {
        fault(error)
        return false
      })
      .then(whole => {
        delete state.running
        if (!whole) again(LATER)
        return whole
      })
    return state.running
  }
  notes.listen(() => again(SOON))
  again(SOON)
  return {
    now,
    async stop() {
      state.stopped = true
      clearTimeout(state.timer)
      await state.running
    },
  }
}

async function cleared(parts: Parts): Promise<boolean> {
  const { disposals } = parts
  const all = await disposals.all()
  if (all.length === 0) return true
  const { citizenSigned, drafts, events, files, kinds, overruled, projection } = parts
  await projection.settled()
  await projection.followed()
  const ready = []
  for (const one of all)
    if (!(await events.ofCase(one.caseId)).some(e => kinds.has(e.type) && !isLate(e))) ready.push(one)
  for (const { caseId, files: named } of ready) {
    await drafts.forget(caseId)
    await citizenSigned.remove(caseId)
    await overruled.forget(caseId)
    for (const hash of named) if (!(await isNamed(parts, hash))) await files.erase(hash)
  }
  if (ready.length) {
    await compact(parts)
    for (const { caseId } of ready) await disposals.done(caseId)
  }
  return ready.length === all.length
}

/** Whether another case, a draft or what came too late names the file at this window. */
async function isNamed({ drafts, events, projection }: Parts, hash: string): Promise<boolean> {
  const found = projection.db.prepare('select 1 from cases where instr(json(data), ?) limit 1').get(hash)
  if (found !== undefined || (await drafts.name(hash))) return true
  return (await events.refused()).some(e => isLate(e) && JSON.stringify(e.patch).includes(hash))
}

/** Has both databases written anew: what was deleted stays in the free places of their files otherwise. */
async function compact({ db, projection }: Parts): Promise<void> {
  // What was removed of the window's own documents still holds its last value.
  while (!(await db.local.internalStorageInstance.cleanup(0)));
  const { store } = db.local.internalStorageInstance.internals as unknown as Internals
  // Taken-out cases leave their words in the index until it is merged.
  projection.db.exec("insert into search_tokens (search_tokens) values ('optimize')")
  for (const file of [projection.db, store.db]) {
    try {
      file.exec('vacuum')
      file.pragma('wal_checkpoint(truncate)')
    } catch (error) {
      throw storageFault(error, file.name) ?? error
    }
  }
}
