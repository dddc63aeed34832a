import { simulatedCardReader } from '../../native-bridges/src/drivers/id-card.simulator.ts'
import { idCardDriver } from '../../native-bridges/src/drivers/id-card.ts'
import { INVENTED_PEOPLE } from '../../native-bridges/src/drivers/invented-people.ts'
import type { BytePort, BytePorts } from '../../native-bridges/src/ports/byte-port.ts'
import { ptyPair } from '../../native-bridges/src/ports/pty-pair.fixture.ts'
import { serialPorts } from '../../native-bridges/src/ports/serial.ts'
import { atMost, type Row, told } from './measure.ts'
import { type PacedLine, pacedLine } from './paced-line.ts'

const BAUD = 115_200
const ROUNDS = 40
const CARD = INVENTED_PEOPLE[0]!.card

/** Milliseconds that each took, and that the line alone needed for the bytes. */
type Round = Record<'driver' | 'bare', { took: number; own: number }>

/** One question and the length of its answer, as the driver and the reader exchanged them. */
interface Exchange {
  question: Uint8Array
  answer: number
}

const never = () => new AbortController().signal
const middle = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1]!

async function run(): Promise<Row[]> {
  const pair = await ptyPair()
  const far = await serialPorts({ baudRate: BAUD, paths: [pair.far] }).open(pair.far, never())
  const line = pacedLine(far, BAUD)
  const exchanges: Exchange[] = []
  const reader = simulatedCardReader()
  void reader.serve(noted(line, exchanges))
  const ports = serialPorts({ baudRate: BAUD, paths: [pair.near], only: [pair.near] })
  const first = { asked: 0 }
  const driver = idCardDriver(stamped(ports, first), { simulated: true })
  const read = () => readByDriver(driver, pair.near, first)
  // What the reader says does not hang on who asks: the same questions, and nothing is made of the answers.
  const laid = async (work: () => Promise<number>) => {
    reader.controls.takeAway()
    reader.controls.put(CARD)
    const before = line.carried()
    const took = await work()
    return { took, own: line.carried() - before }
  }
  await laid(read)
  const asked = exchanges.splice(0)
  const bare = async () => readBare(await ports.open(pair.near, never()), asked)
  const rounds: Round[] = []
  for (let round = 0; round < ROUNDS; round++) rounds.push({ driver: await laid(read), bare: await laid(bare) })
  await pair.pull()
  await far.close()
  if (rounds.some(({ driver, bare }) => Math.abs(driver.own - bare.own) > 1e-6)) throw new Error('not the same bytes')
  const own = rounds[0]!.bare.own
  const best = (who: 'driver' | 'bare') => Math.min(...rounds.map(round => round[who].took)) / own
  return [
    told(`card: the bytes' own time at ${BAUD} baud, both ways`, own, 'ms'),
    told('card: read by the driver, the middle of all', middle(rounds.map(round => round.driver.took)), 'ms'),
    atMost('card: the driver beside a bare reader of the same bytes, in turns', middle(ratios(rounds)), '×', 1.2),
    atMost("card: the driver over the bytes' own time, at its best", best('driver'), '×', 1.2),
    told('card: the bare reader over it, at its best', best('bare'), '×'),
  ]
}

const ratios = (rounds: readonly Round[]) => rounds.map(({ driver, bare }) => driver.took / bare.took)

/** Lines that note when the first question is handed to them: finding and opening them is no part of reading a card. */
const stamped = (ports: BytePorts, first: { asked: number }): BytePorts => ({
  ...ports,
  async open(id, signal) {
    const port = await ports.open(id, signal)
    first.asked = 0
    return {
      ...port,
      write(bytes, writing) {
        first.asked ||= performance.now()
        return port.write(bytes, writing)
      },
    }
  },
})

/** Milliseconds from the first question until the card is there. */
async function readByDriver(
  driver: ReturnType<typeof idCardDriver>,
  id: string,
  first: { asked: number },
): Promise<number> {
  let took = 0
  for await (const piece of driver.run(id, { mode: 'once' }, never())) {
    took = performance.now() - first.asked
    if (piece.state !== 'card' || piece.card.idNumber !== CARD.idNumber) throw new Error('not the card that lies there')
  }
  return took
}

/** Milliseconds from the first question until the last byte of the last answer. */
async function readBare(port: BytePort, asked: readonly Exchange[]): Promise<number> {
  const begun = performance.now()
  for (const { question, answer } of asked) {
    await port.write(question, never())
    for (let got = 0; got < answer; ) got += (await port.read(never())).length
  }
  const took = performance.now() - begun
  await port.close()
  return took
}

/** The line, with what goes over it written down. */
function noted(line: PacedLine, exchanges: Exchange[]): BytePort {
  return {
    ...line,
    async read(signal) {
      const question = await line.read(signal)
      exchanges.push({ question, answer: 0 })
      return question
    },
    async write(bytes, signal) {
      const last = exchanges.at(-1)
      if (last) last.answer += bytes.length
      await line.write(bytes, signal)
    },
  }
}

export default { name: 'card', run }
