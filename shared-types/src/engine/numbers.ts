import type { Series } from '../model/domain.ts'
import type { GapAccount, Lease } from '../protocol.ts'

export interface SeriesNumber {
  /** Station code of the unit. */
  unit: string
  year: number
  number: number
}

/**
 * The text of a number of a series. Throws a RangeError when the number has more digits than the series (it is used up)
 * and for what is no number, year or unit: a wrong number must never reach paper.
 */
export function formatNumber(series: Series, { unit, year, number }: SeriesNumber): string {
  if (!Number.isSafeInteger(number) || number < 0) throw new RangeError(`not a number of a series: ${number}`)
  const digits = String(number).padStart(series.digits, '0')
  if (digits.length > series.digits)
    throw new RangeError(`the series ${series.format} has ${series.digits} digits: ${number} does not fit`)
  if (!/^\d{4}$/.test(String(year))) throw new RangeError(`not a year: ${year}`)
  if (series.format.includes('{unit}') && !/^[0-9A-Za-z-]+$/.test(unit))
    throw new RangeError(`not a station code: ${unit}`)
  const values: Readonly<Record<string, string>> = {
    unit,
    year: String(year),
    yy: String(year).slice(2),
    number: digits,
  }
  return series.format.replace(/\{(unit|year|yy|number)\}/g, (_, name: string) => values[name]!)
}

/**
 * What a text says as a number of the series; undefined when it is none. `{yy}` means the years 2000 to 2099; a format
 * without a year or unit answers 0 or ''. Only the unit has no fixed length, so it may stand in the format once.
 */
export function parseNumber(series: Series, text: string): SeriesNumber | undefined {
  const parts = series.format.split(/(\{(?:unit|year|yy|number)\})/)
  const lengths = parts.map(part =>
    part === '{year}' ? 4 : part === '{yy}' ? 2 : part === '{number}' ? series.digits : part.length,
  )
  const fixed = lengths.reduce((sum, length, i) => sum + (parts[i] === '{unit}' ? 0 : length), 0)
  const found: SeriesNumber = { unit: '', year: 0, number: 0 }
  let at = 0
  for (const [i, part] of parts.entries()) {
    const piece = text.slice(at, at + (part === '{unit}' ? text.length - fixed : lengths[i]!))
    at += piece.length
    if (part === '{unit}') found.unit = piece
    else if (part === '{year}' || part === '{yy}') found.year = yearOf(piece)
    else if (part === '{number}') found.number = /^\d+$/.test(piece) ? Number(piece) : -1
    else if (part !== piece) return undefined
  }
  return at === text.length && isWritten(series, found, text) ? found : undefined
}

/** Whether a station may use a number by this lease: in its block, and not above what it gave back. */
export function inLease(lease: Lease, number: number): boolean {
  return number >= lease.from && number <= Math.min(lease.to, lease.returnedAfter ?? lease.to)
}

/**
 * The next number to draw from leases of one series and year, the oldest block first: the one after the highest used in
 * its block. A hole below is left alone: a number that once stood on paper must not come back because its event was
 * given up. Undefined when all are used up.
 */
export function nextNumber(
  leases: readonly Lease[],
  used: Iterable<number>,
): { lease: Lease; number: number } | undefined {
  const numbers = [...used]
  for (const lease of leases.toSorted((a, b) => a.from - b.from)) {
    const highest = numbers.reduce((max, n) => (n >= lease.from && n <= lease.to && n > max ? n : max), lease.from - 1)
    if (inLease(lease, highest + 1)) return { lease, number: highest + 1 }
  }
  return undefined
}

export interface NumberUse {
  number: number
  station: string
  fate: 'used' | 'void' | 'refused'
  caseId?: string
}

type GapRow = GapAccount['rows'][number]

/**
 * What became of each number from 1 to the highest that was leased or used; leases and uses of one numbering (series,
 * year, and unit where the format carries one). Runs of numbers with equal fate, station and case are one row. In a
 * lease: above what was given back it is `returned`, above the highest used one `held`, else without a use `missing`.
 * A number that no lease covers is `missing` and has no station. A later lease of returned numbers wins over the earlier.
 */
export function gapAccount(leases: readonly Lease[], uses: readonly NumberUse[]): GapAccount['rows'] {
  const last = [...leases.map(lease => lease.to), ...uses.map(use => use.number)].reduce((a, b) => Math.max(a, b), 0)
  const byNumber = new Map(uses.map(use => [use.number, use]))
  const holders = holdersOf(leases)
  const highest = new Map<Lease, number>()
  for (const { number } of uses) {
    const lease = holders.get(number)
    if (lease && number > (highest.get(lease) ?? 0)) highest.set(lease, number)
  }
  const rows: GapRow[] = []
  for (let number = 1; number <= last; number++) {
    const lease = holders.get(number)
    const fate = fateOf(number, byNumber.get(number), lease, lease && (highest.get(lease) ?? 0))
    const before = rows.at(-1)
    if (before && before.fate === fate.fate && before.station === fate.station && before.caseId === fate.caseId)
      before.to = number
    else rows.push({ from: number, to: number, ...fate })
  }
  return rows
}

/** For each leased number the lease that counts: the last that may use it, else the last that gave it back. */
function holdersOf(leases: readonly Lease[]): Map<number, Lease> {
  const holders = new Map<number, Lease>()
  for (const lease of leases) {
    for (let number = lease.from; number <= lease.to; number++) {
      const other = holders.get(number)
      if (!other || inLease(lease, number) || !inLease(other, number)) holders.set(number, lease)
    }
  }
  return holders
}

function fateOf(
  number: number,
  use: NumberUse | undefined,
  lease: Lease | undefined,
  highest = 0,
): Omit<GapRow, 'from' | 'to'> {
  if (use) return { fate: use.fate, station: use.station, ...(use.caseId !== undefined && { caseId: use.caseId }) }
  if (!lease) return { fate: 'missing', station: '' }
  if (!inLease(lease, number)) return { fate: 'returned', station: lease.station }
  return { fate: number > highest && lease.returnedAfter === undefined ? 'held' : 'missing', station: lease.station }
}

const yearOf = (text: string) => (/^\d+$/.test(text) ? Number(text) + (text.length === 2 ? 2000 : 0) : -1)

/** Whether writing what was read gives the same text: the last word on shape, digits and units. */
function isWritten(series: Series, found: SeriesNumber, text: string): boolean {
  const hasYear = /\{(?:year|yy)\}/.test(series.format)
  if (found.number < 0 || found.year < 0 || (series.format.includes('{unit}') && !/^[0-9A-Za-z-]+$/.test(found.unit)))
    return false
  return (
    (!hasYear || found.year >= 1000) && formatNumber(series, { ...found, year: hasYear ? found.year : 2000 }) === text
  )
}
