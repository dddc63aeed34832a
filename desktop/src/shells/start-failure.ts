import { failureOf, isBug } from '../core/failure.ts'
import { FolderLockFault } from '../core/lock.ts'
import { storageFault } from '../core/store/storage-fault.ts'
import { ScreenMissing } from './page-files.ts'
import { type ShellLanguage, shellText } from './words.ts'

/**
 * Why a window did not start, as one sentence with the next step. `bug` is what belongs in the log with its stack; `taken`:
 * another program has the folder or the port, which says nothing of this one.
 */
export function startFailure(
  error: unknown,
  about: { folder: string; port: number },
  language: ShellLanguage,
): { text: string; bug: boolean; taken: boolean } {
  const text = ownSentence(error, about.port, language)
  if (text) return { text, bug: false, taken: isListening(error) }
  const failure = failureOf(storageFault(error, about.folder) ?? error, language)
  return {
    text: failure.text,
    bug: isBug(failure),
    taken: error instanceof FolderLockFault && error.code === 'held',
  }
}

function ownSentence(error: unknown, port: number, language: ShellLanguage): string | undefined {
  if (error instanceof ScreenMissing) return shellText(language, 'screen.missing', { folder: error.folder })
  if (!isListening(error)) return undefined
  return shellText(language, error.code === 'EADDRINUSE' ? 'port.taken' : 'port.forbidden', { port })
}

/** Node's error of a port that could not be had; the same codes on a file have another `syscall`. */
function isListening(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error && error.syscall === 'listen'
}
