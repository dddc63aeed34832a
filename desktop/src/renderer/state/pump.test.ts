import { expect, test } from 'vitest'
import { makePump } from './pump.ts'

/** A pump whose turns end when they are told to. */
function slowPump() {
  const turns: (() => void)[] = []
  const pump = makePump(() => new Promise<void>(resolve => turns.push(resolve)), 1000)
  const end = async () => {
    turns.at(-1)!()
    await new Promise(resolve => setTimeout(resolve))
  }
  return { pump, turns, end }
}

test('flush does at once what waits, and without anything that waits it answers', async () => {
  const { pump, turns, end } = slowPump()
  await pump.flush()
  expect(turns).toHaveLength(0)
  pump.poke()
  const flushed = pump.flush()
  expect(turns).toHaveLength(1)
  await end()
  await flushed
})

test('what is asked for during a turn gets one of its own before flush answers', async () => {
  const { pump, turns, end } = slowPump()
  pump.poke()
  const flushed = pump.flush()
  pump.poke()
  await end()
  expect(turns).toHaveLength(2)
  await end()
  await flushed
})

test('two who flush at once share the turns and come to an end', async () => {
  const { pump, turns, end } = slowPump()
  pump.poke()
  const first = pump.flush()
  pump.poke()
  const second = pump.flush()
  await end()
  expect(turns).toHaveLength(2)
  await end()
  await Promise.all([first, second])
  expect(turns).toHaveLength(2)
})

test('stop drops what waits, and answers only when what runs has ended', async () => {
  const { pump, turns, end } = slowPump()
  pump.poke()
  await pump.stop()
  await pump.flush()
  expect(turns).toHaveLength(0)
  pump.poke()
  const flushed = pump.flush()
  let stopped = false
  const stop = pump.stop().then(() => {
    stopped = true
  })
  await Promise.resolve()
  expect(stopped).toBe(false)
  await end()
  await Promise.all([flushed, stop])
})
