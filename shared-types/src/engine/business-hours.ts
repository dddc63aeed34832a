import type { BusinessHours, Unit } from '../model/person.ts'

/** Where nothing was set, for the unit or above it. */
const DEFAULT_HOURS: BusinessHours = { openAm: '09:00', closeAm: '12:00', openPm: '13:00', closePm: '17:00' }

/** The hours of a unit: its own, else those of the nearest unit above that has some, else the usual ones. */
export function hoursOf(units: readonly Unit[], id: string): BusinessHours {
  const seen = new Set<string>()
  let unit = units.find(u => u.id === id)
  while (unit && !unit.hours && !seen.has(unit.id)) {
    seen.add(unit.id)
    const { parent } = unit
    unit = units.find(u => u.id === parent)
  }
  return unit?.hours ?? DEFAULT_HOURS
}

/** Whether a time of day, HH:MM or HH:MM:SS, lies within the hours; the end does not. */
export const isWithinHours = ({ openAm, closeAm, openPm, closePm }: BusinessHours, clock: string): boolean =>
  (clock >= openAm && clock < closeAm) || (clock >= openPm && clock < closePm)
