import { auditZhCN } from './words.audit.zh-CN.ts'

/** Every act that is no change of a case and stands in the log, by its name; the words are the list. */
export const AUDIT_ACTS: readonly string[] = Object.keys(auditZhCN).flatMap(key =>
  key.startsWith('auditAct.') ? [key.slice('auditAct.'.length)] : [],
)
