import { besideGap } from './gaps.ts'
import { drawnShapes, inkOf, likeness, type Shape, shapeBetween } from './glyph-shapes.ts'
import type { Plane } from './plane.ts'
import type { ReadCharacter } from './read-page.ts'
import { PARTS, RARE } from './words.rare.ts'

/** A character as the models read it, with what else they took it for. */
export interface Guessed extends ReadCharacter {
  others: readonly string[]
}

/** What looks like no candidate by this much is left as it is. */
const ALIKE = 0.6
/** What is put into a gap must be more like it: there may have been nothing at all. */
const PUT_IN = 0.64
/** By so much the better candidate must be more like it than what was read. */
const BETTER = 0.06
/** The middle of a character reaches so many widths to either side, and a gap with less ink there than this is empty. */
const CORE = 0.3
const WRITTEN = 0.5
/** What was put in or changed is never sure: somebody looks at it. */
const CONFIDENCE = 0.5
/** Read more surely than this it is not guessed at. */
const SURE = 0.9
const HAN = /\p{Script=Han}/u
/** Pixels to either side by which a character may stand beside where the models felt it. */
const SHIFTS = [-3, 0, 3]

export interface SecondGuesses {
  /** The line with what its ink says of doubtful and missing Chinese characters. */
  of(characters: readonly Guessed[], line: Plane): Promise<ReadCharacter[]>
}

/**
 * Compares the ink of doubtful characters, and of gaps, with drawn characters that the models do not know or took it for
 * less surely. The shapes are drawn when the first is needed.
 */
export function secondGuesses(alphabet: readonly string[]): SecondGuesses {
  /** Undefined for what the font does not have. */
  const drawn = new Map<string, Shape | undefined>()
  let rare: readonly string[] | undefined
  const shapesOf = async (characters: readonly string[]) => {
    const missing = characters.filter(c => !drawn.has(c))
    const shapes = await drawnShapes(missing)
    for (const character of missing) drawn.set(character, shapes.get(character))
  }

  async function best(ink: Float32Array, width: number, at: number, em: number, others: readonly string[]) {
    rare ??= rareCharacters(alphabet)
    await shapesOf([...rare, ...others])
    const likest = new Map<string, number>()
    for (const shift of SHIFTS) {
      const from = Math.max(0, Math.round(at - em / 2 + shift))
      const shape = shapeBetween(ink, width, from, Math.min(width, Math.round(at + em / 2 + shift)))
      for (const character of [...rare, ...others]) {
        const like = shape ? likenessTo(shape, drawn.get(character)) : 0
        if (like > (likest.get(character) ?? 0)) likest.set(character, like)
      }
    }
    return likest
  }

  return {
    async of(characters, line) {
      const gaps = besideGap(characters, line.width, line.height)
      if (!gaps.places.length && !characters.some(isDoubtful)) return [...characters]
      const ink = inkOf(line)
      const made: ReadCharacter[] = []
      for (const [i, c] of characters.entries()) {
        const gap = gaps.places.find(place => place.before === i)
        if (gap && isWritten(ink, line.width, { at: gap.at, width: gaps.width }, characters[i - 1]!, c)) {
          const [text, like] = most(await best(ink, line.width, gap.at * line.width, gaps.width, []))
          if (like >= PUT_IN) made.push({ text, confidence: CONFIDENCE, at: gap.at })
        }
        made.push(isDoubtful(c) ? await guessed(c) : c)
      }
      return made

      async function guessed(c: Guessed): Promise<ReadCharacter> {
        const likest = await best(ink, line.width, c.at * line.width, gaps.width, [c.text, ...c.others])
        const [text, like] = most(likest)
        const better = like >= ALIKE && like > (likest.get(c.text) ?? 0) + BETTER
        return better ? { text, confidence: CONFIDENCE, at: c.at } : c
      }
    },
  }
}

/** Whether there is about as much ink in the middle of a gap as in those of the characters beside it. */
function isWritten(
  ink: Float32Array,
  width: number,
  gap: { at: number; width: number },
  before: ReadCharacter,
  after: ReadCharacter,
): boolean {
  const core = (at: number) => {
    const from = Math.max(0, Math.round(at * width - CORE * gap.width))
    const to = Math.min(width, Math.round(at * width + CORE * gap.width))
    let sum = 0
    for (let y = 0; y < ink.length; y += width) for (let x = y + from; x < y + to; x++) sum += ink[x]!
    return sum
  }
  return core(gap.at) > WRITTEN * Math.min(core(before.at), core(after.at))
}

const likenessTo = (shape: Shape, drawn: Shape | undefined) => (drawn ? likeness(shape, drawn) : 0)

const isDoubtful = ({ text, confidence }: Guessed) => confidence < SURE && HAN.test(text)

const most = (likest: ReadonlyMap<string, number>) =>
  [...likest].reduce<[string, number]>((a, b) => (b[1] > a[1] ? b : a), ['', 0])

/** Characters of GB 2312 that the models do not know, and rarer ones of names. */
function rareCharacters(alphabet: readonly string[]): string[] {
  const known = new Set(alphabet)
  const gb = new TextDecoder('gbk')
  const standard: string[] = []
  for (let high = 0xb0; high <= 0xf7; high++)
    for (let low = 0xa1; low <= 0xfe; low++) standard.push(gb.decode(Uint8Array.of(high, low)))
  const unknown = standard.filter(c => [...c].length === 1 && HAN.test(c) && !known.has(c) && !PARTS.includes(c))
  return [...new Set([...unknown, ...RARE])]
}
