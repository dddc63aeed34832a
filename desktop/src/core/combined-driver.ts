import { DeviceError, type DeviceEvent, type DeviceKind, type Driver } from '../../../native-bridges/src/driver.ts'

/** Several drivers of one kind as one, each with devices of its own; a job goes to the driver that has its device. */
export function combinedDriver<Ask, Piece>(
  kind: DeviceKind,
  drivers: ReadonlyMap<string, Driver<Ask, Piece>>,
): Driver<Ask, Piece> {
  const all = [...drivers.values()]
  return {
    kind,
    list: async () => (await Promise.all(all.map(driver => driver.list()))).flat(),
    async *run(id, ask, signal) {
      const driver = drivers.get(id)
      if (!driver) throw new DeviceError('absent', `no ${kind} with id ${id}`)
      yield* driver.run(id, ask, signal)
    },
    watch(listener: (event: DeviceEvent) => void) {
      const ends = all.map(driver => driver.watch?.(listener))
      return () => {
        for (const end of ends) end?.()
      }
    },
  }
}
