import type { AsyncEntry } from '@napi-rs/keyring'
import { KeyFault } from './key-fault.ts'
import type { KeyStore, Protection } from './key-store.ts'

const SERVICE = 'chuangtai'
/** A keyring that asks its person to unlock it gets this long, in ms. */
const PATIENCE = 60_000

/** Windows' Credential Manager encrypts by DPAPI; elsewhere it is the Secret Service of freedesktop.org. */
function keyringKind(platform: NodeJS.Platform): Protection {
  if (platform === 'win32') return 'dpapi'
  return platform === 'darwin' ? 'keychain' : 'secret-service'
}

/**
 * Keys in the keyring of the operating system, under the folder's own `id`, outside the folder. On Linux only the Secret
 * Service counts: the kernel's keyring forgets everything when the machine is switched off.
 * @throws KeyFault `keyring` when there is none, from every function
 */
export async function keyringKeys(id: string): Promise<KeyStore> {
  const entryOf = await opener(id)
  const ask = async <T>(name: string, work: (entry: AsyncEntry, signal: AbortSignal) => Promise<T>): Promise<T> => {
    try {
      return await work(entryOf(name), AbortSignal.timeout(PATIENCE))
    } catch (error) {
      throw new KeyFault('keyring', { cause: error })
    }
  }
  return {
    kind: keyringKind(process.platform),
    async get(name) {
      const found = await ask(name, (entry, signal) => entry.getSecret(signal))
      return found ? Uint8Array.from(found) : undefined
    },
    put: (name, bytes) => ask(name, (entry, signal) => entry.setSecret(bytes, signal)),
    remove: async name => void (await ask(name, (entry, signal) => entry.deleteCredential(signal))),
  }
}

/** Whether a keyring is there that keeps what it is given. Leaves nothing in it. */
export async function keyringWorks(id: string): Promise<boolean> {
  try {
    const keys = await keyringKeys(id)
    const probe = new TextEncoder().encode(id)
    await keys.put('probe', probe)
    const found = await keys.get('probe')
    await keys.remove('probe')
    return found !== undefined && Buffer.from(found).equals(probe)
  } catch {
    return false
  }
}

/** Loaded only here: on a system for which the package has no binary there is no keyring, and nothing else is amiss. */
async function opener(id: string): Promise<(name: string) => AsyncEntry> {
  try {
    const { AsyncEntry } = await import('@napi-rs/keyring')
    return name => new AsyncEntry(SERVICE, `${id}/${name}`, { linux: { store: 'secret-service' } })
  } catch (error) {
    throw new KeyFault('keyring', { cause: error })
  }
}
