import type { CoreOptions } from './core.ts'
import type { KeyStore } from './keys/key-store.ts'
import { machineId } from './machine-id.ts'
import type { Notes } from './notes.ts'
import { knownOffset, newRun, type RequestSigner, requestSigner, type Signing } from './request-signer.ts'
import { requestCounter } from './station-counter.ts'
import { keepStationKey, makeStationKey, openStationKey, type StationKey, type StationKeyFault } from './station-key.ts'

/** Why the centre does not take this window's word: what it said, or what is wrong with the key here. */
export type StationFault = StationKeyFault | 'ended' | 'cloned' | 'station' | 'signature'

/** As whom this window speaks, and whether it may. */
export interface StationIdentity {
  /** The station's keys, when it is enrolled and they are here. */
  key(): StationKey | undefined
  fault(): StationFault | undefined
  /** How far the device's clock stands behind the server's, in ms; negative when ahead, 0 where it is not known. */
  clockOffset(): number
  /** Signs as this station. Undefined while there is no key. */
  signer(): RequestSigner | undefined
  /** The centre answered; `refusal` is the code of its no. Kept: a station that was stopped stays so without the line. */
  heard(refusal: string | undefined): Promise<void>
  /** New keys to enrol with, and what makes them the station's own, durably. */
  renewed(): { key: StationKey; signer: RequestSigner; keep(): Promise<void> }
  /** Hears that `fault` is another. */
  listen(hear: () => void): void
}

interface Parts {
  keys: KeyStore
  notes: Notes
  now: () => string
  station: () => string | undefined
}

const NOTE = 'station-fault'
const OFFSET = 'clock-offset'
const TOLD: ReadonlySet<string> = new Set<StationFault>(['ended', 'cloned', 'station', 'signature'])

/** In these nothing more is entered at the window: the centre has said that it takes nothing, or the folder was moved. */
const STOPPED: ReadonlySet<StationFault | undefined> = new Set(['missing', 'moved', 'ended', 'cloned'] as const)
export const isStopped = (identity: Pick<StationIdentity, 'fault'>): boolean => STOPPED.has(identity.fault())

/** @throws KeyFault when the key store cannot be read, StorageFault */
export async function stationIdentity(
  { folder, machine = machineId(), version }: Pick<CoreOptions, 'folder' | 'machine' | 'version'>,
  { keys, notes, now, station }: Parts,
): Promise<StationIdentity> {
  const signing: Signing = {
    counter: await requestCounter(folder, notes),
    now,
    offset: { ms: (await notes.get<number>(OFFSET)) ?? 0 },
    run: newRun(),
    version,
  }
  const opened = station() === undefined ? undefined : await openStationKey(keys, machine)
  const state: { key?: StationKey; local?: StationKeyFault; told?: StationFault | null } = {
    ...(typeof opened === 'object' && { key: opened }),
    ...(typeof opened === 'string' && { local: opened }),
    told: (await notes.get<StationFault | null>(NOTE)) ?? null,
  }
  const hearers: (() => void)[] = []
  const keptOffset = { ms: signing.offset.ms }
  const changed = () => {
    for (const hear of hearers) hear()
  }
  async function tell(told: StationFault | null): Promise<void> {
    if ((state.told ?? null) === told) return
    state.told = told
    await notes.put(NOTE, told)
    changed()
  }
  return {
    key: () => state.key,
    fault: () => state.local ?? state.told ?? undefined,
    clockOffset: () => knownOffset(signing.offset, Date.parse(now())),
    signer: () => (state.key ? requestSigner(signing, state.key, station() ?? '') : undefined),
    async heard(refusal) {
      if (Math.abs(signing.offset.ms - keptOffset.ms) > 1_000) {
        keptOffset.ms = signing.offset.ms
        await notes.put(OFFSET, keptOffset.ms)
      }
      if (refusal === undefined) await tell(null)
      else if (TOLD.has(refusal)) await tell(refusal as StationFault)
    },
    renewed() {
      const made = makeStationKey()
      return {
        key: made,
        signer: requestSigner(signing, made, ''),
        async keep() {
          await keepStationKey(keys, machine, made)
          state.key = made
          delete state.local
          await tell(null)
        },
      }
    },
    listen: hear => void hearers.push(hear),
  }
}
