import { createReadStream } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { type Machine, simulatedMachines } from './simulated-machines.ts'

// `npm run devices:sim`: machines that speak the devices' own bytes on this computer, for a window that is set up as for
// real ones (Settings → Devices), and a small page that makes them go wrong. `--port N` for the page; 4199 when left out,
// any that is free for 0.

const at = process.argv.indexOf('--port')
const wanted = at > 0 ? Number(process.argv[at + 1]) : 4199
const machines = await simulatedMachines()

/** Another page in the same browser must not press these buttons. */
const fromHere = ({ headers }: IncomingMessage) => headers.origin === `http://${here()}`
const here = () => `127.0.0.1:${(server.address() as AddressInfo).port}`

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://127.0.0.1')
  if (request.headers.host !== here()) return void response.writeHead(403).end()
  if (request.method === 'POST' && url.pathname === '/do') {
    if (!fromHere(request)) return void response.writeHead(403).end()
    await machines[Number(url.searchParams.get('machine'))]?.actions[Number(url.searchParams.get('action'))]?.run()
    return void response.writeHead(204).end()
  }
  if (url.pathname === '/state') {
    response.writeHead(200, { 'content-type': 'application/json' })
    return void response.end(JSON.stringify(machines.map(shown)))
  }
  if (url.pathname !== '/') return void response.writeHead(404).end()
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
  createReadStream(join(import.meta.dirname, 'devices-sim.html')).pipe(response)
}

const shown = ({ name, where, state, actions }: Machine) => ({
  name,
  where,
  state: state(),
  actions: actions.map(({ label }) => label),
})

const server = createServer((request, response) => {
  answer(request, response).catch(error => {
    console.error(error)
    if (!response.headersSent) response.writeHead(500).end()
  })
})
server.listen(wanted, '127.0.0.1', () => {
  for (const { name, where } of machines) console.log(`${name}: ${where}`)
  console.log(`What goes wrong with them: http://${here()}/`)
})

for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, async () => {
    server.close()
    await Promise.all(machines.map(machine => machine.close()))
    process.exit()
  })
