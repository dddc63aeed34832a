import { randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { type CarryAnswer, ROUTES } from '../../../shared-types/src/protocol.ts'
import { authorIn } from '../audit.ts'
import { receive } from '../blobs.ts'
import { takeCarried } from '../carry-in.ts'
import { receiptPath } from '../carry-receipt.ts'
import { fileHash, parsed } from '../parse.ts'
import { Refusal } from '../refusal.ts'
import { type Parts, type PersonAsk, type Route, SENT } from '../route.ts'

const PATH = `${ROUTES.carry}/:hash`

/** Packages of windows without a line, brought by anybody who is signed in at a window that has one. */
export const carryRoutes: readonly Route[] = [
  { method: 'put', path: PATH, needs: 'person', handle: put },
  { method: 'get', path: PATH, needs: 'person', handle: get },
]

/** Takes the package with this sha-256. It lies on the disk, whole and as it was signed for, before it is looked into. */
async function put(parts: Parts, { req, bodyHash, signedIn, station }: PersonAsk): Promise<CarryAnswer> {
  const { hash } = parsed(fileHash, req.params)
  if (bodyHash !== hash) throw new Refusal(401, 'signature')
  const folder = join(parts.carry.folder, 'parts')
  const path = join(folder, randomUUID())
  await mkdir(folder, { recursive: true })
  try {
    const read = await receive(req, path, parts.carry.limit)
    if (read === 'too-large') throw new Refusal(413, 'too-large')
    if (read.hash !== hash) throw new Refusal(422, 'hash')
    return await takeCarried(parts, path, { author: authorIn(signedIn), station: station.id })
  } finally {
    await rm(path, { force: true })
  }
}

/** The receipt of a package. It is sealed: only the station for which it is can read it. */
async function get(parts: Parts, { req, res }: PersonAsk): Promise<typeof SENT> {
  const { hash } = parsed(fileHash, req.params)
  const path = receiptPath(parts.carry.folder, hash)
  const there = await stat(path).catch(() => undefined)
  if (!there) throw new Refusal(404, 'not-found')
  res.writeHead(200, {
    'content-type': 'application/octet-stream',
    'content-length': there.size,
    'content-disposition': 'attachment',
    'cache-control': 'private, no-store',
  })
  const content = createReadStream(path)
  content.on('error', error => {
    parts.fault(error, 'receipt')
    res.destroy()
  })
  content.pipe(res)
  return SENT
}
