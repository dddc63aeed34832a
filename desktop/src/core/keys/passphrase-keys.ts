import { randomBytes } from 'node:crypto'
import { hashRaw } from '@node-rs/argon2'
import { z } from 'zod'
import { KeyFault } from './key-fault.ts'
import { type KeyFolder, keyFolder } from './key-folder.ts'
import type { KeyStore } from './key-store.ts'
import { openKey, sealKey } from './sealed-keys.ts'

/** Characters that a new start passphrase has at least: it can be tried at leisure by whoever has the folder. */
export const PASSPHRASE_LEAST = 12

/** Argon2id (RFC 9106) with more than its second recommended setting asks of memory: about half a second a try. */
const COST = { memoryCost: 128 * 1024, timeCost: 3, parallelism: 1 } as const
const RECORD = 'passphrase'
const CHECK = 'chuangtai passphrase'

const Record = z.object({
  form: z.literal(1),
  salt: z.base64(),
  memoryCost: z.number().int().min(19_456).max(4_194_304),
  timeCost: z.number().int().min(2).max(20),
  parallelism: z.literal(1),
  check: z.base64(),
})
type Cost = Pick<z.infer<typeof Record>, 'memoryCost' | 'timeCost' | 'parallelism'>

/**
 * Keys in files, each encrypted with a key that Argon2id makes of the passphrase. The first passphrase that is given is
 * the folder's; nobody can open it without.
 * @throws KeyFault `passphrase-weak`, `passphrase-wrong`, `unwritable`
 */
export async function passphraseKeys(folder: string, passphrase: string): Promise<KeyStore> {
  const files = keyFolder(folder)
  const found = await files.read(RECORD)
  const key = found ? await keyOf(found, passphrase) : await begin(files, passphrase)
  return {
    kind: 'passphrase',
    async get(name) {
      const sealed = await files.read(name)
      const bytes = sealed && openKey(key, name, sealed)
      if (sealed && !bytes) throw new KeyFault('wrong')
      return bytes
    },
    put: (name, bytes) => files.write(name, sealKey(key, name, bytes)),
    remove: files.remove,
  }
}

async function begin(files: KeyFolder, passphrase: string): Promise<Uint8Array> {
  if ([...passphrase].length < PASSPHRASE_LEAST) throw new KeyFault('passphrase-weak')
  const salt = randomBytes(16)
  const key = await stretched(passphrase, salt, COST)
  const check = Buffer.from(sealKey(key, RECORD, Buffer.from(CHECK))).toString('base64')
  await files.write(RECORD, Buffer.from(JSON.stringify({ form: 1, salt: salt.toString('base64'), ...COST, check })))
  return key
}

async function keyOf(found: Uint8Array, passphrase: string): Promise<Uint8Array> {
  const record = read(found)
  const key = await stretched(passphrase, Buffer.from(record.salt, 'base64'), record)
  if (!openKey(key, RECORD, Buffer.from(record.check, 'base64'))) throw new KeyFault('passphrase-wrong')
  return key
}

function read(found: Uint8Array): z.infer<typeof Record> {
  try {
    return Record.parse(JSON.parse(Buffer.from(found).toString('utf8')))
  } catch (error) {
    throw new KeyFault('unwritable', { cause: error })
  }
}

/** What different keyboards make of one character is the same passphrase (RFC 8265 uses NFC). */
const stretched = async (passphrase: string, salt: Uint8Array, { memoryCost, timeCost, parallelism }: Cost) =>
  new Uint8Array(await hashRaw(passphrase.normalize('NFC'), { memoryCost, timeCost, parallelism, outputLen: 32, salt }))
