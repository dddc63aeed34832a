import type { Address } from '../model/field.ts'
import { areaPath, isArea, isCounty } from './areas.ts'
import { halfWidth } from './half-width.ts'

export const ADDRESS_PARTS = ['area', 'street', 'community', 'building', 'room'] as const
export type AddressPart = (typeof ADDRESS_PARTS)[number]

/** Longest part below the area, in characters. */
const ADDRESS_PART_MAX = 100

/** The address on one line as it is written in China: from the province down to the room. */
export function addressText(address: Address): string {
  const { area, street = '', community = '', building = '', room = '' } = address
  return [areaPath(area) || area, street, community, building, room].join('')
}

/**
 * A text that is equal for two ways of writing the same door: full-width and half-width forms, capitals, spaces and
 * punctuation do not count, 3号楼, 3栋, 3幢, 3座 and 第3栋 are one building, and 501, 501室 and 501房 one room. It goes
 * no further on purpose: Chinese numerals stay, and parts written into the wrong box stay different, because a key that
 * joins two doors does more harm than one that keeps them apart.
 */
export function addressKey(address: Address): string {
  const part = (text = '') =>
    halfWidth(text)
      .toUpperCase()
      .replace(/[\s\u200b-\u200f\ufeff.,，。、;；·]/g, '')
  const building = part(address.building)
    .replace(/^第(?=[0-9A-Z])/, '')
    .replace(/(?<=[0-9A-Z])(?:号楼|栋|幢|座|楼)$/, '')
  const room = part(address.room).replace(/(?<=[0-9A-Z])(?:号房|室|房|号)$/, '')
  return [address.area, part(address.street), part(address.community), building, room].join('|')
}

/** The same for an address that names a house or a room; '' for another, behind which half a village may live. */
export const doorKey = (address: Address): string => (address.building || address.room ? addressKey(address) : '')

/**
 * What is wrong with a value from outside as an address; undefined when nothing is. The area must be a county (or a city
 * without counties) and each part below a text on one line of at most 100 characters.
 */
export function addressProblem(
  value: unknown,
): { code: 'kind' | 'area' | 'max' | 'chars'; with?: Record<string, string | number> } | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { code: 'kind' }
  const parts: [string, unknown][] = Object.entries(value)
  if (parts.some(([name]) => !ADDRESS_PARTS.includes(name as AddressPart))) return { code: 'kind' }
  const texts = parts.filter(([, text]) => text !== undefined)
  if (texts.some(([, text]) => typeof text !== 'string')) return { code: 'kind' }
  const { area } = value as Address
  if (!isArea(area)) return { code: 'area' }
  if (!isCounty(area)) return { code: 'area', with: { why: 'county' } }
  const long = texts.map(([, text]) => [...(text as string)].length).find(count => count > ADDRESS_PART_MAX)
  if (long !== undefined) return { code: 'max', with: { why: 'text', limit: ADDRESS_PART_MAX, count: long } }
  return texts.some(([, text]) => !isCleanText(text as string)) ? { code: 'chars' } : undefined
}

/** Whether a text is well-formed Unicode without control characters: no database and no printer takes those. */
export function isCleanText(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the purpose
  return text.isWellFormed() && !/[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufffe\uffff]/.test(text)
}
