import { kinds } from '../../../shared-types/src/domains/index.ts'
import { addDays } from '../../../shared-types/src/engine/day.ts'
import { kindOf } from '../../../shared-types/src/engine/kinds.ts'
import { ratingId } from '../../../shared-types/src/engine/rating-id.ts'
import { label } from '../../../shared-types/src/engine/words.ts'
import type { Case } from '../../../shared-types/src/model/case.ts'
import { sha256 } from '../sha256.ts'
import type { Life, Timed } from './life.ts'
import { APPLICATION } from './permit-cards.ts'
import { createRandom, type Random } from './random.ts'
import { createRecorder, type Recorder } from './recorder.ts'
import { type SealDesk, sealTasks } from './seal-uses.ts'
import type { SealPair } from './seals.ts'
import { instantAt } from './work-days.ts'

interface SecondDeskParts {
  /** What the first window of the station has lived through. */
  life: Life
  /** Cases of the bureau: the seals. */
  known: Iterable<Case>
  seals: SealPair
  /** Working days, the first of three months and yesterday the last. */
  days: readonly string[]
  /** The day on which the demo starts. */
  today: string
}

/**
 * The second window of a station, where papers are stamped and citizens say how they were served. It has chance of its
 * own, so that what it does moves nothing at the first.
 */
export async function secondDesk(parts: SecondDeskParts): Promise<Recorder> {
  const { life, known, seals, days, today } = parts
  const { place, staff, papers } = life
  const random = createRandom(Number(place.code) * 7919)
  const { station, ip, mac } = place.second
  const recorder = createRecorder({ kinds, random, station, terminal: { device: '', ip, mac }, parameters: {}, known })
  const seal = place.second.seal
  const desk: SealDesk = { recorder, random, staff, papers, seal, seals, lastUse: addDays(today, 7) }
  const all: Timed[] = [...sealTasks(desk, days), ...ratings(recorder, random, life, days)]
  for (const { at, work } of all.sort((a, b) => (a.at < b.at ? -1 : 1))) await work(at)
  return recorder
}

/** Of so many one is dissatisfied. */
const DISSATISFIED = 14

/** Every fourth who applied says at once how they were served. */
function ratings(
  recorder: Recorder,
  random: Random,
  { recorder: first, staff }: Life,
  days: readonly string[],
): Timed[] {
  const service = label(kindOf(kinds, APPLICATION), 'zh-CN').record
  // One that was sent back is accepted twice and rated once.
  const accepted = Map.groupBy(
    first.events.filter(
      ({ type, act, at }) => type === APPLICATION && act === 'accept' && at >= instantAt(days[0]!, 0),
    ),
    event => event.caseId,
  )
  return [...accepted.values()]
    .map(([earliest]) => earliest!)
    .filter(() => random.chance(0.25))
    .map(({ caseId, at }, n) => {
      // Not left to chance: the report on the reasons of the dissatisfied must have something to show.
      const isLow = n % DISSATISFIED === 4
      const satisfaction = isLow
        ? random.weighted({ bad: 4, worst: 1 })
        : random.weighted({ best: 65, good: 27, fair: 8 })
      const reason = random.weighted({ slow: 4, repeat: 2, papers: 2, unclear: 1, manner: 1 })
      const patch = { ratedCase: caseId, ratedService: service, satisfaction, ...(isLow && { reason }) }
      const give = { caseId: ratingId(caseId, sha256), type: 'service-ratings.rating', act: 'give', patch }
      return {
        at: new Date(Date.parse(at) + random.whole(60, 240) * 1000).toISOString(),
        work: when => recorder.act({ ...give, user: random.pick(staff.window), at: when }),
      }
    })
}
