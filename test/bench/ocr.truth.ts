import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { PaperKind } from '../../desktop/src/core/recognition/paper.ts'
import type { ReadField } from '../../desktop/src/core/recognition/recognised-paper.ts'

/** A folder of pictures of papers says in its truth.json what is on each. */
export interface Paper {
  file: string
  kind: string
  level: string
  /** By the truth's own names of fields; days as YYYYMMDD. */
  gt: Readonly<Record<string, string>>
}

/** The truth's names of kinds and fields, where the product has others. */
const KINDS: Readonly<Record<string, PaperKind>> = {
  id_front: 'id-front',
  id_back: 'id-back',
  biz: 'licence',
  residence: 'residence',
  household: 'household',
  form: 'form',
}
const FIELDS: Readonly<Record<string, string>> = {
  id: 'number',
  uscc: 'orgCode',
  legal_rep: 'representative',
  est_date: 'established',
  reg_date: 'registered',
  cur_address: 'residence',
  issue_date: 'issued',
  native: 'origin',
  apply_date: 'applied',
}

export const kindOf = ({ kind }: Paper): PaperKind | undefined => KINDS[kind]
export const fieldOf = (name: string) => FIELDS[name] ?? name

/** @throws what reading the file throws, or a JSON parser */
export function truthIn(folder: string): Paper[] {
  return JSON.parse(readFileSync(join(folder, 'truth.json'), 'utf8'))
}

/** A value as the truth writes it: days without dashes, periods as YYYY.MM.DD-YYYY.MM.DD. */
export function asInTruth({ kind, value }: ReadField): string {
  if (kind === 'day') return value.replaceAll('-', '')
  return kind === 'period' ? value.replaceAll('-', '.').replace('/', '-') : value
}

/** Characters that have to be changed, added or taken out to make one text of another (Levenshtein). */
export function changes(from: string, to: string): number {
  const [a, b] = [[...from], [...to]]
  let row = b.map((_, at) => at + 1)
  for (const [i, c] of a.entries()) {
    let corner = i
    let left = i + 1
    row = row.map((above, j) => {
      const value = Math.min(above + 1, left + 1, corner + (c === b[j] ? 0 : 1))
      corner = above
      left = value
      return value
    })
  }
  return row.at(-1) ?? a.length
}
