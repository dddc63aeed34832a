/** Serves as many invented cases as its argument says as NDJSON on a loopback port, which it tells its parent. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { casesFrom } from './storage.documents.ts'

const body = Buffer.from(
  casesFrom(0, Number(process.argv[2]))
    .map(c => `${JSON.stringify(c)}\n`)
    .join(''),
)
const server = createServer((_, response) =>
  response.writeHead(200, { 'content-type': 'application/x-ndjson' }).end(body),
)
server.listen(0, '127.0.0.1', () => process.send!((server.address() as AddressInfo).port))
