import type { DeviceFault } from '../driver.ts'

/**
 * What a printer's state reasons mean (RFC 8011, 5.4.12, and the registry of PWG 5100.9), the gravest first. Suffixes say
 * how bad: `-error` stops the printer, `-warning` and `-report` do not.
 */
const REASONS: readonly { fault: DeviceFault; reasons: RegExp }[] = [
  { fault: 'jam', reasons: /^(media-jam|input-media-.*-jam|output-mailbox-.*-failure|media-path-.*-jam)/ },
  { fault: 'cover', reasons: /^(cover-open|door-open|interlock-open|input-tray-missing|.*-(cover|door)-open)/ },
  { fault: 'empty', reasons: /^(media-empty|media-needed|input-media-supply-empty)/ },
  {
    fault: 'consumable',
    reasons: /^(marker-supply-empty|marker-supply-missing|marker-waste-full|toner-empty|developer-empty|opc-life-over)/,
  },
  { fault: 'absent', reasons: /^(offline|shutdown|timed-out|connecting-to-device-failed)/ },
  {
    fault: 'broken',
    reasons: /^(paused|moving-to-paused|stopping|output-area-full|output-tray-missing|fuser-|spool-area-full|other)/,
  },
]

/**
 * The fault behind a printer's reasons: those that stop it, or when it has stopped, any of them. Nothing when it prints on.
 */
export function reasonFault(reasons: readonly string[], stopped: boolean): DeviceFault | undefined {
  const grave = reasons.filter(
    reason => reason !== 'none' && (/-error$/.test(reason) || (stopped && !reason.endsWith('-report'))),
  )
  for (const { fault, reasons: known } of REASONS) if (grave.some(reason => known.test(reason))) return fault
  return stopped || grave.length ? 'broken' : undefined
}

/** The fault that a status above 0x00ff stands for (RFC 8011, B.1). */
export function statusFault(status: number): DeviceFault {
  if (status === 0x0401 || status === 0x0402 || status === 0x0403) return 'auth'
  if (status === 0x0406 || status === 0x0407) return 'absent'
  if (status === 0x0411 || status === 0x0412) return 'unreadable'
  if (status === 0x0507) return 'busy'
  if (status === 0x0508) return 'cancelled'
  return status >= 0x0500 && status !== 0x0501 && status !== 0x0503 ? 'broken' : 'protocol'
}

/** Why a job ended that did not print all (job-state-reasons, RFC 8011, 5.3.8). */
export function abortedFault(reasons: readonly string[]): DeviceFault {
  if (reasons.some(reason => /^(document-format-error|unsupported-document-format|document-unprintable)/.test(reason)))
    return 'unreadable'
  return reasons.some(reason => /^(unsupported-|document-access-error)/.test(reason)) ? 'protocol' : 'broken'
}
