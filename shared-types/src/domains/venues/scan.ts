import type { FactType } from '../../model/fact.ts'

/**
 * 扫码记录: who scanned in where and when, as the venues' codes report it. Rows are taken as they come: not cleaned, and a
 * number may be missing.
 */
export const scan: FactType = {
  kept: 'scans',
  columns: {
    scannedVenue: { kind: 'text', max: 60 },
    scannedBy: { kind: 'personId' },
    collectedAt: { kind: 'time' },
  },
  subject: 'scannedVenue',
  person: 'scannedBy',
  time: 'collectedAt',
  counted: 'venueDays',
  access: {
    reviewer: ['read'],
    supervisor: ['read', 'import', 'delete', 'export', 'whole'],
  },
}
