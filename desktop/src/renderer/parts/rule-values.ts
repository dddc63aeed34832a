import type { ParameterValue } from '../../api/rules.ts'

/** Each value under its name, in one line. */
export const valuesText = (values: readonly ParameterValue[]): string =>
  values.map(({ label, value }) => `${label} ${value}`).join(' · ')
