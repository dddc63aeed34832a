import { kinds } from '../../../shared-types/src/domains/index.ts'
import { addDays, clockOf, DEFAULT_ZONE } from '../../../shared-types/src/engine/day.ts'
import type { Case, CaseEvent } from '../../../shared-types/src/model/case.ts'
import type { Data } from '../../../shared-types/src/model/field.ts'
import { CENTRE } from '../../../shared-types/src/model/person.ts'
import { centreAt, userNamed } from './demo-users.ts'
import type { Life, Timed } from './life.ts'
import { UNITS } from './organisation.ts'
import { APPLICATION } from './permit-cards.ts'
import type { Random } from './random.ts'
import { createRecorder, type Recorder } from './recorder.ts'
import { scanDays } from './scans.ts'
import { EAST, INVENTED_VENUES, registerVenues } from './venues.ts'
import { instantAt, workDays } from './work-days.ts'

const ALERT = 'supervision.alert'
/** The night's run is over at half past two. */
const NIGHT = 2 * 60 + 30

interface AlertParts {
  random: Random
  bureau: Recorder
  lives: readonly Life[]
  /** The day on which the demo starts; all this happened before. */
  today: string
}

/**
 * Venues with their bounds, and a handful of alerts as the nights before left them, in every state: some wait to be received,
 * explained or closed, one was explained and closed, one was none. Answers what the centre did; what people did stands in
 * the histories of their windows.
 */
export async function overseen({ random, bureau, lives, today }: AlertParts): Promise<CaseEvent[]> {
  await registerVenues(bureau, addDays(today, -80))
  const nobody = { device: '', ip: '', mac: '' }
  const station = { id: CENTRE, name: CENTRE, unit: EAST, number: '00' }
  const centre = createRecorder({ kinds, random, station, terminal: nobody, parameters: {} })
  const all = [centre, bureau, ...lives.map(life => life.recorder)]
  const done = (c: Case) => {
    for (const other of all) other.cases.put(c)
    return c.id
  }
  const tasks = storiesOf(lives, today).flatMap((story): Timed[] => {
    const cases: string[] = []
    const night = instantAt(addDays(story.to, 1), NIGHT)
    const patch = { ...story.patch, to: story.to }
    const raise = { user: centreAt(story.unit), type: ALERT, act: 'raise', patch }
    const desk = lives.find(life => life.place.unit === story.unit)?.recorder ?? bureau
    return [
      { at: night, work: async at => cases.push(done(await centre.act({ ...raise, at }))) },
      ...story.acts.map(({ by, when, act, patch: said = {} }, n) => ({
        at:
          when === 'morning' ? instantAt(addDays(story.to, 1), 9 * 60 + n) : instantAt(addDays(today, -1), 18 * 60 + n),
        work: async (at: string) => {
          const wish = { user: userNamed(by), at, caseId: cases[0]!, type: ALERT, act, patch: said }
          done(await (act === 'explain' ? desk : bureau).act(wish))
        },
      })),
    ]
  })
  for (const { at, work } of tasks.sort((a, b) => (a.at < b.at ? -1 : 1))) await work(at)
  // The centre counts nothing: only a window can lose what it wrote.
  return centre.events.map(event => ({ ...event, counter: 0, seen: event.at }))
}

interface Story {
  unit: string
  to: string
  patch: Data
  acts: readonly { by: string; when: 'morning' | 'evening'; act: string; patch?: Data }[]
}

function storiesOf(lives: readonly Life[], today: string): Story[] {
  const day = (ago: number) => addDays(today, -ago)
  return [
    {
      unit: '330402510000',
      to: day(2),
      patch: footfall('YJ-0402-002', 'low', today),
      acts: [],
    },
    {
      unit: EAST,
      to: day(3),
      patch: footfall('YJ-0402-003', 'high', today),
      acts: [],
    },
    {
      unit: '330411520000',
      to: day(4),
      patch: footfall('YJ-0411-002', 'low', today),
      acts: [{ by: 'zhuhong', when: 'morning', act: 'receive' }],
    },
    ...lives.slice(0, 1).flatMap(life => busyDay(life, today)),
    ...lives.slice(1, 2).flatMap(life => late(life, today)),
  ]
}

/** Days before the window that the curve of a venue's alert shows. */
const BEFORE = 21

/** What the rule on scans says of a venue's odd week, with the evidence that it keeps. */
function footfall(code: string, side: 'low' | 'high', today: string): Data {
  const { name, bounds, scans } = INVENTED_VENUES.find(venue => venue.code === code)!
  const { counts, ago } = scans.odd!
  const [from, to] = [addDays(today, 1 - ago - counts.length), addDays(today, -ago)]
  const rows = counts.map((count, i) => ({ id: `${code}|${addDays(from, i)}`, what: `${addDays(from, i)}: ${count}` }))
  const days = scanDays(code, today).filter(({ day }) => addDays(from, -BEFORE) <= day && day <= to)
  return {
    ...{ rule: 'venue-footfall', level: 'warning', subject: `${code}|${side}`, subjectName: `${name} ${code}`, from },
    measure: String(side === 'low' ? Math.min(...counts) : Math.max(...counts)),
    reference: bounds![side === 'low' ? 0 : 1],
    ...{ parameterVersion: 0, days: days.map(day => ({ ...day })), rows, rowCount: rows.length },
  }
}

