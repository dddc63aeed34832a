/**
 * A device, whatever it is: ask it something and it answers in pieces. A card reader answers once a
 * card, a scanner once a page, a printer with its progress. Nothing here knows of permits or screens.
 */
export interface Driver<Ask, Piece> {
  readonly kind: DeviceKind
  /** The devices present now. An empty list when none is there; it never throws for that. */
  list(): Promise<DeviceInfo[]>
  /**
   * Does one job. Work starts with the first `next()` and goes on only as pieces are taken.
   * Ends within a second of `signal`, and leaves the device usable however it ends.
   * @throws {DeviceError} `cancelled` after `signal`, `busy` while another caller holds the device,
   * `absent` when it is not there, else what went wrong.
   */
  run(deviceId: string, ask: Ask, signal: AbortSignal): AsyncIterable<Piece>
  /** Tells `listener` of devices that come, go, start and end work, until the returned function is called. */
  watch?(listener: (event: DeviceEvent) => void): () => void
}

export type DeviceKind = 'id-card' | 'code-reader' | 'scanner' | 'card-printer' | 'document-printer' | 'seal'

export interface DeviceInfo {
  /** Stays the same over unplugging and restarts: vendor:product:serial, a path, or a printer's own code. */
  id: string
  /** What stands on the device or its queue, for people to tell two of them apart. */
  name: string
  kind: DeviceKind
  /** The screen marks a simulated device as such wherever it shows it. */
  simulated: boolean
}

export interface DeviceEvent {
  device: DeviceInfo
  /** `dismissed`: it does not belong to the desk any more. */
  state: 'attached' | 'removed' | 'dismissed' | 'busy' | 'ready'
}

/** Everything that can be wrong with a device. Closed: words.<lang>.ts has a sentence for each, for each kind. */
export const DEVICE_FAULTS = [
  'absent',
  'busy',
  'cancelled',
  'unreadable',
  'empty',
  'jam',
  'cover',
  'consumable',
  'auth',
  'protocol',
  'uncertain',
  'broken',
] as const

export type DeviceFault = (typeof DEVICE_FAULTS)[number]

/** Figures that belong to a fault, such as the counter before and after, or who holds the device. */
export type DeviceFacts = Readonly<Record<string, string | number>>

/**
 * Why a job ended. `detail` is for the log and for support, never for the clerk, and holds nothing of
 * a person; the clerk's sentence is made from kind, fault and facts by words.<lang>.ts.
 */
export class DeviceError extends Error {
  readonly fault: DeviceFault
  readonly detail: string
  readonly facts: DeviceFacts

  constructor(fault: DeviceFault, detail: string, facts: DeviceFacts = {}, options?: ErrorOptions) {
    super(`${fault}: ${detail}`, options)
    this.name = 'DeviceError'
    this.fault = fault
    this.detail = detail
    this.facts = facts
  }
}
