import { setImmediate as breathe } from 'node:timers/promises'
import type { RxCollection } from 'rxdb'
import { GENESIS, stationLink } from '../../../shared-types/src/engine/audit-chain.ts'
import type { Anchor } from '../../../shared-types/src/model/anchor.ts'
import type { StoredEvent } from '../../../shared-types/src/model/case.ts'
import type { Finding, Verified } from '../../../shared-types/src/model/finding.ts'
import { isSigned } from './audit-anchors.ts'
import { linkHere, sha256 } from './audit-own.ts'
import { rawAfter } from './store/raw-last.ts'

type Stored = StoredEvent & { _deleted?: boolean }

interface CheckOptions {
  station: string
  /** The centre's public signing key; without one no anchor can be proved. */
  key: string | undefined
  anchors: readonly Anchor[]
}

/** Events read at a time; calls are answered between two reads. */
const PART = 500
const TOLD = 100

interface Walk {
  rows: number
  /** The newest so far and its link. */
  last: Stored | undefined
  link: string
  /** Links of every event by its counter, to compare with what was signed. */
  signed: Map<number, string>
  misfits: Misfit[]
  findings: Finding[]
}

/** An event that does not hang on the one before it here. */
interface Misfit {
  before: Stored
  event: Stored
}

/**
 * Reads everything this station said, in the order of its counters, and says what is not as it was written: by the links
 * between the events and by what the centre signed. What was said last and never sent hangs on nobody's word yet.
 */
export async function verifyOwn(collection: RxCollection<StoredEvent>, options: CheckOptions): Promise<Verified> {
  const { anchors, key, station } = options
  const walk: Walk = {
    rows: 0,
    last: undefined,
    link: GENESIS,
    signed: new Map(anchors.map(a => [a.counter, ''])),
    misfits: [],
    findings: [],
  }
  for (let from = -1; ; ) {
    const part = rawAfter(collection, 'station', station, 'counter', from, PART) as Stored[]
    for (const event of part) step(walk, event)
    from = walk.last?.counter ?? from
    if (part.length < PART) break
    await breathe()
  }
  const findings = [
    ...walk.findings,
    ...explained(collection, walk.misfits, station),
    ...signedOtherwise(walk, anchors, key),
  ]
  findings.sort((a, b) => a.at - b.at)
  const { counter = 0 } = walk.last ?? {}
  return {
    rows: walk.rows,
    seq: counter,
    link: walk.link,
    anchors: anchors.length,
    findings: findings.slice(0, TOLD),
    count: findings.length,
  }
}

function step(walk: Walk, event: Stored): void {
  const { last } = walk
  // A deletion that the centre ordered says which link stood there; one without was made here.
  if (event._deleted && !event.link) walk.findings.push({ kind: 'removed', at: event.counter, to: event.counter })
  walk.rows++
  const begins = event.prev === undefined && last?.prev === undefined
  if (last && !begins && event.prev !== walk.link) walk.misfits.push({ before: last, event })
  walk.last = event
  walk.link = linkHere(event)
  if (walk.signed.has(event.counter)) walk.signed.set(event.counter, walk.link)
}

/** What was done where two neighbours do not fit. */
function explained(collection: RxCollection<StoredEvent>, misfits: readonly Misfit[], station: string): Finding[] {
  const inserted = misfits.find(({ before, event }) => before.prev !== undefined && event.prev === before.prev)
  const wanted = new Set(misfits.map(({ event }) => event.prev))
  return misfits.flatMap(({ before, event }): Finding[] => {
    if (before === inserted?.before || (event.prev === before.prev && event.prev !== undefined))
      return [{ kind: 'inserted', at: before.counter }]
    const place = misfits.find(
      other => other.before !== before && wanted.has(stationLink(sha256, { ...before, counter: other.before.counter })),
    )
    if (place) return [{ kind: 'reordered', at: before.counter, with: { place: place.before.counter } }]
    if (event.counter === before.counter + 1) return [{ kind: 'altered', at: before.counter }]
    const [from, to] = [before.counter + 1, event.counter - 1]
    const strange = strangers(collection, from, to).find(
      e => stationLink(sha256, { ...e, station }) === event.prev || e.prev === linkHere(before),
    )
    if (strange) return [{ kind: 'station-swapped', at: strange.counter, with: { from: station, to: strange.station } }]
    return [{ kind: 'removed', at: from, to }]
  })
}

/** Events of any station whose counter lies in a hole of this one's. */
function strangers(collection: RxCollection<StoredEvent>, from: number, to: number): StoredEvent[] {
  return rawAfter(collection, undefined, '', 'counter', from - 1, 1000).filter(e => e.counter <= to)
}

/** What the centre signed and is not here like that. */
function signedOtherwise({ last, signed }: Walk, anchors: readonly Anchor[], key: string | undefined): Finding[] {
  const findings: Finding[] = []
  let good = 0
  for (const { counter, stationLink: link, ...rest } of anchors) {
    if (!key || !isSigned({ counter, stationLink: link, ...rest }, key))
      findings.push({ kind: 'anchor-forged', at: counter })
    else if (counter === 0 || signed.get(counter) === link) good = counter
    else if (counter > (last?.counter ?? 0))
      findings.push({ kind: 'truncated', at: (last?.counter ?? 0) + 1, to: counter })
    else findings.push({ kind: 'rewritten', at: good + 1, to: counter })
  }
  return findings
}
