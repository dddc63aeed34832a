import { DeviceError, type DeviceInfo, type Driver } from '../driver.ts'
import { exclusiveDriver } from '../exclusive-driver.ts'
import type { BytePorts } from '../ports/byte-port.ts'
import { pause } from '../waiting.ts'
import type { CardData } from './card-data.ts'
import { identify, presence, type Seen } from './sam-card.ts'
import { samLink } from './sam-link.ts'

/** `once` ends with the first card; `continuous` goes on until its signal, for a desk that waits for people. */
export interface IdCardAsk {
  mode: 'once' | 'continuous'
  /** Milliseconds that `once` waits for a card before it ends with `empty`; 10,000 when left out. */
  waitMs?: number
  /** Reads the fingerprint block too, for a comparison at the desk; without it, it is not asked for. */
  fingerprint?: boolean
}

export type IdCardPiece =
  /** A card was laid down and read; `reader` is the number of the reader's security module. */
  | { state: 'card'; card: CardData; reader: string }
  /** `continuous` only: a card was there and could not be read; the reader is well and goes on waiting. */
  | { state: 'failed'; fault: 'unreadable' | 'auth'; detail: string }
  /** `continuous` only: the card that was read has left. */
  | { state: 'removed' }

export interface IdCardOptions {
  simulated: boolean
  /** Milliseconds between two looks at the field; 200 when left out, short enough that a card feels read at once. */
  poll?: number
  /** Multiplies how long the module may be silent; 1 when left out, less in tests of silence. */
  patience?: number
}

const WAIT = 10_000
const POLL = 200
/** A card that fails so often while it lies is reported, not tried again in silence. */
const FAILURES = 3

/** Readers of the SAM_A family on the given lines (serial, or a USB pipe pair). */
export function idCardDriver(ports: BytePorts, options: IdCardOptions): Driver<IdCardAsk, IdCardPiece> {
  const device = (port: { id: string; name: string }): DeviceInfo => ({
    ...port,
    kind: 'id-card',
    simulated: options.simulated,
  })
  return exclusiveDriver<IdCardAsk, IdCardPiece>({
    kind: 'id-card',
    list: async () => (await ports.list()).map(device),
    purpose: ({ mode }) => (mode === 'once' ? 'read-once' : 'read-continuously'),
    watch: ports.watch && (listener => ports.watch!(({ port, state }) => listener({ device: device(port), state }))),
    async *work({ id }, ask, signal) {
      const port = await ports.open(id, signal)
      try {
        const link = samLink(port, options.patience)
        const reader = await identify(link, signal)
        const look = presence(link, ask.fingerprint)
        const desk = { look, reader, poll: options.poll ?? POLL, signal }
        if (ask.mode === 'continuous') yield* everyCard(desk)
        else yield { state: 'card', card: await firstCard(desk, ask.waitMs ?? WAIT), reader }
      } finally {
        await port.close()
      }
    },
  })
}

interface Desk {
  look: ReturnType<typeof presence>
  reader: string
  poll: number
  signal: AbortSignal
}

async function firstCard({ look, poll, signal }: Desk, waitMs: number): Promise<CardData> {
  const until = performance.now() + waitMs
  let failed: DeviceError | undefined
  for (let failures = 0; ; ) {
    const seen = await look(signal)
    if (seen.state === 'card') return seen.card
    if (seen.state === 'failed') {
      failed = seen.error
      if (++failures === FAILURES) throw failed
    }
    if (performance.now() >= until) throw failed ?? new DeviceError('empty', `no card in ${waitMs} ms`)
    await pause(poll, signal)
  }
}

async function* everyCard({ look, reader, poll, signal }: Desk): AsyncGenerator<IdCardPiece> {
  const tell = stay(reader)
  for (;;) {
    yield* tell(await look(signal))
    await pause(poll, signal)
  }
}

/** Turns what each look saw into what is told: every card, failure and leaving once, and no flicker. */
function stay(reader: string): (seen: Seen) => IdCardPiece[] {
  let lying: CardData | undefined
  let failures = 0
  return seen => {
    if (seen.state === 'card') {
      const before = lying
      lying = seen.card
      failures = 0
      if (before && samePerson(before, seen.card)) return []
      return [...(before ? [{ state: 'removed' } as const] : []), { state: 'card', card: seen.card, reader }]
    }
    if (seen.state === 'failed') {
      const left: IdCardPiece[] = lying ? [{ state: 'removed' }] : []
      lying = undefined
      return ++failures === FAILURES ? [...left, failure(seen.error)] : left
    }
    if (seen.state === 'none') {
      // A card that failed and left before it was tried often enough still has to be laid down again.
      const unheard = failures > 0 && failures < FAILURES && seen.last ? [failure(seen.last)] : []
      failures = 0
      if (!lying) return unheard
      lying = undefined
      return [...unheard, { state: 'removed' }]
    }
    return []
  }
}

const samePerson = (one: CardData, other: CardData) => one.idNumber === other.idNumber && one.from === other.from

function failure(error: DeviceError): IdCardPiece {
  return { state: 'failed', fault: error.fault === 'auth' ? 'auth' : 'unreadable', detail: error.detail }
}
