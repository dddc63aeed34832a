import { statSync } from 'node:fs'
import { StorageFault } from './storage-fault.ts'

/**
 * Watches whether an open database still lies where it was opened. The system lets a program write on into a file that
 * somebody deleted or moved away; what it acknowledges then is gone with the program. The answer throws StorageFault
 * `moved` when the file or its log is another than it was, or not there.
 */
export function inPlace(file: string): () => void {
  const log = `${file}-wal`
  const known = { file: idOf(file), log: idOf(log) }
  return () => {
    const [now, nowLog] = [idOf(file), idOf(log)]
    // The log is made with the first write.
    known.log ??= nowLog
    if (now === undefined || now !== known.file || nowLog !== known.log) throw new StorageFault('moved', file)
  }
}

/** What tells one file from another of the same name; undefined when there is none. */
function idOf(file: string): string | undefined {
  const found = statSync(file, { bigint: true, throwIfNoEntry: false })
  return found && `${found.dev}:${found.ino}`
}
