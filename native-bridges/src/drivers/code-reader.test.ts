import { describe, expect, test } from 'vitest'
import { driverContract } from '../driver.contract.ts'
import { hasPtys, ptyPair } from '../ports/pty-pair.fixture.ts'
import { serialPorts } from '../ports/serial.ts'
import { simulatedCodeReader } from './code-reader.simulator.ts'
import { type CodeReaderPiece, codeReaderDriver } from './code-reader.ts'

const RECEIPT = '330402510000202600017'
const bytes = (text: string) => new TextEncoder().encode(text)
const READER = 'simulated-code-reader'

driverContract('code reader', async () => {
  let step: (() => void) | undefined
  const reader = simulatedCodeReader(() => step?.())
  const driver = codeReaderDriver(reader.ports, { simulated: true, quiet: 5 })
  const ask = () => ({ mode: 'once' as const, waitMs: 60 })
  const heal = () => reader.lay(bytes(`${RECEIPT}\r\n`))
  return {
    driver,
    ask,
    faults: [
      { name: 'no code', cause: () => reader.lay(undefined), fault: 'empty' },
      { name: 'a damaged line', cause: () => reader.lay(Uint8Array.of(0xff, 0x00, 0xff, 13)), fault: 'empty' },
      { name: 'more than any code holds', cause: () => reader.lay(bytes(`${'7'.repeat(4000)}\r`)), fault: 'empty' },
    ],
    heal,
    unplug: reader.unplug,
    plugIn: reader.plugIn,
    onStep(listener) {
      step = listener
    },
    garble(random) {
      reader.lay(random)
      return ask()
    },
  }
})

describe('codes', () => {
  /** What is heard when these pieces come one after the other. */
  async function heard(...pieces: (Uint8Array | number)[]): Promise<string[]> {
    const reader = simulatedCodeReader()
    const driver = codeReaderDriver(reader.ports, { simulated: true, quiet: 40 })
    const stop = new AbortController()
    const texts: string[] = []
    const reading = (async () => {
      for await (const { text } of driver.run(READER, { mode: 'continuous' }, stop.signal)) texts.push(text)
    })().catch(error => error)
    await new Promise(resolve => setTimeout(resolve, 10))
    for (const piece of pieces) {
      if (typeof piece === 'number') await new Promise(resolve => setTimeout(resolve, piece))
      else reader.send(piece)
    }
    await new Promise(resolve => setTimeout(resolve, 150))
    stop.abort()
    expect(await reading).toMatchObject({ fault: 'cancelled' })
    return texts
  }

  test.each([
    ['CR', '\r'],
    ['LF', '\n'],
    ['CR LF', '\r\n'],
    ['silence', ''],
  ])('end with %s', async (_, end) => {
    expect(await heard(bytes(`${RECEIPT}${end}`))).toEqual([RECEIPT])
  })

  test('are put together however the line cut them, and taken apart when several come at once', async () => {
    expect(await heard(bytes('3304'), 5, bytes('02510\rA1\r'), bytes('B2\n'))).toEqual(['330402510', 'A1', 'B2'])
  })

  test('are no halves: what pauses in the middle is waited for where codes end with a mark, and dropped when it never ends', async () => {
    expect(await heard(bytes('A1\r'), bytes('3304'), 90, bytes('02510\r'))).toEqual(['A1', '330402510'])
    expect(await heard(bytes('A1\r'), bytes('3304'), 700, bytes('B2'))).toEqual(['A1', 'B2'])
  })

  test('in Chinese are read as UTF-8 and as GB 18030', async () => {
    const gb = Uint8Array.of(0xbe, 0xd3, 0xd7, 0xa1, 0xd6, 0xa4, 13)
    expect(await heard(bytes('居住证\r'), gb)).toEqual(['居住证', '居住证'])
  })

  test('after noise are read as if nothing had been', async () => {
    expect(await heard(Uint8Array.of(0xff, 0, 0xff, 13), bytes(`${'9'.repeat(5000)}\r`), bytes('A1\r'))).toEqual(['A1'])
  })

  test.skipIf(!hasPtys)('come over a real serial line', async () => {
    const { near, far, pull } = await ptyPair()
    const signal = new AbortController().signal
    const device = await serialPorts({ baudRate: 9600, paths: [far] }).open(far, signal)
    const driver = codeReaderDriver(serialPorts({ baudRate: 9600, paths: [near], only: [near] }), { simulated: false })
    const codes: AsyncIterator<CodeReaderPiece> = driver
      .run(near, { mode: 'continuous' }, signal)
      [Symbol.asyncIterator]()
    const first = codes.next()
    // The line was opened a moment after the device was taken.
    const sending = setInterval(() => void device.write(bytes(`${RECEIPT}\r`), signal).catch(() => undefined), 100)
    expect((await first).value).toEqual({ text: RECEIPT })
    clearInterval(sending)
    await codes.return?.()
    await device.close()
    await pull()
  })
})
