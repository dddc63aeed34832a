import { open } from 'node:fs/promises'

/** Makes the names in a folder durable: what was renamed into it stays after a power cut. */
export async function syncFolder(folder: string): Promise<void> {
  // A folder cannot be opened on Windows, whose NTFS journals the renaming.
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
