import { kinds } from '../../../shared-types/src/domains/index.ts'
import { addDays } from '../../../shared-types/src/engine/day.ts'
import { userOf } from '../../../shared-types/src/engine/organisation.ts'
import type { Case, CaseEvent } from '../../../shared-types/src/model/case.ts'
import type { Person, Unit, User } from '../../../shared-types/src/model/person.ts'
import type { Lease, Station } from '../../../shared-types/src/protocol.ts'
import { overseen } from './alerts.ts'
import { type CardHolder, planCardHolders } from './card-holders.ts'
import { createPeople } from './invented-person.ts'
import { registerLicences } from './licences.ts'
import type { Life } from './life.ts'
import { BUREAU, CITY, PEOPLE, PLACES, type Place, SIMULATED_PRINTER, UNITS } from './organisation.ts'
import { type DemoFile, inventedPapers, inventedPortraits } from './pictures.ts'
import { createRandom, type Random } from './random.ts'
import { createRecorder, type Recorder } from './recorder.ts'
import { type DemoRuleChange, quietStations } from './rule-changes.ts'
import { type DemoImport, importedScans } from './scans.ts'
import { registerSeals } from './seals.ts'
import { secondDesk } from './second-desk.ts'
import { liveStation, type Seasons } from './station-history.ts'
import { instantAt, workDays } from './work-days.ts'

export interface DemoData {
  deployment: { name: string; zone: string }
  units: readonly Unit[]
  people: readonly Person[]
  /** Stations that wrote the history; a machine that joins the demo becomes a further one of its unit. */
  stations: readonly Station[]
  leases: readonly Lease[]
  /** In the order in which the server is to take them; the events of a group follow one another. */
  events: readonly CaseEvent[]
  /** What the file fields of the events name. */
  files: readonly DemoFile[]
  scans: readonly DemoImport[]
  /** In the order in which they were made. */
  ruleChanges: readonly DemoRuleChange[]
}

/**
 * One city bureau with two districts and four stations, its people, and their work up to yesterday: three months of
 * registrations and applications with everything that can happen to them, and a few weeks of the year before, whose
 * permits fall due now. All invented. The same seed and day give the same data; every act went through the engine, which
 * throws when it refuses one. `holders` are the people of the simulated cards, who live among the others at their station.
 */
export async function demoData(
  seed: number,
  today: string,
  { holders = [] }: { holders?: readonly CardHolder[] } = {},
): Promise<DemoData> {
  const random = createRandom(seed)
  const [portraits, papers] = [inventedPortraits(), inventedPapers()]
  const seasons = seasonsOf(today)
  const bureau = await registerTerminals(random, seasons.lastYear[0]!)
  const invent = createPeople(
    random,
    today,
    holders.map(h => h.person.citizenId),
  )
  const recorders: Recorder[] = [bureau]
  const lives: Life[] = []
  for (const place of PLACES) {
    const life = begin(place, createRandom(random.whole(1, 2 ** 31)), bureau.cases.all(), seasons, invent)
    life.portraits = portraits.map(p => p.hash)
    life.papers = papers.map(p => p.hash)
    planCardHolders(life, holders, today)
    await liveStation(life, seasons)
    recorders.push(life.recorder)
    lives.push(life)
  }
  const pairs = await equipped(bureau, seasons.lastYear[0]!, today)
  const known = [...bureau.cases.all()]
  for (const life of lives)
    recorders.push(await secondDesk({ life, known, seals: pairs.get(life.place.unit)!, days: seasons.now, today }))
  return {
    deployment: { name: '云江市居住证窗口（演示）', zone: 'Asia/Shanghai' },
    units: UNITS,
    people: PEOPLE,
    stations: [BUREAU, ...PLACES.map(p => p.station), ...PLACES.map(p => p.second.station)],
    leases: recorders.flatMap(r => r.leases),
    events: inOneOrder([await overseen({ random, bureau, lives, today }), ...recorders.map(r => r.events)]),
    files: [...portraits, ...papers],
    ...supervised(today),
  }
}

