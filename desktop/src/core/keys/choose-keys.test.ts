import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { chooseKeys, type KeyAsk } from './choose-keys.ts'
import type { KeyFault } from './key-fault.ts'
import { readProtection } from './protection.ts'
import { isSafe, type SafeStorage } from './safe-storage-keys.ts'
import { openSecrets } from './secrets.ts'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keys-'))
  // No session bus: as on a machine without a desktop.
  vi.stubEnv('DBUS_SESSION_BUS_ADDRESS', 'unix:path=/nowhere')
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true, force: true })
})

const ask = (more: Partial<KeyAsk> = {}) => chooseKeys({ folder, ...more })
const keyFault = (code: KeyFault['code']) => expect.objectContaining({ name: 'KeyFault', code })
const SECRET = new TextEncoder().encode('a secret of 32 bytes, or thereabouts')

/** As Electron's: what one account encrypts, another cannot open. */
function safeStorage(backend: string, key = randomBytes(32)): SafeStorage {
  return {
    isEncryptionAvailable: () => true,
    getSelectedStorageBackend: () => backend,
    encryptString(text) {
      const cipher = createCipheriv('aes-256-gcm', key, Buffer.alloc(12))
      return Buffer.concat([cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
    },
    decryptString(sealed) {
      const decipher = createDecipheriv('aes-256-gcm', key, Buffer.alloc(12)).setAuthTag(sealed.subarray(-16))
      return decipher.update(sealed.subarray(0, -16), undefined, 'utf8') + decipher.final('utf8')
    },
  }
}

/** Every byte of every file below the folder. */
const onDisk = () =>
  Buffer.concat(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter(entry => entry.isFile())
      .map(entry => readFileSync(join(entry.parentPath, entry.name))),
  )

test.runIf(process.platform === 'linux')('without a keyring somebody has to choose, and nothing is begun', async () => {
  await expect(ask()).rejects.toEqual(keyFault('choice'))
  await expect(ask({ wish: 'keyring' })).rejects.toEqual(keyFault('keyring'))
  await expect(ask({ safeStorage: safeStorage('basic_text') })).rejects.toEqual(keyFault('choice'))
  expect(readdirSync(folder)).toEqual([])
})

test('a file is taken when it was chosen, and then asked for no more', async () => {
  const keys = await ask({ wish: 'file' })
  await keys.put('station', SECRET)
  const again = await ask()
  expect([again.kind, await again.get('station'), await again.get('other')]).toEqual(['file', SECRET, undefined])
  await again.remove('station')
  await again.remove('station')
  expect(await again.get('station')).toBeUndefined()
  await expect(ask({ wish: 'passphrase', passphrase: 'long enough to be one' })).rejects.toEqual(keyFault('other'))
  await expect(keys.put('../out', SECRET)).rejects.toThrow()
})

test('a passphrase guards every key, and another one opens nothing', async () => {
  await expect(ask({ wish: 'passphrase' })).rejects.toEqual(keyFault('passphrase-new'))
  await expect(ask({ wish: 'passphrase', passphrase: '十一个字符不够啊啊啊' })).rejects.toEqual(
    keyFault('passphrase-weak'),
  )
  expect(existsSync(join(folder, 'protection.json'))).toBe(false)
  const keys = await ask({ wish: 'passphrase', passphrase: '今天天气很好 café 一起走' })
  await keys.put('station', SECRET)
  const secrets = await openSecrets(folder, keys)
  expect(onDisk().includes(Buffer.from(SECRET))).toBe(false)
  await expect(ask()).rejects.toEqual(keyFault('passphrase'))
  await expect(ask({ passphrase: '今天天气很好 cafe 一起走' })).rejects.toEqual(keyFault('passphrase-wrong'))
  // The same characters, composed otherwise by another keyboard.
  const again = await ask({ passphrase: '今天天气很好 cafe\u0301 一起走' })
  expect([again.kind, await again.get('station')]).toEqual(['passphrase', SECRET])
  expect(await openSecrets(folder, again)).toEqual(secrets)
  const sealed = readFileSync(join(folder, 'keys/station'))
  writeFileSync(join(folder, 'keys/data'), sealed)
  await expect(openSecrets(folder, again)).rejects.toEqual(keyFault('wrong'))
})

test("Electron's safeStorage is used where it is one, and another account finds the key missing", async () => {
  const mine = safeStorage('gnome_libsecret')
  const keys = await ask({ safeStorage: mine })
  await openSecrets(folder, keys)
  await keys.put('station', SECRET)
  expect((await readProtection(folder))?.kind).toBe('safe-storage')
  expect(await (await ask({ safeStorage: mine })).get('station')).toEqual(SECRET)
  expect(onDisk().includes(Buffer.from(SECRET).toString('base64'))).toBe(false)
  await expect(ask()).rejects.toEqual(keyFault('keyring'))
  const other = await ask({ safeStorage: safeStorage('gnome_libsecret') })
  await expect(openSecrets(folder, other)).rejects.toEqual(keyFault('missing'))
})

test('what encrypts with a password from its own source is no protection', () => {
  const on = (backend: string, platform: NodeJS.Platform) => isSafe(safeStorage(backend), platform)
  expect(['basic_text', 'unknown', 'kwallet6', 'gnome_libsecret'].map(name => on(name, 'linux'))).toEqual([
    false,
    false,
    true,
    true,
  ])
  expect(on('', 'win32')).toBe(true)
  expect(isSafe({ ...safeStorage(''), isEncryptionAvailable: () => false }, 'darwin')).toBe(false)
})
