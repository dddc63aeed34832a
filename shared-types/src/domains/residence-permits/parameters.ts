import type { Parameter, Series } from '../../model/domain.ts'

/** Decree 663: article 2 half a year, article 9 within 15 days and never later than 30. */
export const parameters: Readonly<Record<string, Parameter>> = {
  halfYearMonths: { default: 6, min: 0, max: 24 },
  spellsAddUp: { default: true },
  makeDue: { default: 15, min: 1, max: 30 },
  makeLast: { default: 30, min: 1, max: 30 },
}

export const series: Readonly<Record<string, Series>> = {
  receipt: { format: 'SL{unit}{yy}{number}', digits: 6, block: 200 },
  permit: { format: 'JZ{unit}{yy}{number}', digits: 6, block: 100 },
}
