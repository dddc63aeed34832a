import fc from 'fast-check'
import { expect, test } from 'vitest'
import { simulatedCodeReader } from '../../native-bridges/src/drivers/code-reader.simulator.ts'
import { codeReaderDriver } from '../../native-bridges/src/drivers/code-reader.ts'
import { damage, damaged, FRAMES, samples, tally } from './damaged.ts'

const CODES = [
  Buffer.from('R:330402202611220001\r'),
  Buffer.from('330402510\r\n'),
  Buffer.from('居住证 3304022026112200\r'),
  Buffer.from([0xbe, 0xd3, 0xd7, 0xa1, 0xd6, 0xa4, 13]),
  Buffer.from(`${'7'.repeat(2953)}\n`),
]
const frames = fc.record({ code: fc.constantFrom(...CODES), how: damage, cut: fc.integer({ min: 1, max: 3000 }) })

/** What stands between two marks, as text, worked out in another way than the driver does. */
function expected(stream: Buffer): string[] {
  return stream
    .toString('latin1')
    .split(/[\r\n]/)
    .slice(0, -1)
    .map(part => Buffer.from(part, 'latin1'))
    .filter(part => part.length <= 2953)
    .flatMap(part => {
      const text = part.toString('utf8')
      const chinese = new TextDecoder('gb18030').decode(part)
      const known = Buffer.from(text).equals(part) ? text : chinese.includes('\ufffd') ? '' : chinese
      const bare = known.replace(/^\ufeff/, '').trim()
      return bare && !/\p{Cc}/u.test(bare) ? [bare] : []
    })
}

test(`${FRAMES} random and damaged codes over a serial line: each text is one that came between two marks, in its turn`, async () => {
  const reader = simulatedCodeReader()
  const driver = codeReaderDriver(reader.ports, { simulated: true, quiet: 2000 })
  const [device] = await driver.list()
  const stop = new AbortController()
  const texts: string[] = []
  const sent: Buffer[] = []
  const seen = tally()
  const reading = (async () => {
    for await (const { text } of driver.run(device!.id, { mode: 'continuous' }, stop.signal)) texts.push(text)
  })().catch(error => error)
  await new Promise(resolve => setTimeout(resolve, 20))
  const all = samples(frames, FRAMES)
  for (const [n, { code, how, cut }] of all.entries()) {
    const bytes = Buffer.from(damaged(code, how))
    sent.push(bytes)
    seen.count(how.kind)
    for (let at = 0; at < bytes.length; at += cut) reader.send(bytes.subarray(at, at + cut))
    if (n % 50 === 0) await new Promise(resolve => setImmediate(resolve))
    if (n % 5000 === 4999 || n === FRAMES - 1) {
      reader.send(Buffer.from('\r'))
      const wanted = expected(Buffer.concat([...sent, Buffer.from('\r')]))
      sent.length = 0
      await expect.poll(() => texts.length).toBeGreaterThanOrEqual(wanted.length)
      expect(texts.splice(0)).toEqual(wanted)
      seen.count('compared')
    }
  }
  stop.abort()
  expect(await reading).toMatchObject({ fault: 'cancelled' })
  console.log(seen.text())
})
