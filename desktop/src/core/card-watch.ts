import { setTimeout as sleep } from 'node:timers/promises'
import { DeviceError, type DeviceInfo, type Driver } from '../../../native-bridges/src/driver.ts'
import type { IdCardAsk, IdCardPiece } from '../../../native-bridges/src/drivers/id-card.ts'

export type WatchPiece =
  | (IdCardPiece & { device: DeviceInfo })
  | { state: 'ready'; device: DeviceInfo }
  | { state: 'fault'; device?: DeviceInfo; error: DeviceError }

/** Between two tries to find or open a reader that is not there. */
const AGAIN = 1_000

/** Reads every card laid down until `signal`; a reader that is gone or fails is tried again. */
export async function cardWatch(
  driver: Driver<IdCardAsk, IdCardPiece>,
  signal: AbortSignal,
  hear: (piece: WatchPiece) => void,
): Promise<void> {
  while (!signal.aborted) {
    const [device] = await driver.list().catch(() => [])
    try {
      if (device) {
        hear({ state: 'ready', device })
        for await (const piece of driver.run(device.id, { mode: 'continuous' }, signal)) hear({ ...piece, device })
      }
    } catch (cause) {
      const error = cause instanceof DeviceError ? cause : new DeviceError('broken', String(cause))
      if (!signal.aborted && error.fault !== 'cancelled') hear({ state: 'fault', ...(device && { device }), error })
    }
    await sleep(AGAIN, undefined, { signal }).catch(() => undefined)
  }
}
