import fc from 'fast-check'
import { expect, test } from 'vitest'
import { run } from '../../native-bridges/src/driver.contract.ts'
import { DEVICE_FAULTS, DeviceError } from '../../native-bridges/src/driver.ts'
import { escposDriver, readEscposStatus } from '../../native-bridges/src/drivers/escpos.ts'
import type { PrintAsk } from '../../native-bridges/src/drivers/printer.ts'
import { readTsplStatus, tsplDriver } from '../../native-bridges/src/drivers/tspl.ts'
import { readHostStatus, zplDriver } from '../../native-bridges/src/drivers/zpl.ts'
import type { BytePort, BytePorts } from '../../native-bridges/src/ports/byte-port.ts'
import { loopback } from '../../native-bridges/src/ports/loopback.ts'
import { type Damage, damage, damaged, FRAMES, manyAtOnce, SEED, samples, tally } from './damaged.ts'

/** What Zebra's ~HS says: three strings of numbers between STX and ETX. */
const zebra = (left: number, flags: { paper?: 1; pause?: 1; head?: 1; ribbon?: 1 } = {}) =>
  Buffer.from(
    [
      `030,${flags.paper ?? 0},${flags.pause ?? 0},1245,000,0,0,0,000,0,0,0`,
      `000,0,${flags.head ?? 0},${flags.ribbon ?? 0},1,2,6,0,${String(left).padStart(8, '0')},1,000`,
      '1234,0',
    ]
      .map(line => `\u0002${line}\u0003\r\n`)
      .join(''),
  )

/** The same answer looked for in another way: one expression over everything that came. */
const HOST_STATUS =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the strings stand between STX and ETX
  /\x02((?:\s*\d{1,8}\s*,){11}\s*\d{1,8}\s*)\x03[^\x02]*\x02((?:\s*\d{1,8}\s*,){10}\s*\d{1,8}\s*)\x03[^\x02]*\x02[^\x02]*\x03/g

interface Told {
  busy: boolean
  fault: boolean
}

/** How a Zebra says that it is, by its guide; nothing when it does not say so. */
function zebraTold(bytes: Uint8Array): Told | undefined {
  const found = [...Buffer.from(bytes).toString('latin1').matchAll(HOST_STATUS)].at(-1)
  if (!found) return undefined
  const [one, two] = [found[1], found[2]].map(list => list!.split(',').map(Number)) as [number[], number[]]
  return {
    busy: one[4]! + one[7]! + two[8]! > 0,
    fault: one[1]! + one[2]! + one[9]! + two[2]! + two[3]! > 0,
  }
}

const zebras = fc.record({ left: fc.nat(5), fault: fc.constantFrom({}, { paper: 1 }, { head: 1 }, { ribbon: 1 }) })

test(`${FRAMES} random and damaged answers of ZPL: how it is as the answer says, or nothing`, () => {
  const seen = tally()
  fc.assert(
    fc.property(zebras, damage, damage, ({ left, fault }, first, second) => {
      const bytes = damaged(damaged(zebra(left, fault as object), first), second)
      const told = zebraTold(bytes)
      const state = readHostStatus(bytes)
      // The driver may be stricter about blanks, and never laxer.
      if (state) expect({ busy: state.busy, fault: state.fault !== undefined }).toEqual(told)
      seen.count(state ? (state.fault ? 'fault' : state.busy ? 'busy' : 'idle') : 'nothing')
    }),
    { seed: SEED, numRuns: FRAMES },
  )
  console.log(seen.text())
  for (const what of ['idle', 'busy', 'fault', 'nothing']) expect(seen.of(what), what).toBeGreaterThan(FRAMES / 200)
})

/** Real-time answers of ESC/POS, and the answer to GS r, as the manual's tables have their bits. */
const REAL_TIME = Array.from({ length: 256 }, (_, b) => b).filter(b => b % 4 === 2 && [1, 3, 5, 7].includes(b >> 4))
const PAPER = [0, 3, 12, 15].flatMap(low => [0, 0x20, 0x40, 0x60].map(high => low | high))

test(`${FRAMES} random and damaged answers of ESC/POS: nothing is idle or printed that did not say so`, () => {
  const seen = tally()
  const sent = fc.array(fc.oneof(fc.constantFrom(0x12, 0x16, 0x1a, 0x72, 0, 0x0f), fc.integer({ min: 0, max: 255 })), {
    maxLength: 8,
  })
  fc.assert(
    fc.property(sent, damage, (frame, how) => {
      const bytes = damaged(Uint8Array.from(frame), how)
      const state = readEscposStatus(bytes, true)
      const answers = [...bytes].filter(byte => REAL_TIME.includes(byte))
      const printed = [...bytes].some(byte => PAPER.includes(byte))
      expect(state === undefined).toBe(answers.length < 3)
      if (state) expect(state.busy).toBe(!printed)
      seen.count(state ? (state.fault ? 'fault' : state.busy ? 'busy' : 'idle') : 'nothing')
    }),
    { seed: SEED, numRuns: FRAMES },
  )
  console.log(seen.text())
  for (const what of ['idle', 'busy', 'fault', 'nothing']) expect(seen.of(what), what).toBeGreaterThan(FRAMES / 1000)
})

