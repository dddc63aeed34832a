import { chmod, mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { syncFolder } from '../sync-folder.ts'
import { KeyFault } from './key-fault.ts'

/** Files of a folder `keys` that only this account may enter: 0600 in 0700. On Windows the account's profile guards it. */
export interface KeyFolder {
  /** Undefined when there is none. @throws KeyFault `unwritable` */
  read(name: string): Promise<Uint8Array | undefined>
  /** Whole and durable when it answers. @throws KeyFault `unwritable` */
  write(name: string, bytes: Uint8Array): Promise<void>
  remove(name: string): Promise<void>
}

/** `<folder>/keys`, made with the first key. */
export function keyFolder(folder: string): KeyFolder {
  const place = join(folder, 'keys')
  const pathOf = (name: string) => {
    if (!/^[a-z0-9-]{1,40}$/.test(name)) throw new Error(`not a key's name: ${name}`)
    return join(place, name)
  }
  return {
    async read(name) {
      try {
        return new Uint8Array(await readFile(pathOf(name)))
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
        throw new KeyFault('unwritable', { cause: error })
      }
    },
    async write(name, bytes) {
      const path = pathOf(name)
      try {
        await mkdir(place, { recursive: true, mode: 0o700 })
        // A folder that was there before may have been made by a copying program.
        await chmod(place, 0o700)
        await writeSecret(path, bytes)
        await syncFolder(place)
        await syncFolder(folder)
      } catch (error) {
        throw new KeyFault('unwritable', { cause: error })
      }
    },
    async remove(name) {
      await rm(pathOf(name), { force: true })
    },
  }
}

async function writeSecret(path: string, bytes: Uint8Array): Promise<void> {
  const half = `${path}.${process.pid}.part`
  await rm(half, { force: true })
  try {
    // `wx`: never into a file or link that somebody else laid there.
    const file = await open(half, 'wx', 0o600)
    try {
      await file.writeFile(bytes)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(half, path)
  } catch (error) {
    await rm(half, { force: true })
    throw error
  }
}
