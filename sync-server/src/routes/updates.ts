import { randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { isVersion } from '../../../shared-types/src/engine/update-package.ts'
import { UPDATE_FAULTS } from '../../../shared-types/src/model/update.ts'
import { ROUTES } from '../../../shared-types/src/protocol.ts'
import {
  UPDATE_PIECE,
  type UpdateAnswer,
  type UpdateAsk,
  type UpdateRollout,
  type UpdatesAnswer,
} from '../../../shared-types/src/protocol-updates.ts'
import { audit, authorIn } from '../audit.ts'
import { receive } from '../blobs.ts'
import { fileHash, parsed } from '../parse.ts'
import { demand, Refusal } from '../refusal.ts'
import { type OfficerAsk, type Parts, type Route, SENT, type StationAsk } from '../route.ts'
import { offerFor, tellUpdate } from '../updates.ts'
import { checkedPackage, keepPackage, packageOf, packagePath } from '../updates-packages.ts'

const PACKAGE = `${ROUTES.updates}/packages/:hash`

/** Stations ask what is meant for them and fetch it; administrators bring packages and say who gets them. */
export const updateRoutes: readonly Route[] = [
  { method: 'post', path: `${ROUTES.updates}/ask`, needs: 'station', body: 'json', handle: ask },
  { method: 'get', path: PACKAGE, needs: 'station', handle: piece },
  { method: 'put', path: PACKAGE, needs: 'administrator', handle: bring },
  { method: 'get', path: ROUTES.updates, needs: 'administrator', handle: list },
  { method: 'put', path: `${ROUTES.updates}/rollouts`, needs: 'administrator', body: 'json', handle: roll },
]

const version = z.string().refine(isVersion)
const size = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER)
const updateAsk = z.object({
  version,
  platform: z.string().regex(/^[a-z0-9]{2,12}-[a-z0-9]{2,12}$/),
  shell: z.enum(['electron', 'web']),
  progress: z.discriminatedUnion('how', [
    z.object({ how: z.literal('current') }),
    z.object({ how: z.literal('loading'), version, done: size, size }),
    z.object({ how: z.literal('ready'), version }),
    z.object({ how: z.literal('failed'), version, why: z.enum(UPDATE_FAULTS) }),
  ]),
})
const rolloutRequest = z.object({
  package: fileHash.shape.hash,
  target: z.string().regex(/^[\w.:-]{1,60}$/),
  percent: z.number().int().min(0).max(100),
})

async function ask(parts: Parts, { req, station, directory }: StationAsk): Promise<UpdateAnswer> {
  const asked: UpdateAsk = parsed(updateAsk, req.body)
  const now = parts.now()
  await tellUpdate(parts.store, station, asked, now)
  const offer = await offerFor(parts.store, directory, station, asked)
  return { ...(offer && { offer: { hash: offer.hash, version: offer.version, size: offer.size } }), time: now }
}

/** A range of a package, for a station that it was offered to: to any other it is as if it were not there. */
async function piece(parts: Parts, { req, res, station, directory }: StationAsk): Promise<typeof SENT> {
  const { hash } = parsed(fileHash, req.params)
  const told = await parts.store.db
    .selectFrom('update_stations')
    .select(['version', 'platform', 'shell'])
    .where('station', '=', station.id)
    .executeTakeFirst()
  const offer = told && (await offerFor(parts.store, directory, station, told))
  if (offer?.hash !== hash) throw new Refusal(404, 'not-found')
  const [start, end] = rangeOf(req.get('range'), offer.size)
  res.writeHead(206, {
    'content-type': 'application/octet-stream',
    'content-length': end - start + 1,
    'content-range': `bytes ${start}-${end}/${offer.size}`,
    'cache-control': 'private, no-store',
  })
  const content = createReadStream(packagePath(parts.updates, hash), { start, end })
  content.on('error', error => {
    parts.fault(error, 'update')
    res.destroy()
  })
  content.pipe(res)
  return SENT
}

