import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from './run.ts'

/**
 * Electron's executable, when it was installed. The package itself is not asked: it downloads what is missing. The same
 * two places as its own: `path.txt` names the file in `dist`, and ELECTRON_OVERRIDE_DIST_PATH another folder.
 */
export function electronBinary(env: Readonly<Record<string, string | undefined>> = process.env): string | undefined {
  const folder = join(ROOT, 'node_modules/electron')
  const named = join(folder, 'path.txt')
  const name = existsSync(named) ? readFileSync(named, 'utf8').trim() : 'electron'
  const binary = join(env.ELECTRON_OVERRIDE_DIST_PATH || join(folder, 'dist'), name)
  return existsSync(binary) ? binary : undefined
}
