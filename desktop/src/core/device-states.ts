import type { DeviceError, DeviceEvent, DeviceInfo, DeviceKind, Driver } from '../../../native-bridges/src/driver.ts'
import { DEVICE_KINDS as kindsEn, deviceSentence as sentenceEn } from '../../../native-bridges/src/words.en.ts'
import { DEVICE_KINDS as kindsZh, deviceSentence as sentenceZh } from '../../../native-bridges/src/words.zh-CN.ts'
import type { Status } from '../api/sync.ts'
import { type DeviceJournal, deviceJournal } from './device-journal.ts'
import type { CoreLanguage } from './words.ts'

type State = Status['devices'][number]

/** How each device of the desk is, as the status bar says it. */
export interface DeviceStates {
  note(device: DeviceInfo, state: State['state'], fault?: DeviceError): void
  /** It did what it is there for. */
  used(device: DeviceInfo): void
  /** What happened to them since the window was opened. */
  journal: DeviceJournal
  /** The device of that id. */
  find(id: string): DeviceInfo | undefined
  all(language: CoreLanguage): State[]
  close(): void
}

/** Looks which devices are there, and hears of those that come and go; `changed` hears of each new state. */
export async function deviceStates(
  drivers: readonly Driver<unknown, unknown>[],
  changed: () => void,
  now: () => string = () => new Date().toISOString(),
): Promise<DeviceStates> {
  const journal = deviceJournal(now)
  const known = new Map<string, { device: DeviceInfo; state: State['state']; fault?: DeviceError }>()
  const watches: (() => void)[] = []
  const note: DeviceStates['note'] = (device, state, fault) => {
    const before = known.get(device.id)
    known.set(device.id, { device, state, ...(fault && { fault }) })
    if (before?.state === state && before.fault?.fault === fault?.fault) return
    journal.note(device, state, fault)
    changed()
  }
  for (const driver of drivers) {
    for (const device of await driver.list().catch(() => [])) note(device, 'ready')
    const unwatch = driver.watch?.(({ device, state }) => {
      if (state === 'busy' && !WAITING.includes(device.kind)) journal.used(device)
      if (state !== 'dismissed') note(device, heard(device, state))
      else if (known.delete(device.id)) changed()
    })
    if (unwatch) watches.push(unwatch)
  }
  return {
    note,
    used: device => journal.used(device),
    journal,
    find: id => known.get(id)?.device,
    all: language =>
      [...known.values()].map(({ device: { id, kind, name, simulated }, state, fault }) => {
        const wrong = fault ?? (state === 'absent' ? ABSENT : undefined)
        const text = wrong ? faultText(kind, wrong, language) : (language === 'en' ? kindsEn : kindsZh)[kind]
        // A real device has the name that its maker gave it; what we made up speaks the language of the screen.
        const shown = simulated && language === 'en' ? capital(kindsEn[kind]) : name
        return { id, kind, name: shown, state, simulated, text }
      }),
    close() {
      for (const unwatch of watches) unwatch()
    },
  }
}

/** Readers always have their job, waiting for cards and codes: that is no reason to call them busy. */
const WAITING: readonly DeviceInfo['kind'][] = ['id-card', 'code-reader']

const ABSENT = { fault: 'absent', facts: {} } as const

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

function heard({ kind }: DeviceInfo, state: Exclude<DeviceEvent['state'], 'dismissed'>): State['state'] {
  if (state === 'removed') return 'absent'
  return state === 'busy' && !WAITING.includes(kind) ? 'busy' : 'ready'
}

/** The clerk's sentence for a fault. */
export const faultText = (
  kind: DeviceKind,
  { fault, facts }: Pick<DeviceError, 'fault' | 'facts'>,
  language: CoreLanguage,
) => (language === 'en' ? sentenceEn : sentenceZh)(kind, fault, facts)