/** What the rules read of venues, and are set to. */
const supervised = (today: string): Pick<DemoData, 'scans' | 'ruleChanges'> => ({
  scans: importedScans(today),
  ruleChanges: [quietStations(today)],
})

/** Before the first day of work the seals are registered, and the licences that the stations keep. */
async function equipped(bureau: Recorder, first: string, today: string) {
  const pairs = await registerSeals(bureau, addDays(first, -3))
  await registerLicences(bureau, addDays(first, -2), today)
  return pairs
}

/** Working days: last year's from 385 days ago, of which those before the 336th take applications, and three months. */
function seasonsOf(today: string): Seasons {
  const lastYear = workDays(addDays(today, -385), addDays(today, -310))
  return {
    lastYear,
    open: lastYear.filter(day => day < addDays(today, -336)).length,
    now: workDays(addDays(today, -92), addDays(today, -1)),
  }
}

function begin(
  place: Place,
  random: Random,
  known: Iterable<Case>,
  { lastYear, now }: Seasons,
  invent: Life['invent'],
): Life {
  const staff = PEOPLE.flatMap(p =>
    p.posts.filter(post => post.unit === place.unit).map(post => userOf(p, post.id, UNITS)!),
  )
  const of = (...roles: User['role'][]) => staff.filter(u => roles.includes(u.role))
  const { device, ip, mac } = place.printer
  return {
    place,
    area: UNITS.find(u => u.id === place.unit)!.area!,
    random,
    recorder: createRecorder({
      kinds,
      random,
      station: place.station,
      terminal: { device, ip, mac },
      parameters: {},
      known,
    }),
    invent,
    portraits: [],
    papers: [],
    staff: { window: of('auxiliary', 'clerk'), clerks: of('clerk'), reviewer: of('reviewer')[0]! },
    days: [...lastYear, ...now],
    now: 0,
    agenda: new Map(),
    residents: [],
    stock: [],
    handed: [],
  }
}

/** The administrator registers each station's card printer, and the simulated one for whoever tries the demo. */
async function registerTerminals(random: Random, day: string): Promise<Recorder> {
  const terminal = { device: '', ip: '', mac: '' }
  const recorder = createRecorder({ kinds, random, station: BUREAU, terminal, parameters: {} })
  const person = PEOPLE.find(p => p.posts.some(post => post.unit === CITY && post.role === 'administrator'))!
  const user = userOf(person, person.posts[0]!.id, UNITS)!
  const printers = PLACES.flatMap(({ unit, printer }) => [
    { station: unit, deviceId: printer.device, name: '证卡打印机', model: 'CP70', ip: printer.ip, mac: printer.mac },
    {
      station: unit,
      deviceId: SIMULATED_PRINTER,
      name: '模拟制证机',
      model: '模拟',
      ip: '127.0.0.1',
      mac: '00:00:00:00:00:00',
    },
  ])
  for (const [n, printer] of printers.entries())
    await recorder.act({
      user,
      at: instantAt(addDays(day, -3), 9 * 60 + 30 + n),
      type: 'residence-permits.terminal',
      act: 'register',
      patch: { ...printer, activeFrom: addDays(day, -3) },
    })
  return recorder
}

/** All stations' events by time, each with the number that the last event of its case had. */
function inOneOrder(histories: readonly (readonly CaseEvent[])[]): CaseEvent[] {
  const events = histories
    .flatMap((history, station) => history.map(event => ({ event, station })))
    .sort((a, b) =>
      a.event.at < b.event.at
        ? -1
        : a.event.at > b.event.at
          ? 1
          : a.station - b.station || a.event.counter - b.event.counter,
    )
    .map(({ event }) => event)
  const last = new Map<string, number>()
  return events.map((event, i) => {
    const base = last.get(event.caseId) ?? 0
    last.set(event.caseId, i + 1)
    return { ...event, base }
  })
}
