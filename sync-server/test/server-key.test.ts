import * as crypto from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bytesOf, jwkOf, sealTo, textOf } from '../../shared-types/src/carry-seal.ts'
import { kinds } from '../../shared-types/src/domains/index.ts'
import { type OpenDatabase, openDatabase } from '../src/database.ts'
import { factorOf, offerFactor, sealFactors, takeCode } from '../src/second-factor.ts'
import { serverKey } from '../src/server-key.ts'
import { openStore } from '../src/store.ts'
import { codeAt, stepOf } from '../src/totp.ts'

const now = '2026-03-02T01:00:00.000Z'
const SECRET = 'a secret of this deployment'
const bytes = new TextEncoder().encode('只有服务端能读')
let database: OpenDatabase

beforeAll(async () => {
  database = await openDatabase(':memory:')
})
afterAll(() => database.close())

describe('the keys of a server', () => {
  const keys = (secret?: string) => serverKey(openStore(database.db, kinds), { secret, now })

  test('are made once, however many instances start', async () => {
    const [one, two] = await Promise.all([keys(), keys()])
    expect(one.id).toBe(two.id)
    expect((await keys()).sign).toEqual(one.sign)
  })

  test('sign, and open what was sealed to them and nothing that was altered', async () => {
    const key = await keys()
    const publicKey = crypto.createPublicKey(jwkOf('Ed25519', key.sign.publicKey))
    expect(crypto.verify(null, bytes, publicKey, key.signBytes(bytes))).toBe(true)
    const sealed = sealTo<crypto.KeyObject>(crypto, key.seal.publicKey, bytes)
    expect(Buffer.from(sealed).includes(Buffer.from(bytes))).toBe(false)
    expect(key.openSealed(sealed)).toEqual(bytes)
    for (const at of sealed.keys()) {
      const altered = Uint8Array.from(sealed)
      altered[at]! ^= 1
      expect(() => key.openSealed(altered)).toThrow()
    }
    expect(() => key.openSealed(sealed.subarray(0, 40))).toThrow()
  })

  test('keep the secrets of authenticators sealed once there is a secret, each for its person alone', async () => {
    const store = openStore((await openDatabase(':memory:')).db, kinds)
    const { db } = store
    const secretOf = async (person: string) => (await factorOf(db, person))!.secret
    const code = (secret: string) => codeAt(secret, stepOf(now))
    const plain = await serverKey(store, { now })
    const early = await offerFactor(db, plain.kept, 'p1', now)
    expect(await secretOf('p1')).toBe(early)
    await sealFactors(store, plain)
    expect(await secretOf('p1')).toBe(early)

    const key = await serverKey(store, { secret: SECRET, now })
    await sealFactors(store, key)
    const late = await offerFactor(db, key.kept, 'p2', now)
    const rows = await db.selectFrom('second_factors').selectAll().execute()
    expect(rows).toHaveLength(2)
    for (const secret of [early, late]) expect(JSON.stringify(rows)).not.toContain(secret)
    // Both still open, each once; again after another start.
    const again = await serverKey(store, { secret: SECRET, now })
    await sealFactors(store, again)
    expect(await takeCode(db, again.kept, 'p1', code(early), now)).toBe(true)
    expect(await takeCode(db, again.kept, 'p1', code(early), now)).toBe(false)
    expect(await takeCode(db, again.kept, 'p2', code(late), now)).toBe(true)
    // One's own put into another's row opens nothing.
    const own = await secretOf('p2')
    await db.updateTable('second_factors').set({ secret: own, last_step: 0 }).where('person', '=', 'p1').execute()
    await expect(takeCode(db, again.kept, 'p1', code(late), now)).rejects.toThrow()
    await db.destroy()
  })

  test('are encrypted once there is a secret, and want it from then on', async () => {
    const plain = await keys()
    expect(plain.encrypted).toBe(false)
    const now = await keys(SECRET)
    expect([now.id, now.encrypted]).toEqual([plain.id, true])
    const row = await database.db.selectFrom('server_keys').selectAll().executeTakeFirstOrThrow()
    expect(row.private).not.toContain('sign')
    expect((await keys(SECRET)).openSealed(sealTo<crypto.KeyObject>(crypto, plain.seal.publicKey, bytes))).toEqual(
      bytes,
    )
    await expect(keys()).rejects.toThrow('CHUANGTAI_SECRET must be set')
    await expect(keys('some other secret')).rejects.toThrow('not the secret')
  })
})

test('base64url is that of Node', () => {
  for (let size = 0; size < 70; size += 1) {
    const some = new Uint8Array(crypto.randomBytes(size))
    expect(textOf(some)).toBe(Buffer.from(some).toString('base64url'))
    expect(bytesOf(textOf(some))).toEqual(some)
  }
  expect(() => bytesOf('a+b')).toThrow()
})