/** The parameters that this demo's rule on numbers of applications was set to: a small station has quiet days. */
export const VOLUME = { history: 60, minHistory: 20, k: 1, minExcess: 2 }

/** A day on which a station really accepted more than on others: explained, and closed by the bureau. */
function busyDay(life: Life, today: string): Story[] {
  const accepted = applicationsOf(life)
  const counts = Map.groupBy(accepted, c => String(c.data.acceptedOn ?? ''))
  const countOn = (day: string) => counts.get(day)?.length ?? 0
  const before = (day: string) => workDays(addDays(day, -120), addDays(day, -1)).slice(-VOLUME.history)
  const found = life.days.slice(-22).findLast(day => {
    return day <= addDays(today, -3) && countOn(day) > lineOf(before(day).map(countOn)).threshold
  })
  if (!found) return []
  const { median, threshold } = lineOf(before(found).map(countOn))
  const rows = counts.get(found)!.map(c => evidenceOf(c, life, timeOf(c)))
  const explanation = '核对了当天受理的全部申请。园区企业集中组织员工办证，材料齐全，均为本人到场。'
  return [
    {
      unit: life.place.unit,
      to: found,
      patch: {
        ...aboutUnit('permit-volume', life.place.unit),
        parameterVersion: 1,
        subject: life.place.unit,
        from: found,
        measure: String(countOn(found)),
        reference: median,
        threshold,
        days: [...before(found), found].map(day => ({ day, count: countOn(day) })),
        rows,
        rowCount: rows.length,
      },
      acts: [
        { by: 'majianguo', when: 'morning', act: 'receive' },
        { by: 'liuqiang', when: 'evening', act: 'explain', patch: { explanation, measures: '以后集中办证提前报备。' } },
        { by: 'hubin', when: 'evening', act: 'close', patch: { outcome: 'justified' } },
      ],
    },
  ]
}

function lineOf(history: readonly number[]): { median: number; threshold: number } {
  const median = medianOf(history)
  const spread = 1.4826 * medianOf(history.map(count => Math.abs(count - median)))
  return { median, threshold: median + Math.max(VOLUME.k * spread, VOLUME.minExcess) }
}

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2
}

const WORKING_DAYS = 3
/** Decided for the applicant, and a card is owed or was handed over. */
const WITH_CARD = ['passed', 'made', 'issued']

/** Applications of a station that really took too long: one explained, one said to be none, one still to be received. */
function late(life: Life, today: string): Story[] {
  const found = applicationsOf(life).flatMap(c => {
    const accepted = String(c.data.acceptedOn)
    const due = workDays(addDays(accepted, 1), addDays(accepted, 30))[WORKING_DAYS]!
    const isLate = accepted > addDays(today, -40) && due < addDays(today, -1) && String(c.data.issuedOn ?? today) >= due
    return isLate && WITH_CARD.includes(c.state) ? [{ c, accepted, due }] : []
  })
  const received = { by: 'majianguo', when: 'morning', act: 'receive' } as const
  const explanation = '已于规定期限内制证，短信通知后申请人出差在外，约定返回后领取。'
  const falseReason = '申请人书面要求延后领取，不属于超期。'
  const endings: Story['acts'][] = [
    [],
    [received, { by: 'huangyong', when: 'evening', act: 'explain', patch: { explanation } }],
    [received, { by: 'hubin', when: 'evening', act: 'falseAlarm', patch: { falseReason } }],
  ]
  return found.slice(-endings.length).map(({ c, accepted, due }, i) => {
    const common = { subject: c.id, from: accepted, measure: String(WORKING_DAYS + 1), threshold: WORKING_DAYS }
    const said = [accepted, String(c.data.decidedOn), String(c.data.issuedOn ?? '')].join(' → ')
    const rows = { rows: [evidenceOf(c, life, said)], rowCount: 1, parameterVersion: 0 }
    return {
      unit: life.place.unit,
      to: due,
      patch: { ...aboutUnit('turnaround', life.place.unit), ...common, ...rows },
      acts: endings[i]!,
    }
  })
}

const applicationsOf = (life: Life): Case[] =>
  [...life.recorder.cases.all()].filter(c => c.type === APPLICATION && c.data.acceptedOn !== undefined)

const aboutUnit = (rule: string, unit: string) => ({
  rule,
  level: 'warning',
  subjectName: UNITS.find(u => u.id === unit)!.name,
})

/** The hour of the day, as the window's clock had it. */
const timeOf = (c: Case): string => `${clockOf(String(c.data.acceptedAt), DEFAULT_ZONE)}:00`

/** An application as a row of evidence, with who accepted it. */
function evidenceOf(c: Case, life: Life, what: string) {
  const accepted = life.recorder.events.find(({ caseId, act }) => caseId === c.id && act === 'accept')!
  return { id: c.id, what, operator: accepted.by.id }
}
