/** A driver that goes wrong in the ways that a vendor's library does: its ask says how. Started as a process. */
import { DeviceError, type DeviceEvent, type DeviceInfo, type Driver } from './driver.ts'
import { exclusiveDriver } from './exclusive-driver.ts'
import { serveDriver } from './serve-driver.ts'

export type Trouble = 'none' | 'crash' | 'hang' | 'deaf' | 'flood' | 'refuse' | 'hold'

const {
  id,
  hangsAtStart,
  lists = Infinity,
} = JSON.parse(process.argv[2]!) as {
  id: string
  hangsAtStart?: boolean
  /** How often it says which devices there are; it looks for ever after that. */
  lists?: number
}
const device: DeviceInfo = { id, name: 'trouble', kind: 'scanner', simulated: false }
let listed = 0
const listeners = new Set<(event: DeviceEvent) => void>()

const driver: Driver<Trouble, number | Uint8Array> = {
  ...exclusiveDriver<Trouble, number | Uint8Array>({
    kind: 'scanner',
    list: () => (listed++ < lists ? Promise.resolve([device]) : new Promise(() => {})),
    purpose: () => 'scan',
    async *work(_device, trouble, signal) {
      yield Uint8Array.of(1, 2, 3)
      if (trouble === 'crash') process.abort()
      if (trouble === 'refuse') throw new DeviceError('jam', 'as asked', { page: 2 })
      // A library that never comes back.
      if (trouble === 'hang') for (;;);
      // One that hears no signal.
      if (trouble === 'deaf') await new Promise(() => setInterval(() => undefined, 1000))
      if (trouble === 'flood')
        for (;;) {
          for (let i = 0; i < 500; i++) for (const tell of listeners) tell({ device, state: 'busy' })
          await new Promise(resolve => setImmediate(resolve))
        }
      if (trouble === 'hold') await new Promise(resolve => signal.addEventListener('abort', resolve))
      yield 2
    },
  }),
  watch(listener) {
    listeners.add(listener)
    return () => listeners.delete(listener)
  },
}
if (hangsAtStart) for (;;);
serveDriver(driver as Driver<unknown, unknown>)
