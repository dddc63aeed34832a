import { halfWidth } from '../../../shared-types/src/engine/half-width.ts'
import { readingsOf } from './pinyin-readings.ts'

/** What a case can be found by. */
export interface SearchWords {
  /** Names, found by any part of them, by pinyin and by pinyin initials. */
  names: readonly string[]
  /** Numbers, codes and phones, found by their beginning and by their last 4 to 6 characters. */
  numbers: readonly string[]
  /** Words of states and dictionaries, found by any part of them. */
  words: readonly string[]
}

/** Characters of a name that count, and of a number: a receipt has 22, a permit's number may have 30. */
const LENGTH = 20
const CODE = 60
/** Han and other characters of one gram: names are short, so that three find what is meant. */
const GRAM = 3
/** Letters of a word's beginning that stand in the index by themselves, and characters of a number's beginning. */
const WORD = 12
const NUMBER = 16
/** A person who types more words than this looks for a text, not for a case. */
const TERMS = 6

/**
 * The tokens of a case, for an index that only ever looks for whole ones: every part of a name and every beginning that
 * can be typed is a token of its own. That is a third of what prefix indexes write, and nothing has to be merged to
 * answer a beginning that all numbers of a year share. Tokens are ASCII, so that no tokenizer has to know a character:
 * `h` up to three characters of a text, each as four base-36 digits of its code point; `p` the beginning of a Latin
 * word, of pinyin or of its initials; `n` the beginning or the last 4 to 6 characters of a number, `f` all of it;
 * `t` the record type.
 */
export function tokensOf(type: string, { names, numbers, words }: SearchWords): string {
  const tokens = new Set([typeToken(type)])
  for (const text of [...names, ...words]) addText(tokens, plain(text))
  for (const name of names) addPinyin(tokens, plain(name))
  for (const number of numbers) addNumber(tokens, plain(number))
  return [...tokens].join(' ')
}

/**
 * The FTS5 expression for what a person typed: every word must be found, each as a part of a name, as pinyin, as
 * initials or as a number. Only a–z, 0–9 and our own operators stand in it, whatever was typed. Undefined when nothing
 * searchable was typed.
 */
export function matchOf(text: string, types?: readonly string[]): string | undefined {
  const terms = plain(text).split(/\s+/).flatMap(termOf).slice(0, TERMS)
  if (terms.length === 0) return undefined
  const kinds = types?.map(typeToken) ?? []
  return [...(kinds.length ? [`(${kinds.join(' OR ')})`] : []), ...terms].join(' AND ')
}

function termOf(word: string): string[] {
  const letters = bare(word)
  if (letters.length === 0) return []
  const latin = lettersOf(word).join('')
  const grams = gramsOf(letters).join(' AND ')
  if (!/^[a-z0-9]+$/.test(latin)) return [grams]
  const number = latin.length <= NUMBER ? `n${latin}` : `f${latin.slice(0, CODE)}*`
  return [`(${number} OR ${/^[a-z]+$/.test(latin) ? `p${latin.slice(0, WORD)}` : grams})`]
}

/** What must be in the index for these characters to follow each other in a text. */
function gramsOf(letters: readonly string[]): string[] {
  const last = Math.max(0, letters.length - GRAM)
  return letters.slice(0, last + 1).map((_, i) => `h${encoded(letters.slice(i, i + GRAM))}`)
}

function addText(tokens: Set<string>, text: string): void {
  for (const word of text.match(/[a-z]+/g) ?? []) addBeginnings(tokens, 'p', word, WORD)
  const letters = bare(text)
  if (/^[a-z]*$/.test(letters.join(''))) return
  for (let i = 0; i < letters.length; i++)
    for (let length = 1; length <= GRAM && i + length <= letters.length; length++)
      tokens.add(`h${encoded(letters.slice(i, i + length))}`)
}

function addPinyin(tokens: Set<string>, name: string): void {
  for (const syllables of readingsOf(bare(name).join(''))) {
    for (let i = 0; i < syllables.length; i++) {
      const rest = syllables.slice(i)
      addBeginnings(tokens, 'p', rest.join(''), WORD)
      addBeginnings(tokens, 'p', rest.map(sound => sound[0]).join(''), WORD)
    }
  }
}

function addNumber(tokens: Set<string>, number: string): void {
  const code = number.replace(/[^a-z0-9]/g, '').slice(0, CODE)
  if (!code) return
  addBeginnings(tokens, 'n', code, NUMBER)
  if (code.length > NUMBER) tokens.add(`f${code}`)
  for (const length of [4, 5, 6]) if (code.length > length) tokens.add(`n${code.slice(-length)}`)
}

function addBeginnings(tokens: Set<string>, sort: string, text: string, most: number): void {
  for (let length = 1; length <= Math.min(text.length, most); length++) tokens.add(sort + text.slice(0, length))
}

const typeToken = (type: string) => `t${type.toLowerCase().replace(/[^a-z0-9]/g, '')}`

const plain = (text: string) => halfWidth(text).toLowerCase().replaceAll('ü', 'v')

/** Without spaces and punctuation, such as the dot in 阿卜杜拉·麦麦提. */
const lettersOf = (text: string) => [...text].filter(c => /[\p{L}\p{N}\p{M}\p{Co}]/u.test(c))

const bare = (text: string) => lettersOf(text).slice(0, LENGTH)

const encoded = (letters: readonly string[]) =>
  letters.map(c => c.codePointAt(0)!.toString(36).padStart(4, '0')).join('')