const PORT = { id: 'PRN', name: 'p' }
const ASK: PrintAsk = {
  pdf: new Uint8Array(),
  title: '凭条',
  copies: 1,
  paper: 'A5',
  duplex: false,
  label: { width: 20, height: 10, items: [{ kind: 'fill', x: 1, y: 1, width: 5, height: 2 }] },
}

interface Language {
  name: string
  open: typeof zplDriver
  ask: Uint8Array
  idle: Uint8Array
  busy: Uint8Array
  /** Whether these answers, which came after the job, can be read as two that say it is idle. */
  mayBeDone(answers: readonly Uint8Array[]): boolean
}

const idles = (answers: readonly Uint8Array[], idle: (bytes: Uint8Array) => boolean) => answers.filter(idle).length >= 2

const LANGUAGES: readonly Language[] = [
  {
    name: 'ZPL',
    open: zplDriver,
    ask: Buffer.from('~HS\r\n'),
    idle: zebra(0),
    busy: zebra(3),
    mayBeDone: answers => idles(answers, bytes => zebraTold(bytes)?.busy === false),
  },
  {
    name: 'TSPL',
    open: tsplDriver,
    ask: Buffer.from('\x1b!?'),
    idle: Uint8Array.of(0),
    busy: Uint8Array.of(0x20),
    // Anything but the bits of faults, of work, and the one that is always clear.
    mayBeDone: answers => idles(answers, bytes => bytes.at(-1) === 0 && readTsplStatus(0)?.busy === false),
  },
  {
    name: 'ESC/POS',
    open: escposDriver,
    ask: Uint8Array.of(0x10, 4, 2, 0x10, 4, 3, 0x10, 4, 4),
    idle: Uint8Array.of(0, 0x12, 0x12, 0x12),
    busy: Uint8Array.of(0x12, 0x12, 0x12),
    mayBeDone: answers => answers.some(bytes => [...bytes].some(byte => PAPER.includes(byte))),
  },
]

const jobs = fc.array(damage, { minLength: 6, maxLength: 6 })

/** A printer that is idle until it has a job, and then says that it works, however that arrives; in the end that it is done. */
function printerThatWorks({ ask, idle, busy }: Language, hows: readonly Damage[]) {
  const answers: Uint8Array[] = []
  const state = { asked: 0 }

  const serve = async (line: BytePort) => {
    for (;;) {
      const heard = await line.read(new AbortController().signal)
      if (!Buffer.from(heard).subarray(-ask.length).equals(Buffer.from(ask))) continue
      const how = hows[state.asked - 1]
      const bytes = state.asked === 0 || !how ? idle : damaged(busy, how)
      if (state.asked++ > 0) answers.push(bytes)
      if (bytes.length) await line.write(bytes, new AbortController().signal)
    }
  }
  const ports: BytePorts = {
    list: async () => [PORT],
    async open() {
      const line = loopback()
      serve(line.device).catch(() => undefined)
      return line.host
    },
  }
  return { ports, answers }
}

test.each(LANGUAGES)(
  `${FRAMES / 20} sticker jobs over $name with damaged answers: printed only where the printer said so`,
  async language => {
    const all = samples(jobs, FRAMES / 20)
    const seen = tally()
    await manyAtOnce(FRAMES / 20, 40, async n => {
      const { ports, answers } = printerThatWorks(language, all[n]!)
      const driver = language.open(ports, { simulated: true, dpi: 203, times: { patience: 40, poll: 1, silence: 60 } })
      const end = await run(driver, PORT.id, ASK).then(
        pieces => ({ pieces }),
        (error: unknown) => ({ error }),
      )
      if ('error' in end) {
        expect(end.error).toBeInstanceOf(DeviceError)
        expect(DEVICE_FAULTS).toContain((end.error as DeviceError).fault)
        return seen.count((end.error as DeviceError).fault)
      }
      expect(end.pieces.at(-1)).toMatchObject({ state: 'done', sheets: 1 })
      expect(language.mayBeDone(answers)).toBe(true)
      seen.count('done')
    })
    console.log(seen.text())
    expect(seen.of('done')).toBeGreaterThan(FRAMES / 2000)
  },
)
