import type { BusinessHours, Unit } from '../model/person.ts'

/** Where nothing was set, for the unit or above it. */
const DEFAULT_HOURS: BusinessHours = { openAm: '09:00', closeAm: '12:00', openPm: '13:00', closePm: '17:00' }

/** The hours of a unit: its own, else those of the nearest unit above that has some, else the usual ones. */
export const hoursOf = (units: readonly Unit[], id: string): BusinessHours =>
  hoursFrom(units, id)?.hours ?? DEFAULT_HOURS

/** The unit whose hours hold for this one; undefined where the usual ones do. */
export function hoursFrom(units: readonly Unit[], id: string): Unit | undefined {
  const seen = new Set<string>()
  let unit = units.find(u => u.id === id)
  while (unit && !unit.hours && !seen.has(unit.id)) {
    seen.add(unit.id)
    const { parent } = unit
    unit = units.find(u => u.id === parent)
  }
  return unit?.hours ? unit : undefined
}

/** Whether these are times of day, HH:MM, none before the one that it follows. */
export function areHours({ openAm, closeAm, openPm, closePm }: BusinessHours): boolean {
  const times = [openAm, closeAm, openPm, closePm]
  return (
    times.every(time => /^([01]\d|2[0-3]):[0-5]\d$/.test(time)) &&
    openAm <= closeAm &&
    closeAm <= openPm &&
    openPm <= closePm
  )
}

/** Whether a time of day, HH:MM or HH:MM:SS, lies within the hours; the end does not. */
export const isWithinHours = ({ openAm, closeAm, openPm, closePm }: BusinessHours, clock: string): boolean =>
  (clock >= openAm && clock < closeAm) || (clock >= openPm && clock < closePm)
