import { createHash } from 'node:crypto'
import { compareVersions, isFor, whyNot } from '../../shared-types/src/engine/update-package.ts'
import type { Station } from '../../shared-types/src/protocol.ts'
import type { UpdateAsk, UpdatePackage, UpdateRollout } from '../../shared-types/src/protocol-updates.ts'
import { audit, NOBODY } from './audit.ts'
import type { Directory } from './directory.ts'
import type { Store } from './store.ts'
import { packageOf } from './updates-packages.ts'

/**
 * The package that is meant for a station as it stands: the newest of those that were rolled out to it, that are for such
 * a machine, and that may take the place of what runs there. One that is signed as a way back from what runs goes first.
 */
export async function offerFor(
  { db }: Pick<Store, 'db'>,
  directory: Directory,
  station: Station,
  asked: Pick<UpdateAsk, 'version' | 'platform' | 'shell'>,
): Promise<UpdatePackage | undefined> {
  const rollouts = await db.selectFrom('update_rollouts').select(['package', 'target', 'percent']).execute()
  if (rollouts.length === 0) return undefined
  const packages = (await db.selectFrom('update_packages').selectAll().execute()).map(packageOf)
  const nearest = [station.id, ...upwards(directory, station.unit)]
  return packages
    .filter(found => isFor(found, asked.platform, asked.shell) && whyNot(found, asked.version) === undefined)
    .filter(({ hash }) => isMeant(hash, station.id, nearest, rollouts))
    .sort((a, b) => isBack(b, asked.version) - isBack(a, asked.version) || compareVersions(b.version, a.version))[0]
}

const isBack = ({ over }: UpdatePackage, running: string): number => Number(over.includes(running))

/** A unit and all above it, nearest first. */
function upwards({ units }: Directory, unit: string): string[] {
  const path: string[] = []
  let at: string | undefined = unit
  while (at !== undefined && !path.includes(at)) {
    path.push(at)
    const here: string = at
    at = units.find(({ id }) => id === here)?.parent
  }
  return path
}

function isMeant(
  hash: string,
  station: string,
  nearest: readonly string[],
  rollouts: readonly UpdateRollout[],
): boolean {
  const words = rollouts.filter(rollout => rollout.package === hash)
  const target = nearest.find(id => words.some(word => word.target === id))
  return shareOf(hash, station) < (words.find(word => word.target === target)?.percent ?? 0)
}

/** 0 to 99: which hundredth of all stations this one is for a package. Raising a share keeps those that had it. */
const shareOf = (hash: string, station: string): number =>
  createHash('sha256').update(`${hash} ${station}`).digest().readUInt32BE() % 100

/** Keeps how a station stands; that it runs another version, or could not, is a line of the audit. */
export async function tellUpdate(store: Store, station: Station, asked: UpdateAsk, now: string): Promise<void> {
  const { version, platform, shell } = asked
  const progress = JSON.stringify(asked.progress)
  const before = await store.db
    .selectFrom('update_stations')
    .selectAll()
    .where('station', '=', station.id)
    .executeTakeFirst()
  const row = { version, platform, shell, progress, at: now }
  const lines = before ? linesOf(before, asked, progress) : []
  await store.transaction(async turn => {
    await turn.db
      .insertInto('update_stations')
      .values({ station: station.id, ...row })
      .onConflict(on => on.column('station').doUpdateSet(row))
      .execute()
    for (const line of lines) await audit(turn, { ...line, by: NOBODY, station: station.id }, now)
  })
}

function linesOf(before: { version: string; progress: string }, { version, progress }: UpdateAsk, said: string) {
  const changed = before.version !== version
  const failed = progress.how === 'failed' && before.progress !== said
  return [
    ...(changed ? [{ act: 'update-installed', patch: { from: before.version, version } }] : []),
    ...(failed ? [{ act: 'update-failed', patch: { version: progress.version, reason: progress.why } }] : []),
  ]
}
