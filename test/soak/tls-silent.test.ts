import { once } from 'node:events'
import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { door } from '../door.ts'
import { centre } from '../harness.ts'

// A wait of seconds, which is why it is among the long tests.
test('who connects and does not speak TLS holds no connection for long, not even of a server that stops', async () => {
  const made = await door()
  const at = await centre({ config: made.config })
  const silent = connect({ port: Number(new URL(at.address).port), host: '127.0.0.1' })
  await once(silent, 'connect')
  const ended = once(silent, 'close')
  const start = performance.now()
  await at.stop()
  await ended
  expect(performance.now() - start).toBeLessThan(10_000)
  await made.remove()
}, 60_000)
