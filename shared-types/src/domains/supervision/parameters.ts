import type { Parameter } from '../../model/domain.ts'

/** Days from the alert, from its receipt and from its explanation; each until it is due, and the last one. */
export const parameters: Readonly<Record<string, Parameter>> = {
  receiveDueDays: { default: 1, min: 0, max: 60 },
  receiveLastDays: { default: 3, min: 0, max: 90 },
  explainDueDays: { default: 5, min: 0, max: 90 },
  explainLastDays: { default: 7, min: 0, max: 180 },
  closeDueDays: { default: 5, min: 0, max: 90 },
  closeLastDays: { default: 10, min: 0, max: 180 },
  /** No rule names a figure: the deployment sets it by its own schedule of retention. */
  keepYears: { default: 5, min: 2, max: 100 },
  keepDutyYears: { default: 5, min: 2, max: 100 },
}
