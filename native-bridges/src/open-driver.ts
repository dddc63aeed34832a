import type { Driver } from './driver.ts'
import { idCardDriver } from './drivers/id-card.ts'
import { type SealAddress, type SealTimes, sealDriver, sealInfo } from './drivers/seal.ts'
import { sealPresence } from './drivers/seal-presence.ts'
import { serialPorts } from './ports/serial.ts'

/** Which driver a process runs, and what the desk's configuration says of it. */
export type DriverOrder =
  | {
      driver: 'id-card'
      /** Bits per second. */
      baudRate: number
      /** Serial lines that the system does not list. */
      paths?: readonly string[]
      simulated?: boolean
    }
  | { driver: 'seal'; addresses: readonly SealAddress[]; times?: SealTimes }

/** The driver that an order names. */
export function openDriver(order: DriverOrder): Driver<unknown, unknown> {
  return (order.driver === 'id-card' ? cardReaders(order) : seals(order)) as Driver<unknown, unknown>
}

function cardReaders({ baudRate, paths, simulated = false }: Extract<DriverOrder, { driver: 'id-card' }>) {
  return idCardDriver(serialPorts({ baudRate, ...(paths && { paths }) }), { simulated })
}

function seals({ addresses, times }: Extract<DriverOrder, { driver: 'seal' }>) {
  const present = sealPresence(addresses)
  return sealDriver(
    {
      list: present.list,
      watch: listener => present.watch(({ device, state }) => listener({ device: sealInfo(device), state })),
    },
    times,
  )
}
