import { createHash } from 'node:crypto'
import { canonicalJson } from '../../../shared-types/src/engine/canonical-json.ts'
import { isEmpty } from '../../../shared-types/src/engine/evaluate.ts'
import type { Kind } from '../../../shared-types/src/model/domain.ts'
import type { Data } from '../../../shared-types/src/model/field.ts'
import { fieldText, type Wording } from './wording.ts'

/** The case that was shown, as far as a seal looks at it. */
export interface Sealed {
  id: string
  data: Data
}

/** A confirmation that was signed and waits for the act that takes it into its case. */
export interface Signed {
  /** The person who asked for it. */
  by: string
  /** The sha-256 of the picture of the signature. */
  file: string
  seal: string
}

/** How a field stood on the second screen: as it is, covered, or not at all though something stood in it. */
export type Shown = 'clear' | 'covered' | 'hidden'

const MARKS: Readonly<Record<Shown, string>> = { clear: '', covered: '*', hidden: '-' }

/**
 * What a signature is bound to: the SHA-256 (FIPS 180-4, hex) of what was shown, the file of the signature (its own
 * hash), and the fields that had a value, those that were covered marked `*` and those that were not shown `-`.
 */
export function sealOf(
  kind: Kind,
  c: Sealed,
  shown: Readonly<Record<string, Shown>>,
  signature: string,
  words: Wording,
): string {
  const fields = Object.entries(shown)
  const marked = fields.map(([name, how]) => `${MARKS[how]}${name}`).join(',')
  return [hashOf(kind, c, fields, words), signature, marked].join(':')
}

/** Whether everything still stands as it did when it was signed, and the signature too. */
export function sealHolds(kind: Kind, c: Sealed, seal: string, words: Wording): boolean {
  const { confirm } = kind.record
  if (!confirm) return false
  const [hash, signature, marked = ''] = seal.split(':')
  const shown = marked.split(',').flatMap((text): [string, Shown][] => {
    if (!text) return []
    const how = text.startsWith('*') ? 'covered' : text.startsWith('-') ? 'hidden' : 'clear'
    return [[text.replace(/^[*-]/, ''), how]]
  })
  const known = new Set(shown.map(([name]) => name))
  const isAdded = confirm.fields.some(name => !known.has(name) && !isEmpty(c.data[name]))
  const files = c.data[confirm.signature]
  return !isAdded && Array.isArray(files) && files[0] === signature && hashOf(kind, c, shown, words) === hash
}

/** The hash of exactly what was shown, as canonical JSON: record type, case, and each field with its value or covered text. */
function hashOf(kind: Kind, c: Sealed, fields: readonly [string, Shown][], words: Wording): string {
  const shown = fields.flatMap(([name, how]) => {
    if (how === 'hidden') return []
    const value = c.data[name] ?? null
    return [[name, how === 'covered' ? { covered: fieldText(kind, name, value, CHINESE(words), true) } : value]]
  })
  const text = canonicalJson({ type: kind.type, case: c.id, shown })
  return createHash('sha256').update(text).digest('hex')
}

/** A covered text has words in it, and a seal must hold in every language. */
const CHINESE = (words: Wording): Wording => ({ ...words, language: 'zh-CN' })
