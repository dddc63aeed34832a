import { now, type RxCollection } from 'rxdb'
import type { Instance } from './rx-instance.ts'
import { quoted } from './rx-table.ts'
import { guarded } from './storage-fault.ts'

/**
 * Replication and projection ask for what was written after the last thing they saw, by RxDB's time of writing. Within a
 * process that time never goes back; after a restart it is the machine's. With the clock set back in between, what a clerk
 * saves would count as older than what was seen, and never be sent nor shown. So RxDB's time goes on from the newest
 * document: `now` of RxDB 17.6 never answers less than it did, and takes its start from `Date.now`.
 */
export function goOnAfter<T>(collection: RxCollection<T>): void {
  const { store, table } = (collection.internalStorageInstance as unknown as Instance<T>).internals
  const newest = table.columns.get('_meta.lwt')!
  const last = guarded(store.file, () =>
    Number(store.statement(`SELECT max(${newest.name}) FROM ${quoted(table.name)}`).get() ?? 0),
  )
  const machine = Date.now
  if (last < machine()) return
  Date.now = () => Math.ceil(last)
  try {
    now()
  } finally {
    Date.now = machine
  }
}
