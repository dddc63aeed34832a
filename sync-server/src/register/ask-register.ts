import { setTimeout } from 'node:timers/promises'
import { REGISTER_ITEMS, type RegisterItem } from '../../../shared-types/src/model/register.ts'
import { pointedAt } from '../messages/json-pointer.ts'
import { beginning } from '../messages/post-json.ts'
import type { RegisterConfig } from './register-config.ts'

/** What came of asking. `why` is short and says nothing of whom was asked about. */
type RegisterOutcome =
  | { is: 'found'; items: Partial<Record<RegisterItem, string>> }
  | { is: 'unknown' }
  | { is: 'failed'; why: 'unreachable' | 'timeout' | 'status' | 'unreadable' }

/** A register of enterprises. Its address and its secrets come from the server's own configuration and go nowhere else. */
export interface Register {
  name: string
  /** Asks about a unified social credit code in normal form. Never rejects for what the other side does. */
  ask(code: string): Promise<RegisterOutcome>
}

export const openRegister = (config: RegisterConfig): Register => ({
  name: config.name,
  async ask(code) {
    for (let tried = 1; ; tried++) {
      const outcome = await once(config, code)
      // Asking changes nothing there, so that it may be asked again.
      if (outcome.is !== 'failed' || outcome.why === 'unreadable' || tried >= config.tries) return outcome
      await setTimeout(PAUSE * tried)
    }
  },
})

/** ms */
const PAUSE = 500
/** Characters of an item. */
const MOST = 200

async function once(
  { url, headers, body, timeout, ...config }: RegisterConfig,
  code: string,
): Promise<RegisterOutcome> {
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
      body: JSON.stringify(filled(body, code)),
      redirect: 'manual',
      signal: AbortSignal.timeout(timeout * 1000),
    })
    if (answer.status === 404) return { is: 'unknown' }
    const text = await beginning(answer)
    if (!answer.ok) return { is: 'failed', why: 'status' }
    return read(config, text)
  } catch (error) {
    return { is: 'failed', why: error instanceof Error && error.name === 'TimeoutError' ? 'timeout' : 'unreachable' }
  }
}

function read({ items, unknown }: Pick<RegisterConfig, 'items' | 'unknown'>, text: string): RegisterOutcome {
  const said = parsedJson(text)
  if (said === undefined) return { is: 'failed', why: 'unreadable' }
  if (unknown && pointedAt(said, unknown.pointer) === unknown.equals) return { is: 'unknown' }
  const found = REGISTER_ITEMS.flatMap(item => {
    const value = items[item] === undefined ? undefined : pointedAt(said, items[item])
    const plain = typeof value === 'string' ? value.normalize('NFC').trim() : ''
    return plain && plain.length <= MOST ? [[item, plain] as const] : []
  })
  // An answer that says nothing where it should is no word that there is nothing.
  return found.length ? { is: 'found', items: Object.fromEntries(found) } : { is: 'failed', why: 'unreadable' }
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The same JSON with the code in its texts, and in nothing else. */
function filled(value: unknown, code: string): unknown {
  if (typeof value === 'string') return value.replaceAll('{code}', code)
  if (Array.isArray(value)) return value.map(part => filled(part, code))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, filled(part, code)]))
}
