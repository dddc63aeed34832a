import type { Parameter, Series } from '../../model/domain.ts'

/**
 * Decree 663: article 2 half a year, article 9 within 15 days and never later than 30. No rule says how many years the
 * records are kept: the deployment sets that by its own schedule of retention.
 */
export const parameters: Readonly<Record<string, Parameter>> = {
  halfYearMonths: { default: 6, min: 0, max: 24 },
  spellsAddUp: { default: true },
  makeDue: { default: 15, min: 1, max: 30 },
  makeLast: { default: 30, min: 1, max: 30 },
  keepYears: { default: 10, min: 2, max: 100 },
  keepStockYears: { default: 10, min: 2, max: 100 },
}

export const series: Readonly<Record<string, Series>> = {
  receipt: { format: 'SL{unit}{yy}{number}', digits: 6, block: 200 },
  permit: { format: 'JZ{unit}{yy}{number}', digits: 6, block: 100 },
}
