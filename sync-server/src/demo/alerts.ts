import { kinds } from '../../../shared-types/src/domains/index.ts'
import { addDays } from '../../../shared-types/src/engine/day.ts'
import type { Case, CaseEvent } from '../../../shared-types/src/model/case.ts'
import type { Data } from '../../../shared-types/src/model/field.ts'
import { CENTRE } from '../../../shared-types/src/model/person.ts'
import { centreAt, userNamed } from './demo-users.ts'
import type { Life, Timed } from './life.ts'
import { UNITS } from './organisation.ts'
import { APPLICATION } from './permit-cards.ts'
import type { Random } from './random.ts'
import { createRecorder, type Recorder } from './recorder.ts'
import { EAST, registerVenues } from './venues.ts'
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
    const patch = { ...story.patch, to: story.to, parameterVersion: 1 }
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
      patch: footfall('YJ-0402-002|low', '桂苑宾馆', day(2), [12, 9, 14, 11, 8, 13, 10], 20, '8'),
      acts: [],
    },
    {
      unit: EAST,
      to: day(3),
      patch: footfall('YJ-0402-003|high', '望湖大酒店', day(3), [268, 251, 290, 312, 305, 287, 266], 240, '312'),
      acts: [],
    },
    {
      unit: '330411520000',
      to: day(4),
      patch: footfall('YJ-0411-002|low', '柳营浴场', day(4), [6, 4, 7, 5, 3, 6, 4], 10, '3'),
      acts: [{ by: 'zhuhong', when: 'morning', act: 'receive' }],
    },
    ...lives.slice(0, 1).flatMap(life => busyDay(life, today)),
    ...lives.slice(1, 2).flatMap(life => late(life, today)),
  ]
}

function footfall(
  subject: string,
  subjectName: string,
  to: string,
  counts: number[],
  bound: number,
  measure: string,
): Data {
  const days = counts.map((count, i) => ({ day: addDays(to, i - counts.length + 1), count }))
  const common = { rule: 'venue-footfall', level: 'warning', from: days[0]!.day, measure, reference: bound }
  return { ...common, subject, subjectName, days, rowCount: 0 }
}

/** The parameters that this demo's rule on numbers of applications was set to: a small station has quiet days. */
const VOLUME = { k: 1, minExcess: 2 }

/** A day on which a station really accepted more than on others: explained, and closed by the bureau. */
function busyDay(life: Life, today: string): Story[] {
  const accepted = applicationsOf(life)
  const counts = Map.groupBy(accepted, c => String(c.data.acceptedOn ?? ''))
  const countOn = (day: string) => counts.get(day)?.length ?? 0
  const days = life.days.slice(-62)
  const found = days.slice(40).findLast(day => {
    if (day > addDays(today, -3)) return false
    return countOn(day) > lineOf(days.filter(d => d < day).map(countOn)).threshold
  })
  if (!found) return []
  const { median, threshold } = lineOf(days.filter(d => d < found).map(countOn))
  const rows = counts.get(found)!.map(c => evidenceOf(c, life))
  const explanation = '核对了当天受理的全部申请。园区企业集中组织员工办证，材料齐全，均为本人到场。'
  return [
    {
      unit: life.place.unit,
      to: found,
      patch: {
        ...aboutUnit('permit-volume', 'notice', life.place.unit),
        subject: life.place.unit,
        from: found,
        measure: String(countOn(found)),
        reference: median,
        threshold,
        days: days.filter(day => day <= found).map(day => ({ day, count: countOn(day) })),
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

/** Applications of a station that really took too long: one explained, one said to be none, one still to be received. */
function late(life: Life, today: string): Story[] {
  const found = applicationsOf(life).flatMap(c => {
    const accepted = String(c.data.acceptedOn)
    const due = workDays(addDays(accepted, 1), addDays(accepted, 30))[WORKING_DAYS]!
    const isLate = accepted > addDays(today, -40) && due < addDays(today, -1) && String(c.data.issuedOn ?? today) >= due
    return isLate && c.data.decidedOn !== undefined && c.state !== 'rejected' ? [{ c, accepted, due }] : []
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
    const common = { subject: c.id, from: accepted, measure: String(WORKING_DAYS + 1), reference: WORKING_DAYS }
    const rows = { rows: [evidenceOf(c, life)], rowCount: 1 }
    return {
      unit: life.place.unit,
      to: due,
      patch: { ...aboutUnit('turnaround', 'serious', life.place.unit), ...common, ...rows },
      acts: endings[i]!,
    }
  })
}

const applicationsOf = (life: Life): Case[] =>
  [...life.recorder.cases.all()].filter(c => c.type === APPLICATION && c.data.acceptedOn !== undefined)

const aboutUnit = (rule: string, level: string, unit: string) => ({
  rule,
  level,
  subjectName: UNITS.find(u => u.id === unit)!.name,
})

/** An application as a row of evidence, by its number and without its holder's name. */
function evidenceOf(c: Case, life: Life) {
  const accepted = life.recorder.events.find(({ caseId, act }) => caseId === c.id && act === 'accept')!
  return { id: c.id, what: String(c.data.receiptNo ?? ''), operator: accepted.by.id }
}
