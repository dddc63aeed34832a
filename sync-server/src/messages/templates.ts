import { isDay } from '../../../shared-types/src/engine/day.ts'

/** By what a message goes out. `group`: the robot of a chat group of a unit. */
export type Channel = 'sms' | 'mail' | 'group'

/**
 * What may stand in a hole. None of them is a free text: a message cannot carry what somebody entered about a person.
 * `unit` is the id of a unit, whose name is put in when the message is sent.
 */
type HoleKind = 'count' | 'day' | 'unit'

interface Template {
  holes: Readonly<Record<string, HoleKind>>
  /** To a person by the first of these for which there is a gateway and an address. */
  channels: readonly Channel[]
  /** Goes out in the quiet hours too. */
  urgent?: true
  /** Is tried once: later it would tell nobody anything. */
  once?: true
}

const REMINDER = { holes: { count: 'count', days: 'count', oldest: 'day' }, channels: ['sms', 'mail'] } as const
const ABOVE = { ...REMINDER, holes: { ...REMINDER.holes, unit: 'unit' } } as const

/** Every message that the centre can send, by name; its text stands in the word file. */
export const TEMPLATES = {
  /** Once a day to whoever is in charge, while a warning of a venue's scans is unreceived. */
  'venue-unreceived': { holes: { count: 'count' }, channels: ['sms'] },
  'alert-unreceived': REMINDER,
  'alert-unreceived-above': ABOVE,
  'alert-unexplained': REMINDER,
  'alert-unexplained-above': ABOVE,
  'alert-unclosed': REMINDER,
  'alert-unclosed-above': ABOVE,
  /** To administrators of the whole: days of rules could not be judged; one that needs a year's holidays. */
  'rules-failed': { holes: { day: 'day' }, channels: ['sms', 'mail'] },
  'calendar-missing': { holes: { year: 'count' }, channels: ['sms', 'mail'] },
  /** An administrator looks whether a gateway works. */
  test: { holes: {}, channels: ['sms', 'mail', 'group'], urgent: true, once: true },
} as const satisfies Readonly<Record<string, Template>>

export type TemplateName = keyof typeof TEMPLATES
export type Holes = Readonly<Record<string, string | number>>

export const templateOf = (name: TemplateName): Template => TEMPLATES[name]

/** Throws an Error when the template is unknown, or the holes are not exactly its own, each of its kind. */
export function checkHoles(name: string, holes: Holes): void {
  if (!Object.hasOwn(TEMPLATES, name)) throw new Error(`No message is called ${name}`)
  const declared: Template['holes'] = templateOf(name as TemplateName).holes
  for (const hole of Object.keys(holes))
    if (!Object.hasOwn(declared, hole)) throw new Error(`The message ${name} has no hole ${hole}`)
  for (const [hole, kind] of Object.entries(declared))
    if (!FITS[kind](holes[hole])) throw new Error(`The hole ${hole} of the message ${name} takes a ${kind}`)
}

const FITS: Readonly<Record<HoleKind, (value: unknown) => boolean>> = {
  count: value => Number.isSafeInteger(value) && Number(value) >= 0,
  day: isDay,
  unit: value => typeof value === 'string' && /^[\w.:-]{1,60}$/.test(value),
}
