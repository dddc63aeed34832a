import { createReadStream, existsSync } from 'node:fs'
import { type CsvError, parse } from 'csv-parse'

/** One line of a data set that cannot be used, and why. Lines count from 1, with the header. */
export interface Malformed {
  file: string
  line: number
  why: string
}

/** Reads one value; undefined for one that has not its form. */
export type Read<T> = (text: string) => T | undefined

/** A file's columns with what each must be. Columns that are not named are let be. */
export type Columns<T> = { readonly [K in keyof T]: Read<T[K]> }

/**
 * The rows of a UTF-8 CSV file (RFC 4180) with a header, one by one; none when there is no file. A row that has not its
 * form is told to `tell` and left out. Throws for a header that lacks a column.
 */
export async function* rowsOf<T extends object>(
  path: string,
  file: string,
  columns: Columns<T>,
  tell: (row: Malformed) => void,
): AsyncGenerator<T> {
  if (!existsSync(path)) return
  const wanted = Object.entries(columns) as [keyof T & string, Read<unknown>][]
  const parser = createReadStream(path).pipe(
    parse({
      bom: true,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      skip_records_with_error: true,
      on_skip: error => {
        if (error) tell({ file, line: (error as CsvError & { lines?: number }).lines ?? 0, why: error.message })
        return undefined
      },
    }),
  )
  let places: Map<string, number> | undefined
  for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
    if (!places) {
      places = placesIn(record, file, wanted)
      continue
    }
    const row = rowOf<T>(record, places, wanted)
    if (typeof row === 'string') tell({ file, line: info.lines, why: row })
    else yield row
  }
}

function placesIn(header: readonly string[], file: string, wanted: readonly [string, unknown][]): Map<string, number> {
  const places = new Map(header.map((name, at) => [name.trim(), at]))
  const missing = wanted.filter(([name]) => !places.has(name)).map(([name]) => name)
  if (missing.length) throw new Error(`${file}: the header lacks ${missing.join(', ')}`)
  return places
}

function rowOf<T>(
  record: readonly string[],
  places: ReadonlyMap<string, number>,
  wanted: readonly [keyof T & string, Read<unknown>][],
): T | string {
  const row: Partial<Record<string, unknown>> = {}
  for (const [name, read] of wanted) {
    const text = record[places.get(name)!]
    if (text === undefined) return `${name} is missing`
    const value = read(text)
    if (value === undefined) return `${name} is ${JSON.stringify(text.slice(0, 40))}`
    row[name] = value
  }
  return row as T
}
