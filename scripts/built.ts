import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { binaryOf, ROOT, runNode } from './run.ts'

/** Something that vite makes of sources: the only two parts that do not run as they stand. */
interface Built {
  config: string
  folder: string
  /** All that goes into it, files and folders. */
  sources: readonly string[]
}

/** The screen, which both shells serve. */
export const SCREEN: Built = {
  config: 'desktop/vite.config.ts',
  folder: join(ROOT, 'desktop/dist/renderer'),
  sources: ['desktop/src/renderer', 'desktop/src/api.ts', 'desktop/src/api', 'desktop/src/wire.ts', 'shared-types/src'],
}

/** The script that Electron runs between its window and its main process. */
export const PRELOAD: Built = {
  config: 'desktop/vite.preload.config.ts',
  folder: join(ROOT, 'desktop/dist/preload'),
  sources: ['desktop/src/preload'],
}

/**
 * Builds it unless it stands as its sources, its configuration and the packages are now. An installed program has it built,
 * and no sources of it.
 */
export async function buildIfStale(part: Built): Promise<void> {
  if (!existsSync(join(ROOT, part.config))) return
  const stamp = stampOf(part)
  if (!existsSync(part.folder) || !existsSync(stamp) || readFileSync(stamp, 'utf8') !== hashOf(part)) await build(part)
}

/**
 * Builds beside, then puts it in place whole: several tests may find it stale at once, and none may find half of it.
 * @throws when vite says no; it has then said why.
 */
export async function build(part: Built): Promise<void> {
  const hash = hashOf(part)
  const making = `${part.folder}.making-${process.pid}`
  const args = ['build', '--config', part.config, '--outDir', making, '--emptyOutDir', '--logLevel', 'warn']
  // A test runner's NODE_ENV would make it another program: React with its checks for developers, at half the speed.
  const code = await runNode([binaryOf('vite'), ...args], { ...process.env, NODE_ENV: 'production' })
  if (code !== 0) throw new Error(`vite could not build ${part.config}: see above.`)
  putInPlace(making, part.folder)
  writeFileSync(stampOf(part), hash)
}

/** Whoever comes second while another does the same throws its own away: it was built from the same sources. */
function putInPlace(making: string, folder: string): void {
  const before = `${folder}.before-${process.pid}`
  try {
    if (existsSync(folder)) renameSync(folder, before)
    renameSync(making, folder)
  } catch (error) {
    if (!existsSync(folder)) throw error
  }
  for (const left of [making, before]) rmSync(left, { recursive: true, force: true })
}

const stampOf = (part: Built) => `${part.folder}.sha256`

function hashOf({ config, sources }: Built): string {
  const sum = createHash('sha256')
  for (const file of [config, 'package-lock.json', ...sources.flatMap(filesOf)]) {
    sum
      .update(file)
      .update('\0')
      .update(readFileSync(join(ROOT, file)))
  }
  return sum.digest('hex')
}

/** Relative paths, sorted; a test beside the code goes into nothing. */
function filesOf(source: string): string[] {
  if (/\.\w+$/.test(source)) return [source]
  return readdirSync(join(ROOT, source), { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map(entry => join(entry.parentPath, entry.name).slice(ROOT.length).replaceAll('\\', '/'))
    .sort()
}
