import { isWorkday } from '../../../shared-types/src/engine/calendar.ts'
import { addDays } from '../../../shared-types/src/engine/day.ts'
import { run } from '../../../shared-types/src/store/statement.ts'
import type { Db } from '../store.ts'
import type { RuleDay } from './rule.ts'

/** The days from one to another, both included. */
export function daysFrom(from: string, to: string): string[] {
  const days: string[] = []
  for (let day = from; day <= to; day = addDays(day, 1)) days.push(day)
  return days
}

interface Hours {
  open_am: string
  close_am: string
  open_pm: string
  close_pm: string
}

/** Whether a time of the day lies in a station's hours, of which a day without work has none, or in its approved duty. */
export async function inHours(
  { db, day, calendar }: Pick<RuleDay, 'db' | 'day' | 'calendar'>,
  station: string,
): Promise<(time: string) => boolean> {
  const [hours] = await run<Hours>(
    db,
    'select open_am, close_am, open_pm, close_pm from rule_stations where station = ?',
    [station],
  )
  const duties = await run<{ opens: string; closes: string }>(
    db,
    'select opens, closes from rule_duties where station = ? and day = ?',
    [station, day],
  )
  const usual =
    hours && isWorkday(calendar, day)
      ? [
          { opens: hours.open_am, closes: hours.close_am },
          { opens: hours.open_pm, closes: hours.close_pm },
        ]
      : []
  return time => [...usual, ...duties].some(({ opens, closes }) => time >= opens && time < closes)
}

interface Terminal {
  device: string
  ip: string
  mac: string
  station: string
}
type Print = Terminal & { day: string }
type Registered = Terminal & { active_from: string; active_to: string }

const PARTS = ['device', 'ip', 'mac', 'station'] as const

/**
 * What of a print differs from the registered terminal that is nearest to it, the one with the fewest differences among
 * those of its day: some of `device`, `ip`, `mac` and `station`. All four where none is registered on that day.
 */
export async function terminalDifference(db: Db, id: string): Promise<string> {
  const [print] = await run<Print>(db, 'select device, ip, mac, station, day from rule_prints where id = ?', [id])
  if (!print) return ''
  const registered = await run<Registered>(
    db,
    `select device, ip, mac, station, active_from, active_to from rule_terminals
     where active_from <= ? and (active_to = '' or active_to >= ?) and (device = ? or station = ? or ip = ? or lower(mac) = lower(?))`,
    [print.day, print.day, print.device, print.station, print.ip, print.mac],
  )
  const differences = registered.map(terminal => PARTS.filter(part => !same(part, print[part], terminal[part])))
  const nearest = differences.reduce<readonly string[]>((a, b) => (b.length < a.length ? b : a), PARTS)
  return nearest.join(', ')
}

const same = (part: (typeof PARTS)[number], a: string, b: string) =>
  part === 'mac' ? a.toLowerCase() === b.toLowerCase() : a === b
