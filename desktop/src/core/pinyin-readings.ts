import { pinyin } from 'pinyin-pro'

/** Ways to read one name that are kept; of most names there is one. */
const WAYS = 3
/** Entries of the memos; a bureau's names hold some four thousand characters and fewer beginnings. */
const KEPT = 20_000

/**
 * How a name can be read, each way as its syllables without tones (ü as v), the surname's own reading first: 单立 is
 * shan li, then dan li. Characters that have no reading, such as 𠮷, are left out.
 */
export function readingsOf(name: string): string[][] {
  const han = [...name].filter(c => /\p{Script=Han}/u.test(c))
  if (han.length === 0) return []
  const sounds = han.map(soundsOf)
  surnameOf(han.slice(0, 2).join('')).forEach((sound, i) => {
    if (sound) sounds[i] = [sound, ...sounds[i]!.filter(other => other !== sound)]
  })
  return ways(sounds.filter(of => of.length > 0))
}

function ways(sounds: readonly (readonly string[])[]): string[][] {
  const first = sounds.map(of => of[0]!)
  if (first.length === 0) return []
  const others = sounds.flatMap((of, i) => of.slice(1).map(sound => first.with(i, sound)))
  return [first, ...others].slice(0, WAYS)
}

// Memos of a pure function: a look-up costs a fiftieth of what asking the library does.
const ofCharacter = new Map<string, string[]>()
const ofBeginning = new Map<string, string[]>()

/** The readings of one character, the commonest first. */
function soundsOf(character: string): string[] {
  return memo(ofCharacter, character, () => {
    const found = pinyin(character, { type: 'array', toneType: 'none', v: true, multiple: true })
    return [...new Set(found.filter(isSound))]
  })
}

/** The readings of the first characters of a name as a surname, '' for one without. */
function surnameOf(beginning: string): string[] {
  return memo(ofBeginning, beginning, () =>
    pinyin(beginning, { type: 'all', toneType: 'none', v: true, surname: 'head' }).map(({ isZh, pinyin: sound }) =>
      isZh && isSound(sound) ? sound : '',
    ),
  )
}

function memo(kept: Map<string, string[]>, key: string, make: () => string[]): string[] {
  const known = kept.get(key)
  if (known) return known
  if (kept.size >= KEPT) kept.clear()
  const made = make()
  kept.set(key, made)
  return made
}

const isSound = (text: string) => /^[a-z]+$/.test(text)
