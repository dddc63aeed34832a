/** The screen's end of a window's connection: `talk.ts URL`, then a line `{"name","args"}` each; answers a line each. */
import { createInterface } from 'node:readline'
import { WebSocket } from 'ws'
import { API_PATH, decode, encode, type Reply, SUBPROTOCOL } from '../../desktop/src/wire.ts'

const { origin, host, hash } = new URL(process.argv[2]!)
const socket = new WebSocket(`ws://${host}${API_PATH}`, [SUBPROTOCOL, hash.slice('#token='.length)], {
  headers: { origin },
})
const say = (value: unknown) => process.stdout.write(`${JSON.stringify(value)}\n`)
socket.on('error', error => say({ failure: String(error) }))
socket.on('message', data => {
  const reply = decode(String(data)) as Reply
  if ('session' in reply) say({ open: true })
  else if ('id' in reply) say(reply)
})
createInterface({ input: process.stdin }).on('line', line =>
  socket.send(encode(decode(line) as Parameters<typeof encode>[0])),
)
process.stdin.on('end', () => socket.close())
