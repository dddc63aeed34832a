import { z } from 'zod'
import { say } from '../../../shared-types/src/engine/words.ts'
import type { Kind } from '../../../shared-types/src/model/domain.ts'
import { WorkbookFault } from '../../../shared-types/src/workbooks/workbook-fault.ts'
import type { ApiFailure } from '../api.ts'
import { BackupFault } from './backup-fault.ts'
import { CallRefusal } from './call-refusal.ts'
import { FileFault } from './file-fault.ts'
import { KeyFault } from './keys/key-fault.ts'
import { PASSPHRASE_LEAST } from './keys/passphrase-keys.ts'
import { FolderLockFault } from './lock.ts'
import { NumbersExhausted } from './numbers.ts'
import { PrintError } from './printing/error.ts'
import { ServerRefusal, ServerUnreachable } from './server-fault.ts'
import { StorageFault } from './store/storage-fault.ts'
import { tlsFaultIn } from './tls-fault.ts'
import { type CoreLanguage, coreText } from './words.ts'

/** Anything that was thrown, as the screen shows it: the true cause and the next step, in the client's language. */
export function failureOf(error: unknown, language: CoreLanguage, kind?: Kind): ApiFailure {
  if (error instanceof CallRefusal) {
    const problems = error.problems.map(p => ({ ...p, text: say(p, kind, language) }))
    const text = coreText(language, error.say, error.values)
    return { code: error.code, text, ...(problems.length && { problems }) }
  }
  if (error instanceof StorageFault || error instanceof BackupFault) return ofStorage(error, language)
  if (error instanceof KeyFault)
    return { code: 'keys', text: coreText(language, `key.${error.code}`, { least: PASSPHRASE_LEAST }) }
  if (error instanceof NumbersExhausted)
    return { code: 'offline', text: coreText(language, 'numbers.exhausted', { series: error.series }) }
  if (error instanceof ServerUnreachable) {
    const fault = tlsFaultIn(error)
    return { code: 'offline', text: coreText(language, fault ? `tls.${fault}` : 'server.unreachable') }
  }
  if (error instanceof ServerRefusal)
    return { code: 'server', text: coreText(language, `server.${error.error}`, { detail: error.detail ?? '' }) }
  if (error instanceof FolderLockFault)
    return { code: 'busy', text: coreText(language, `folder.${error.code}`, { pid: error.holder.pid ?? '?' }) }
  if (error instanceof PrintError)
    return { code: 'format', text: coreText(language, `print.${error.fault}`, error.facts) }
  if (error instanceof FileFault)
    return {
      code: error.code === 'too-large' ? 'too-large' : 'format',
      text: coreText(language, `file.${error.code}`, error.facts),
    }
  if (error instanceof WorkbookFault)
    return {
      code: error.code === 'too-large' ? 'too-large' : 'format',
      text: coreText(language, `workbook.${error.code}`, error.facts),
    }
  if (error instanceof z.ZodError)
    return { code: 'arguments', text: coreText(language, 'call.arguments', { detail: z.prettifyError(error) }) }
  return {
    code: 'internal',
    text: coreText(language, 'call.internal', { detail: error instanceof Error ? error.name : typeof error }),
  }
}

function ofStorage(error: StorageFault | BackupFault, language: CoreLanguage): ApiFailure {
  if (error instanceof BackupFault)
    return { code: 'storage', text: coreText(language, `backup.${error.code}`, error.facts) }
  // What lists and searches see holds nothing of its own and is made anew.
  const isCases = /cases\.sqlite$/.test(error.file) && (error.code === 'corrupt' || error.code === 'key')
  const key = `storage.${isCases ? 'cases' : error.code}`
  return { code: 'storage', text: coreText(language, key, { file: error.file }) }
}

/** Whether a failure is the program's own fault and belongs in the log with its stack. */
export const isBug = (failure: ApiFailure): boolean => failure.code === 'internal'
