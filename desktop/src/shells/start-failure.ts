import { failureOf } from '../core/failure.ts'
import { storageFault } from '../core/store/storage-fault.ts'
import { ScreenMissing } from './page-files.ts'
import { type ShellLanguage, shellText } from './words.ts'

/** Why a window did not start, as one sentence with the next step. */
export function startFailure(error: unknown, about: { folder: string; port: number }, language: ShellLanguage): string {
  if (error instanceof ScreenMissing) return shellText(language, 'screen.missing', { folder: error.folder })
  if (isListening(error)) {
    const key = error.code === 'EADDRINUSE' ? 'port.taken' : 'port.forbidden'
    return shellText(language, key, { port: about.port })
  }
  return failureOf(storageFault(error, about.folder) ?? error, language).text
}

/** Node's error of a port that could not be had; the same codes on a file have another `syscall`. */
function isListening(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error && error.syscall === 'listen'
}
