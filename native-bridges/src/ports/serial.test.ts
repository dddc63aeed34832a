import { SerialPort } from 'serialport'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { run } from '../driver.contract.ts'
import { simulatedCardReader } from '../drivers/id-card.simulator.ts'
import { idCardDriver } from '../drivers/id-card.ts'
import { INVENTED_PEOPLE } from '../drivers/invented-people.ts'
import { hasPtys, type PtyPair, ptyPair } from './pty-pair.fixture.ts'
import { serialPorts } from './serial.ts'

const forever = () => new AbortController().signal
describe.skipIf(!hasPtys)('over a real serial line', () => {
  let cable: PtyPair
  let near: string
  let far: string
  beforeEach(async () => {
    cable = await ptyPair()
    near = cable.near
    far = cable.far
  })
  afterEach(() => cable.pull())
  const lines = (path: string) => serialPorts({ baudRate: 115200, paths: [path] })

  test('the reader reads every card, from bytes that crossed it', async () => {
    const reader = simulatedCardReader()
    const device = await lines(far).open(far, forever())
    const serving = reader.serve(device)
    const driver = idCardDriver(lines(near), { simulated: true })
    for (const { card } of INVENTED_PEOPLE) {
      reader.controls.put(card)
      expect(await run(driver, near, { mode: 'once' })).toMatchObject([{ state: 'card', card }])
    }
    await device.close()
    await serving
  })

  test('a second opener is told that the line is busy, and gets it once it is free', async () => {
    const first = await lines(near).open(near, forever())
    await expect(lines(near).open(near, forever())).rejects.toMatchObject({ fault: 'busy' })
    await first.close()
    await first.close()
    await (await lines(near).open(near, forever())).close()
  })

  test('a line that is gone is absent: at once for who reads, and for who opens it', async () => {
    const port = await lines(near).open(near, forever())
    const reading = port.read(forever())
    const pulled = performance.now()
    void cable.pull()
    await expect(reading).rejects.toMatchObject({ fault: 'absent' })
    expect(performance.now() - pulled).toBeLessThan(2000)
    await expect(port.write(Uint8Array.of(1), forever())).rejects.toMatchObject({ fault: 'absent' })
    await port.close()
    await expect(lines(near).open(near, forever())).rejects.toMatchObject({ fault: 'absent' })
  })

  test('a stopped read ends at once and the bytes after it arrive', async () => {
    const port = await lines(near).open(near, forever())
    const device = await lines(far).open(far, forever())
    await expect(port.read(AbortSignal.timeout(50))).rejects.toMatchObject({ fault: 'cancelled' })
    await device.write(Uint8Array.of(0xaa, 0x00, 0x0d, 0x0a, 0xff), forever())
    let got: number[] = []
    while (got.length < 5) got = [...got, ...(await port.read(AbortSignal.timeout(2000)))]
    expect(got).toEqual([0xaa, 0x00, 0x0d, 0x0a, 0xff])
    await Promise.all([port.close(), device.close()])
  })
})

test('a path that is not there is absent, and listing never fails', async () => {
  const ports = serialPorts({ baudRate: 9600, paths: ['/dev/nothing-of-the-kind'] })
  await expect(ports.open('/dev/nothing-of-the-kind', forever())).rejects.toMatchObject({ fault: 'absent' })
  await expect(ports.open('unlisted', forever())).rejects.toMatchObject({ fault: 'absent' })
  expect((await ports.list()).at(-1)).toEqual({ id: '/dev/nothing-of-the-kind', name: '/dev/nothing-of-the-kind' })
})

test('lines that were all told by their paths are listed without asking the system', async () => {
  const asked = vi.spyOn(SerialPort, 'list')
  const paths = ['/dev/one', '/dev/two']
  expect(await serialPorts({ baudRate: 9600, paths, only: ['/dev/two'] }).list()).toMatchObject([{ id: '/dev/two' }])
  expect(asked).not.toHaveBeenCalled()
  await serialPorts({ baudRate: 9600, paths, only: ['1a86:7523:1'] }).list()
  expect(asked).toHaveBeenCalledTimes(1)
  asked.mockRestore()
})
