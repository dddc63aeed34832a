import type { DeviceError, DeviceInfo } from '../../../native-bridges/src/driver.ts'
import type { Status } from '../api/sync.ts'

/** Something that happened to a device. Drivers promise that nothing in it is of a person. */
export interface DeviceHappening {
  /** ISO 8601 */
  at: string
  device: DeviceInfo
  state: Status['devices'][number]['state']
  fault?: Pick<DeviceError, 'fault' | 'detail' | 'facts'>
}

/** What happened to the devices since the window was opened: for whoever asks why one does not work. */
export interface DeviceJournal {
  note(device: DeviceInfo, state: DeviceHappening['state'], fault?: DeviceError): void
  /** It did what it is there for. */
  used(device: DeviceInfo): void
  /** ISO 8601; undefined when it was not used since then. */
  lastUse(id: string): string | undefined
  /** The newest last. */
  of(id: string): readonly DeviceHappening[]
  all(): readonly DeviceHappening[]
}

/** How many happenings are kept; a flickering plug must not fill the memory. */
const MOST = 500

export function deviceJournal(now: () => string): DeviceJournal {
  const happened: DeviceHappening[] = []
  const uses = new Map<string, string>()
  return {
    note(device, state, error) {
      const fault = error && { fault: error.fault, detail: error.detail, facts: error.facts }
      happened.push({ at: now(), device, state, ...(fault && { fault }) })
      if (happened.length > MOST) happened.shift()
    },
    used: device => void uses.set(device.id, now()),
    lastUse: id => uses.get(id),
    of: id => happened.filter(each => each.device.id === id),
    all: () => happened,
  }
}

/** The journal as support reads it: a line each, in English, whatever the screen speaks. */
export const journalText = (happened: readonly DeviceHappening[]): string =>
  happened.map(line).join('\n') + (happened.length ? '\n' : '')

function line({ at, device, state, fault }: DeviceHappening): string {
  const facts = fault && Object.keys(fault.facts).length ? ` ${JSON.stringify(fault.facts)}` : ''
  return `${at} ${device.kind} ${device.id} ${state}${fault ? ` ${fault.fault}: ${fault.detail}${facts}` : ''}`
}
