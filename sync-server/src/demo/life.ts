import type { User } from '../../../shared-types/src/model/person.ts'
import type { InventedPerson } from './invented-person.ts'
import type { Place } from './organisation.ts'
import type { Random } from './random.ts'
import type { Recorder } from './recorder.ts'
import { businessMinutes, instantAt } from './work-days.ts'

/** The instant of a task, and instants some seconds later. */
export type At = (seconds?: number) => string
export type Task = (at: At) => Promise<void>

/** Someone registered here, with what later tasks need of them. */
export interface Resident {
  caseId: string
  person: InventedPerson
  address: Readonly<Record<'area' | 'street' | 'community' | 'building' | 'room', string>>
  since: string
  child: boolean
  purpose: string
  employer?: string
  /** An application was made, whatever became of it. */
  applied?: true
}

/** What one police station does, day by day. */
export interface Life {
  place: Place
  area: string
  random: Random
  recorder: Recorder
  invent: (ages: readonly [number, number]) => InventedPerson
  portraits: readonly string[]
  papers: readonly string[]
  staff: { window: readonly User[]; clerks: readonly User[]; reviewer: User }
  days: readonly string[]
  /** Place of the present day among `days`. */
  now: number
  agenda: Map<number, Task[]>
  residents: Resident[]
  /** Serial numbers and cases of blank cards: in stock, and at the window. */
  stock: { serial: string; caseId: string }[]
  handed: { serial: string; caseId: string }[]
}

/** Something that is done at an instant. */
export interface Timed {
  at: string
  work(at: string): Promise<unknown>
}

export const today = (life: Life): string => life.days[life.now]!

/** Puts a task on a working day from now on; what would fall after the last day stays undone and waits in its queue. */
export function plan(life: Life, workdays: number, task: Task): void {
  const day = life.now + workdays
  life.agenda.set(day, [...(life.agenda.get(day) ?? []), task])
}

/** Puts a task on the first working day from that day on. Days before tomorrow mean tomorrow. */
export function planOn(life: Life, day: string, task: Task): void {
  const at = life.days.findIndex((d, i) => i > life.now && d >= day)
  if (at >= 0) plan(life, at - life.now, task)
}

/** Does what is planned for the present day: first things before opening, then the window, then the evening. */
export async function liveDay(life: Life, before: Task, after: Task): Promise<void> {
  const day = today(life)
  const atMinute =
    (minute: number): At =>
    (seconds = 0) =>
      instantAt(day, minute, seconds * 1000 + life.random.whole(0, 900))
  await before(clockFrom(day, 8 * 60 + 20))
  const tasks = life.agenda.get(life.now) ?? []
  const minutes = businessMinutes(tasks.length, () => life.random.next() * 0.6)
  for (const [i, task] of tasks.entries()) await task(atMinute(minutes[i]!))
  await after(clockFrom(day, 17 * 60 + 6))
}

/** A clock that moves on by itself, two seconds with each reading: what is done in a row before and after opening. */
function clockFrom(day: string, minute: number): At {
  const clock = { seconds: 0 }
  return () => {
    clock.seconds += 2
    return instantAt(day, minute, clock.seconds * 1000)
  }
}
