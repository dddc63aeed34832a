import { halfWidth } from './half-width.ts'

/**
 * Search in running Chinese text without a dictionary: pairs of characters that follow each other (bigrams) are what is
 * indexed, so that a name, a half phrase and a word that no dictionary knows are found alike. Of Latin letters and digits
 * fours are taken, because pairs of digits stand on every page. What has neither a pair nor a four is not searched for:
 * it would be on every page as well.
 */
const CODE_GRAM = 4
/** A page has no more of them that matter; what stands behind is read but not indexed. */
const MOST_TOKENS = 6000
/** Words and characters of a question; a longer one is a text, not a question. */
const MOST_WORDS = 6
const MOST_LETTERS = 40

/** What was typed, as the index is asked: all of these, and then whether the text truly has the words. */
export interface TextQuestion {
  /** ASCII: letters and digits alone. */
  tokens: readonly string[]
  words: readonly string[]
}

/** The tokens of a searchable text, each once, in ASCII (four base-36 digits a character), for an index that knows no language. */
export function textTokens(plain: string): string[] {
  const tokens = new Set<string>()
  const letters = [...plain]
  const isCode = letters.map(c => /^[a-z0-9]$/.test(c))
  let run = 0
  for (const [i, c] of letters.entries()) {
    if (tokens.size >= MOST_TOKENS) break
    run = isCode[i] ? run + 1 : 0
    if (run >= CODE_GRAM) tokens.add(`n${letters.slice(i + 1 - CODE_GRAM, i + 1).join('')}`)
    if (i > 0 && !(isCode[i] && isCode[i - 1])) tokens.add(`h${encoded(letters[i - 1]!)}${encoded(c)}`)
  }
  return [...tokens]
}

/** The question of what a person typed; undefined when that is too short to be looked for. */
export function textQuestion(typed: string): TextQuestion | undefined {
  const words = halfWidth(typed)
    .split(/\s+/)
    .map(word => [...searchable(word)].slice(0, MOST_LETTERS).join(''))
    .filter(Boolean)
    .slice(0, MOST_WORDS)
  const tokens = new Set(words.flatMap(textTokens))
  return tokens.size ? { tokens: [...tokens], words } : undefined
}

/** Whether a searchable text has every word: the index only says that it has the parts of them. */
export const hasWords = (plain: string, { words }: TextQuestion): boolean => words.every(word => plain.includes(word))

/** Characters of an excerpt before and behind what was found. */
const AROUND = 24

/** Some of the text around the first word, on one line. */
export function excerptOf(text: string, { words }: TextQuestion): string {
  const [plain, places] = searchablePlaces(text)
  const at = [...plain.slice(0, plain.indexOf(words[0]!))].length
  if (!plain.includes(words[0]!)) return ''
  const characters = [...text]
  const from = Math.max(0, places[at]! - AROUND)
  const to = Math.min(characters.length, places[at + [...words[0]!].length - 1]! + 1 + AROUND)
  const cut = characters.slice(from, to).join('').replace(/\s+/g, ' ').trim()
  return `${from > 0 ? '…' : ''}${cut}${to < characters.length ? '…' : ''}`
}

/** Letters and digits alone, half-width and lower case: spaces, line ends and punctuation are where readers err. */
export const searchable = (text: string): string =>
  halfWidth(text)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M}\p{Co}]/gu, '')

/** The same, as characters, with where each stands in the text (both counted in code points). */
function searchablePlaces(text: string): [string, number[]] {
  const kept: string[] = []
  const places: number[] = []
  for (const [i, c] of [...text].entries()) {
    const plain = searchable(c)
    if (!plain) continue
    kept.push(plain)
    places.push(i)
  }
  return [kept.join(''), places]
}

const encoded = (letter: string) => letter.codePointAt(0)!.toString(36).padStart(4, '0')
