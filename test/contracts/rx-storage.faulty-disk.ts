/**
 * Runs as a process of its own, where the disk can be made bad without harm: `full DIR` fills the disk that DIR is
 * on and makes room again, `readonly DIR` writes where it may not. Prints what happened as one JSON line.
 */
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createRxDatabase } from 'rxdb'
import { betterSqliteStorage } from '../../desktop/src/core/store/rx-storage.ts'
import { StorageFault } from '../../desktop/src/core/store/storage-fault.ts'
import { NOTES, note } from './rx-storage.notes.ts'

const [task, dir] = process.argv.slice(2) as ['full' | 'readonly', string]

async function open() {
  const db = await createRxDatabase({ name: 'disk', storage: betterSqliteStorage({ dir }), multiInstance: false })
  return (await db.addCollections({ notes: { schema: NOTES } })).notes!
}

async function codeOf(work: () => Promise<unknown>): Promise<string> {
  try {
    await work()
    return 'none'
  } catch (error) {
    return error instanceof StorageFault ? error.code : String(error)
  }
}

async function fill() {
  const filler = join(dir, 'filler')
  writeFileSync(filler, Buffer.alloc(300_000))
  const notes = await open()
  let acknowledged = 0
  const code = await codeOf(async () => {
    for (;;) {
      await notes.bulkInsert([0, 1, 2, 3, 4].map(n => note(acknowledged + n, 'x'.repeat(5000))))
      acknowledged += 5
    }
  })
  const found = await notes.count().exec()
  rmSync(filler)
  const afterwards = await codeOf(() => notes.insert(note(90_000)))
  await notes.database.close()
  const kept = await (await open()).count().exec()
  return { code, acknowledged, found, afterwards, kept }
}

console.log(JSON.stringify(task === 'full' ? await fill() : { code: await codeOf(open) }))
process.exit(0)
