import { randomUUID } from 'node:crypto'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { makeBackup } from '../../desktop/src/core/backup.ts'
import { fileKeys } from '../../desktop/src/core/keys/file-keys.ts'
import { openSecrets } from '../../desktop/src/core/keys/secrets.ts'
import { openCore } from '../../desktop/src/core/open.ts'
import { restoreBackup } from '../../desktop/src/core/restore.ts'
import { openDatabase } from '../../desktop/src/core/store/database.ts'
import { kept } from '../../desktop/src/core/store/kept.ts'
import { atMost, type Bench, type Row, told, wallTime } from './measure.ts'
import { windowFolder } from './window.folder.ts'

const CASES = 100_000
const now = () => new Date().toISOString()

/** The longest that the event loop stood still while `work` ran and somebody saved a draft every 20 ms, in ms. */
async function longestBlock(save: () => Promise<unknown>, work: () => Promise<unknown>): Promise<number> {
  const delay = monitorEventLoopDelay({ resolution: 1 })
  const state = { done: false }
  delay.enable()
  const working = work().finally(() => (state.done = true))
  while (!state.done) {
    await save()
    await sleep(20)
  }
  await working
  delay.disable()
  return delay.max / 1e6
}

async function run(): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'chuangtai-bench-backup-'))
  try {
    await windowFolder(folder, CASES)
    const secrets = await openSecrets(folder, fileKeys(folder))
    const db = await openDatabase(folder, secrets.database)
    const drafts = kept<object>(db.local, 'draft')
    const save = () => drafts.put(randomUUID(), { title: '草稿'.repeat(100), savedAt: now() })
    const quiet = await longestBlock(save, () => sleep(3000))
    let backup: Awaited<ReturnType<typeof makeBackup>> | undefined
    let took = 0
    const busy = await longestBlock(save, async () => {
      took = await wallTime(async () => {
        backup = await makeBackup({ folder, secrets, version: 'bench', now }, 'asked')
      })
    })
    await db.close()
    const size = (await stat(join(folder, 'window.sqlite'))).size
    const restore = await wallTime(() => restoreBackup({ folder, secrets, now }, backup!.name))
    const open = await wallTime(async () => {
      await (await openCore({ folder, shell: 'web', version: 'bench' })).close()
    })
    return [
      told('events in the backup', backup!.events, ''),
      told('the database', size / 1e6, 'MB'),
      told('the backup', backup!.bytes / 1e6, 'MB'),
      atMost('making and verifying it', took / 1000, 's', 60),
      told('longest block of the event loop without a backup', quiet, 'ms'),
      told('longest block while it is made', busy, 'ms'),
      atMost('what the backup adds to it', Math.max(0, busy - quiet), 'ms', 100),
      atMost('restoring, with all of the old database read', restore / 1000, 's', 60),
      told('opening afterwards, all cases folded anew', open / 1000, 's'),
    ]
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

export default { name: `backup and restore of a window of ${CASES.toLocaleString('en')} cases`, run } satisfies Bench
