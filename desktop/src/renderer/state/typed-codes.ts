/** What is used of a key that was pressed, in the page a KeyboardEvent. */
interface PressedKey {
  key: string
}

interface TypedCodes<K extends PressedKey> {
  /** A key that was pressed while nothing is being typed: whether it is taken, or belongs to the page. */
  press(key: K): 'taken' | 'given'
}

/**
 * Milliseconds that a key is held back, for it may be the first of a code: slow readers leave 80 between two keys, and a
 * busy machine adds to it.
 */
const ALONE = 150
/** Once there are two it is a code, and one that halts for less than this goes on. */
const HALT = 400
/** Milliseconds by which the clock rings late when the page was held up: the keys of that time come first. */
const LATE = 30
/** Shorter ones are none of ours; they are let fall with their Enter. */
const SHORTEST = 4

/**
 * Tells codes that a reader types as a keyboard, 1 to 120 ms a key and Enter, from keys that a person presses. `scanned`
 * hears a code. `again` gets keys that were held back and are the page's: one alone, or the same letter again and again.
 * Nothing of several different keys is ever given to the page, for one of them could be a step.
 */
export function typedCodes<K extends PressedKey>(
  scanned: (code: string) => void,
  again: (key: K) => void,
): TypedCodes<K> {
  let held: K[] = []
  let timer: ReturnType<typeof setTimeout> | undefined
  const isCode = () => held.length > 1 && !(isLetter(held[0]!) && held.every(({ key }) => key === held[0]!.key))
  const end = () => {
    clearTimeout(timer)
    const [code, keys] = [isCode(), held]
    held = []
    if (!code) for (const key of keys) again(key)
  }
  const wait = (ms: number) => {
    clearTimeout(timer)
    const due = performance.now() + ms
    timer = setTimeout(() => (performance.now() - due > LATE ? wait(LATE) : end()), ms)
  }
  return {
    press(pressed) {
      const { key } = pressed
      if (key === 'Shift' && held.length) wait(isCode() ? HALT : ALONE)
      if (key === 'Shift') return 'given'
      // A space presses what has the focus, unless it stands in a code.
      if (key.length === 1 && (key !== ' ' || held.length)) {
        held.push(pressed)
        wait(isCode() ? HALT : ALONE)
        return 'taken'
      }
      if (key !== 'Enter' || !isCode()) {
        end()
        return 'given'
      }
      const code = held.map(one => one.key).join('')
      clearTimeout(timer)
      held = []
      if (code.length >= SHORTEST) scanned(code)
      return 'taken'
    },
  }
}

const isLetter = ({ key }: PressedKey) => /^[a-z]$/i.test(key)
