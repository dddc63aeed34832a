import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Config } from '../config.ts'
import type { BeforeSteps } from '../migrate.ts'
import { writeBackup } from './write.ts'

/**
 * Lays a copy of the database beside the data before its form is changed, unless the configuration says that there is
 * another. The steps do not touch files. Throws a sentence when the copy cannot be made: then nothing was changed.
 */
export function copyBeforeSteps(
  config: Pick<Config, 'data' | 'database' | 'backups' | 'noBackup' | 'secret'>,
  now: () => string,
): BeforeSteps {
  return async waiting => {
    if (config.noBackup) return
    const folder = config.backups ?? join(config.data, 'backups')
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      const name = `before-${waiting.at(-1)}-${now().replaceAll(/[:.]/g, '-')}`
      await writeBackup({ database: config.database }, join(folder, name), config.secret, now)
    } catch (error) {
      throw new Error(
        `No copy of the database could be made in ${folder} before its form is changed, so nothing was changed. Make room there, or make a copy yourself and start with CHUANGTAI_NO_BACKUP=true`,
        { cause: error },
      )
    }
  }
}
