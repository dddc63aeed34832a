/** A thread of its own: copies the window's database and verifies the copy, so that the window does not stand still. */
import { parentPort, workerData } from 'node:worker_threads'
import { type BackupFacts, copyDatabase, verifyDatabase } from './backup-file.ts'
import { StorageFault, type StorageFaultCode } from './store/storage-fault.ts'

export interface BackupOrder {
  file: string
  target: string
  key: Uint8Array
}

export type BackupReport =
  | { facts: BackupFacts }
  /** `file` is the one that is at fault: the window's own, or the copy. */
  | { fault: StorageFaultCode; file: string; detail: string }
  | { bug: string }

const { file, target, key } = workerData as BackupOrder
const report = (told: BackupReport) => parentPort!.postMessage(told)
try {
  copyDatabase(file, target, key)
  report({ facts: verifyDatabase(target, key) })
} catch (error) {
  if (error instanceof StorageFault) report({ fault: error.code, file: error.file, detail: error.message })
  else report({ bug: String(error) })
}
