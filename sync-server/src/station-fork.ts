import type { SignedRequest } from './station-signature.ts'
import type { ServerTables } from './tables.ts'

type Row = ServerTables['station_counters']

/** `replay`: this request, or its counter, was here before. `cloned`: two machines speak with one key. */
export type CounterVerdict = 'fresh' | 'replay' | 'cloned'

/** Requests that travel at once may overtake each other by this many. */
const WINDOW = 64
/** How far the clock of one machine may be set right between two starts of its window, in ms. */
const GRACE = 2_000

/** What of a request tells it from another with the same counter: Ed25519 makes one signature for one text. */
const tagOf = ({ signature }: Pick<SignedRequest, 'signature'>): string => signature.slice(0, 8)

/** The row of a station that has just been given its key. */
export const noCounter = (station: string, key: string): Row => ({
  station,
  sign_key: key,
  high: 0,
  run: '',
  run_since: '',
  earlier_run: '',
  used: '',
  seen_at: '',
  version: '',
})

/**
 * Judges one request whose signature and time are right, and where its station then stands. One machine only ever counts
 * upwards, also over its starts; each start is a run of its own and ends the one before. So these are signs of two:
 * one counter under two different requests; a new run that begins below what was reached; an earlier run that goes on
 * signing after a newer one began. A repeat, or a late arrival of what was signed before the newer run, is none.
 */
export function judgeCounter(row: Row, request: SignedRequest, now: string): { verdict: CounterVerdict; row: Row } {
  const used = usedIn(row)
  const tag = used.get(request.counter)
  if (tag !== undefined) return { verdict: tag === tagOf(request) ? 'replay' : 'cloned', row }
  const later = row.run_since !== '' && Date.parse(request.time) > Date.parse(row.run_since) + GRACE
  if (request.run === row.run) return inWindow(row, used, request, now)
  if (request.run === row.earlier_run && row.run !== '')
    return later ? { verdict: 'cloned', row } : inWindow(row, used, request, now)
  if (request.counter <= row.high) return { verdict: later ? 'cloned' : 'replay', row }
  const since = [request.time, now].sort((a, b) => Date.parse(a) - Date.parse(b))[1]!
  return inWindow({ ...row, run: request.run, run_since: since, earlier_run: row.run }, used, request, now)
}

function inWindow(row: Row, used: ReadonlyMap<number, string>, request: SignedRequest, now: string) {
  if (request.counter <= row.high - WINDOW) return { verdict: 'replay' as const, row }
  const high = Math.max(row.high, request.counter)
  const kept = [...used, [request.counter, tagOf(request)] as const].filter(([counter]) => counter > high - WINDOW)
  const text = kept.map(([counter, tag]) => `${counter}=${tag}`).join(' ')
  return { verdict: 'fresh' as const, row: { ...row, high, used: text, seen_at: now, version: request.version } }
}

const usedIn = ({ used }: Row): ReadonlyMap<number, string> =>
  new Map(
    used
      .split(' ')
      .filter(Boolean)
      .map(entry => {
        const at = entry.indexOf('=')
        return [Number(entry.slice(0, at)), entry.slice(at + 1)] as const
      }),
  )
