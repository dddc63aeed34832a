import type { SealAddress, SealAsk, SealProgress } from '../../../native-bridges/src/drivers/seal.ts'
import type { SealView } from '../api/devices.ts'
import { type DeviceSetup, deviceSetup, type SetupParts } from './device-setup.ts'

export type SealSettings = NonNullable<SealView['machine']>

export type SealSetup = DeviceSetup<SealSettings, SealAsk, SealProgress>

export const openSealSetup = (parts: SetupParts): Promise<SealSetup> =>
  deviceSetup<SealSettings, SealAsk, SealProgress>(parts, {
    kind: 'seal',
    note: 'seal-machine',
    order: settings => ({ driver: 'seal', addresses: [addressOf(settings)] }),
    // Once it was ready the stamp may have fallen, whatever became of its process.
    mayHaveActed: ({ action }, last) => action === 'stamp' && last !== undefined,
  })

const addressOf = ({ id, unit, at }: SealSettings): SealAddress => ({ id, name: id, simulated: false, unit, ...at })
