import fc from 'fast-check'
import { expect, test } from 'vitest'
import { run } from '../../native-bridges/src/driver.contract.ts'
import { DEVICE_FAULTS, DeviceError } from '../../native-bridges/src/driver.ts'
import { simulatedCardReader } from '../../native-bridges/src/drivers/id-card.simulator.ts'
import { type IdCardPiece, idCardDriver } from '../../native-bridges/src/drivers/id-card.ts'
import { INVENTED_PEOPLE } from '../../native-bridges/src/drivers/invented-people.ts'
import { samDecoder, samFrame } from '../../native-bridges/src/drivers/sam-frame.ts'
import { simulatedField } from '../../native-bridges/src/drivers/simulated-field.ts'
import { type Damage, damage, damaged, FRAMES, SEED } from './damaged.ts'

const CARDS = INVENTED_PEOPLE.map(({ card }) => card)

/** A frame as a reader sends it: an answer to a read, a short one, or any bytes in a sound frame. */
const sound = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...CARDS).map(answerOf) },
  {
    weight: 2,
    arbitrary: fc.constantFrom([0, 0, 0x90], [0, 0, 0x80], [0, 0, 0x9f, 0, 0, 0, 0]).map(b => samFrame(...b)),
  },
  { weight: 2, arbitrary: fc.uint8Array({ minLength: 3, maxLength: 80 }).map(body => samFrame(body)) },
)

function answerOf(card: (typeof CARDS)[number]): Uint8Array {
  const field = simulatedField()
  field.put(card)
  field.answer(0x20, 0x01, 0)
  field.answer(0x20, 0x02, 0)
  return samFrame(field.answer(0x30, 0x01, 0))
}

/** The sums as the protocol has them, worked out in another way than the decoder does. */
const isSound = (body: Uint8Array, stream: Uint8Array) => Buffer.from(stream).includes(Buffer.from(samFrame(body)))

test(`${FRAMES} random and damaged SAM frames: none crashes the decoder, and nothing is taken that was not sent whole`, () => {
  const decode = samDecoder()
  let last = new Uint8Array()
  let taken = 0
  fc.assert(
    fc.property(sound, damage, fc.integer({ min: 1, max: 400 }), (frame, how, cut) => {
      const bytes = damaged(frame, how)
      const stream = Uint8Array.from([...last, ...bytes])
      for (let at = 0; at < bytes.length; at += cut)
        for (const found of decode(bytes.subarray(at, at + cut)))
          if ('body' in found) {
            taken++
            expect(isSound(found.body, stream)).toBe(true)
          }
      last = stream.slice(-2400)
    }),
    { seed: SEED, numRuns: FRAMES },
  )
  expect(taken).toBeGreaterThan(0)
})

test(`${FRAMES / 20} answers with a damaged byte through the whole driver: the true card or a fault, and the next card is read`, async () => {
  const spoil = { how: undefined as Damage | undefined }
  const reader = simulatedCardReader({
    garble: () => {
      if (!spoil.how || spoil.how.at % 3) return undefined
      return damaged(answerOf(CARDS[0]!), spoil.how)
    },
  })
  const driver = idCardDriver(reader.ports, { simulated: true, patience: 0.004, poll: 1 })
  const { id } = (await driver.list())[0]!
  const faults = new Map<string, number>()
  await fc.assert(
    fc.asyncProperty(damage, fc.nat(CARDS.length - 1), async (how, n) => {
      spoil.how = how
      reader.controls.put(CARDS[n]!)
      const end = await run(driver, id, { mode: 'once', waitMs: 20 }).catch((error: unknown) => error)
      if (end instanceof DeviceError) {
        expect(DEVICE_FAULTS).toContain(end.fault)
        faults.set(end.fault, (faults.get(end.fault) ?? 0) + 1)
      } else {
        const [piece] = end as IdCardPiece[]
        expect([CARDS[n], CARDS[0]].map(c => c?.idNumber)).toContain(piece?.state === 'card' ? piece.card.idNumber : '')
      }
    }),
    { seed: SEED, numRuns: FRAMES / 20 },
  )
  console.log(`faults: ${JSON.stringify([...faults])}`)
  spoil.how = undefined
  reader.controls.put(CARDS[1]!)
  expect(await run(driver, id, { mode: 'once', waitMs: 2000 })).toMatchObject([
    { card: { idNumber: CARDS[1]!.idNumber } },
  ])
})