/** First and last byte of `bytes=first-last` (RFC 9110 14.1.2), at most a piece of it. */
function rangeOf(head: string | undefined, whole: number): [number, number] {
  const [, first, last] = /^bytes=(\d{1,15})-(\d{1,15})$/.exec(head ?? '') ?? []
  const [start, end] = [Number(first), Math.min(Number(last), Number(first) + UPDATE_PIECE - 1, whole - 1)]
  if (first === undefined || start > end) throw new Refusal(400, 'bad-request', 'range')
  return [start, end]
}

/** Takes a package in. It concerns every window, so it is for administrators of the whole deployment. */
async function bring(parts: Parts, ask: OfficerAsk): Promise<unknown> {
  demand(ask.whole)
  const { hash } = parsed(fileHash, ask.req.params)
  if (ask.bodyHash !== hash) throw new Refusal(401, 'signature')
  const folder = join(parts.updates.folder, 'parts')
  const path = join(folder, randomUUID())
  await mkdir(folder, { recursive: true })
  try {
    const read = await receive(ask.req, path, parts.updates.limit)
    if (read === 'too-large') throw new Refusal(413, 'too-large')
    if (read.hash !== hash) throw new Refusal(422, 'hash')
    const { manifest, size } = await checkedPackage(parts.updates, path)
    const now = parts.now()
    await parts.store.transaction(async turn => {
      await keepPackage(parts, turn, path, { hash, size, manifest }, now)
      const patch = { version: manifest.version, package: hash, size: String(size) }
      await audit(turn, { act: 'update-package', by: authorIn(ask.signedIn), station: ask.station.id, patch }, now)
    })
    return { hash, version: manifest.version, time: now }
  } finally {
    await rm(path, { force: true })
  }
}

/** All packages, and of rollouts and stations those of the units that one looks after. */
async function list(parts: Parts, ask: OfficerAsk): Promise<UpdatesAnswer> {
  const { db } = parts.store
  const packages = await db.selectFrom('update_packages').selectAll().execute()
  const rollouts = await db.selectFrom('update_rollouts').select(['package', 'target', 'percent']).execute()
  const stations = await db.selectFrom('update_stations').selectAll().execute()
  return {
    packages: packages.map(packageOf),
    rollouts: rollouts.filter(({ target }) => isKept(ask, target)),
    stations: stations.flatMap(({ station, progress, ...row }) => {
      const known = ask.directory.stations.get(station)
      if (!known || known.ended || !ask.administers.has(known.unit)) return []
      return [{ station, name: known.name, unit: known.unit, ...row, progress: JSON.parse(progress) }]
    }),
    time: parts.now(),
  }
}

async function roll(parts: Parts, ask: OfficerAsk): Promise<{ time: string }> {
  const { package: hash, target, percent }: UpdateRollout = parsed(rolloutRequest, ask.req.body)
  const now = parts.now()
  demand(isKept(ask, target))
  await parts.store.transaction(async turn => {
    const known = await turn.db
      .selectFrom('update_packages')
      .select('version')
      .where('hash', '=', hash)
      .executeTakeFirst()
    if (!known) throw new Refusal(404, 'not-found')
    const row = { percent, put_at: now }
    await turn.db
      .insertInto('update_rollouts')
      .values({ package: hash, target, ...row })
      .onConflict(on => on.columns(['package', 'target']).doUpdateSet(row))
      .execute()
    const patch = { version: known.version, package: hash, target, percent: String(percent) }
    await audit(turn, { act: 'update-rollout', by: authorIn(ask.signedIn), station: ask.station.id, patch }, now)
  })
  return { time: now }
}

/** Whether a unit or station is one that this administrator looks after. */
const isKept = ({ administers, directory }: OfficerAsk, target: string): boolean =>
  administers.has(target) || administers.has(directory.stations.get(target)?.unit ?? '')
