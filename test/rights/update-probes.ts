import { mkdir, writeFile } from 'node:fs/promises'
import { ROUTES } from '../../shared-types/src/protocol.ts'
import type { UpdateAsk } from '../../shared-types/src/protocol-updates.ts'
import { packagePath } from '../../sync-server/src/updates-packages.ts'
import { releaser } from '../../sync-server/test/released.ts'
import type { Made } from '../../sync-server/test/signed.ts'
import type { Request, ServerWorld } from './server-world.ts'

/** As server-probes.ts knows them, which imports this file. */
interface UpdateProber {
  single?: true
  probe(
    world: ServerWorld,
    unit: string,
    asking: Made,
  ): Promise<{ request: Omit<Request, 'method'>; seen?: (text: string) => boolean }>
}

const PACKAGES = `${ROUTES.updates}/packages`
const release = releaser()
const ASK: UpdateAsk = { version: '0.1.0', platform: 'linux-x64', shell: 'web', progress: { how: 'current' } }

const RANGE = 'bytes=0-9'
const json = (value: unknown) => ({ body: JSON.stringify(value), mime: 'application/json' })

/** A package that the server keeps; what is said of it again is harmless. */
async function kept({ d }: ServerWorld, as = '0.2.0') {
  const { bytes, hash, manifest } = release.release({ version: as })
  await mkdir(d.parts.updates.folder, { recursive: true })
  await writeFile(packagePath(d.parts.updates, hash), bytes)
  const { version, platform, shell, made } = manifest
  const row = { hash, version, platform, shell, made_at: made, later: '', size: bytes.length, stored_at: made }
  await d.parts.store.db
    .insertInto('update_packages')
    .values(row)
    .onConflict(on => on.doNothing())
    .execute()
  return hash
}

async function tells({ d }: ServerWorld, { station }: Made): Promise<void> {
  const row = { version: ASK.version, platform: ASK.platform, shell: ASK.shell, at: d.clock.now }
  await d.parts.store.db
    .insertInto('update_stations')
    .values({ station: station.id, progress: JSON.stringify(ASK.progress), ...row })
    .onConflict(on => on.doNothing())
    .execute()
}

/** Offered to that station and to no other. */
async function offered(world: ServerWorld, made: Made, as: string): Promise<string> {
  const hash = await kept(world, as)
  await tells(world, made)
  const row = { package: hash, target: made.station.id, percent: 100, put_at: world.d.clock.now }
  await world.d.parts.store.db
    .insertInto('update_rollouts')
    .values(row)
    .onConflict(on => on.doNothing())
    .execute()
  return hash
}

/** How the routes of updates are asked. */
export const UPDATE_PROBERS: Readonly<Record<string, UpdateProber>> = {
  'POST /api/updates/ask': {
    single: true,
    probe: async () => ({ request: { path: `${ROUTES.updates}/ask`, ...json(ASK) } }),
  },
  'GET /api/updates/packages/:hash': {
    single: true,
    async probe(world, _, asking) {
      await tells(world, asking)
      const { made } = world.at.S2!
      return { request: { path: `${PACKAGES}/${await offered(world, made, '0.2.0')}`, range: RANGE } }
    },
  },
  'GET /api/updates/packages/:hash (on offer)': {
    single: true,
    probe: async (world, _, asking) => ({
      request: { path: `${PACKAGES}/${await offered(world, asking, '0.3.0')}`, range: RANGE },
    }),
  },
  'PUT /api/updates/packages/:hash': {
    single: true,
    async probe({ d }) {
      d.parts.updates.keys = [release.key]
      const { bytes, hash } = release.release()
      return { request: { path: `${PACKAGES}/${hash}`, body: new Uint8Array(bytes), mime: 'application/octet-stream' } }
    },
  },
  'GET /api/updates': {
    async probe(world, unit) {
      const { made } = world.at[unit]!
      await tells(world, made)
      return { request: { path: ROUTES.updates }, seen: text => text.includes(made.station.id) }
    },
  },
  'PUT /api/updates/rollouts': {
    probe: async (world, unit) => ({
      request: {
        path: `${ROUTES.updates}/rollouts`,
        ...json({ package: await kept(world), target: unit, percent: 0 }),
      },
    }),
  },
}
