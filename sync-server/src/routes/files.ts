import { dayOf } from '../../../shared-types/src/engine/day.ts'
import { ROUTES } from '../../../shared-types/src/protocol.ts'
import { isReadableFile } from '../case-files.ts'
import { keepFile } from '../keep-file.ts'
import { fileHash, parsed } from '../parse.ts'
import { Refusal } from '../refusal.ts'
import { type Parts, type Route, SENT, type StationAsk } from '../route.ts'

const PATH = `${ROUTES.files}/:hash`

export const fileRoutes: readonly Route[] = [
  { method: 'head', path: PATH, needs: 'station', handle: head },
  { method: 'get', path: PATH, needs: 'station', handle: get },
  { method: 'put', path: PATH, needs: 'station', handle: put },
]

/** Whether the file need not be sent: this station has sent it, or may read it. */
async function head(parts: Parts, ask: StationAsk): Promise<typeof SENT> {
  const { hash } = parsed(fileHash, ask.req.params)
  const sent = await parts.store.db
    .selectFrom('file_stations')
    .select('hash')
    .where('hash', '=', hash)
    .where('station', '=', ask.station.id)
    .executeTakeFirst()
  const known = sent ?? (await readableFile(parts, ask, hash))
  ask.res.status(known && (await parts.blobs.has(hash)) ? 200 : 404).end()
  return SENT
}

/** A file is given out when a case in the station's scope names it; else it is as if it were not there. */
async function get(parts: Parts, ask: StationAsk): Promise<typeof SENT> {
  const { hash } = parsed(fileHash, ask.req.params)
  const file = await readableFile(parts, ask, hash)
  if (!file || !(await parts.blobs.has(hash))) throw new Refusal(404, 'not-found')
  ask.res.writeHead(200, {
    'content-type': file.mime,
    'content-length': file.size,
    'content-disposition': 'attachment',
    'cache-control': 'private, no-store',
  })
  const content = parts.blobs.read(hash)
  content.on('error', error => {
    parts.fault(error, 'file')
    ask.res.destroy()
  })
  content.pipe(ask.res)
  return SENT
}

async function put(parts: Parts, ask: StationAsk): Promise<unknown> {
  const { hash } = parsed(fileHash, ask.req.params)
  // The content is compared with the name that it is put under: so that is what must have been signed.
  if (ask.bodyHash !== hash) throw new Refusal(401, 'signature')
  const sent = ask.req.get('content-type')?.split(';')[0]?.trim().toLowerCase() ?? ''
  const size = await keepFile(parts, ask.station, hash, sent, ask.req)
  if (size === 'too-large') throw new Refusal(413, 'too-large')
  if (size === 'hash') throw new Refusal(422, 'hash')
  if (size === 'content') throw new Refusal(415, 'content')
  return { hash, size, time: parts.now() }
}

async function readableFile(parts: Parts, { directory, station }: StationAsk, hash: string) {
  const scope = parts.scopeOf(directory, station.unit, dayOf(parts.now(), directory.zone))
  if (!(await isReadableFile(parts.store, scope, hash))) return undefined
  return parts.store.db.selectFrom('files').selectAll().where('hash', '=', hash).executeTakeFirst()
}
