import { verify, X509Certificate } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type Authority, type Issued, keyAuthority } from '../../../test/fixtures/key-authority.ts'
import { PIN, SOFT_HSM, type SoftKey, softKeys } from '../../../test/fixtures/soft-key.ts'
import type { Pkcs11Fault } from './pkcs11-fault.ts'
import { type UsbKeys, usbKeys } from './usb-keys.ts'

const place = mkdtempSync(join(tmpdir(), 'usb-keys-'))
afterAll(() => rmSync(place, { recursive: true, force: true }))

const fault = (error: unknown) => {
  const { code, tries } = error as Pkcs11Fault
  return { code, tries }
}
const order = (serial: string, { fingerprint }: Issued, pin = PIN) => ({
  serial,
  fingerprint,
  pin: Buffer.from(pin),
  data: Buffer.from('what is signed'),
})

describe.skipIf(!SOFT_HSM)('keys of SoftHSM (skipped without softhsm2)', () => {
  let authority: Authority
  const opened: UsbKeys[] = []
  afterEach(() => {
    for (const keys of opened.splice(0)) keys.close()
  })
  beforeAll(async () => {
    authority = await keyAuthority('Test CA')
  })
  /** A machine with these keys in its sockets. SoftHSM sees a further one only when it begins anew. */
  function machine(issued: Record<string, Issued>): { keys: UsbKeys; put: Record<string, SoftKey> } {
    const insert = softKeys(mkdtempSync(join(place, 'm-')))
    const put = Object.fromEntries(Object.entries(issued).map(([label, its]) => [label, insert(label, its)]))
    const keys = usbKeys(SOFT_HSM!)
    opened.push(keys)
    return { keys, put }
  }

  test('keys of either kind tell their certificates and sign after their PIN', async () => {
    const rsa = await authority.issue('王芳', { kind: 'rsa' })
    const ec = await authority.issue('李强', { kind: 'ec' })
    const { keys } = machine({ rsa, ec })
    const tokens = await keys.tokens()
    expect(tokens.map(({ label }) => label).sort()).toEqual(['ec', 'rsa'])
    for (const { serial, label, ...rest } of tokens) {
      expect(rest).toMatchObject({ maker: 'SoftHSM project', tries: 'enough' })
      const issued = label === 'rsa' ? rsa : ec
      expect((await keys.certificates(serial)).map(der => Buffer.from(der))).toEqual([issued.der])
      const asked = order(serial, issued)
      const signature = await keys.sign(asked)
      const { publicKey } = new X509Certificate(issued.der)
      expect(verify('sha256', asked.data, { key: publicKey, dsaEncoding: 'ieee-p1363' }, signature)).toBe(true)
      // A certificate whose private part is elsewhere signs nothing.
      const other = label === 'rsa' ? ec : rsa
      expect(await keys.sign(order(serial, other)).catch(fault)).toMatchObject({ code: 'certificate' })
    }
  })

  test('a wrong PIN is tried once and says how many are left; a locked key is not tried', async () => {
    const issued = await authority.issue('李强')
    const { keys, put } = machine({ guessed: issued })
    const [{ serial } = { serial: '' }] = await keys.tokens()
    const left = async () => (await keys.tokens())[0]?.tries
    expect(await keys.sign(order(serial, issued, '000000')).catch(fault)).toEqual({ code: 'pin', tries: 'few' })
    expect(await left()).toBe('few')
    await keys.sign(order(serial, issued))
    expect(await left()).toBe('enough')
    keys.close()
    put.guessed!.flag(0x2_0000)
    expect(await left()).toBe('last')
    keys.close()
    put.guessed!.flag(0x4_0000)
    expect(await keys.sign(order(serial, issued)).catch(fault)).toEqual({ code: 'locked', tries: 'locked' })
  })

  test('a key that is pulled is gone, and there again when it is put back', async () => {
    const issued = await authority.issue('钱进')
    const { keys, put } = machine({ pulled: issued })
    const [{ serial } = { serial: '' }] = await keys.tokens()
    put.pulled!.pull()
    expect(await keys.tokens()).toEqual([])
    expect(await keys.sign(order(serial, issued)).catch(fault)).toMatchObject({ code: 'gone' })
    put.pulled!.put()
    await expect.poll(async () => (await keys.tokens()).map(token => token.serial)).toEqual([serial])
  })
})

describe('a library that is none', () => {
  const opened: UsbKeys[] = []
  afterEach(() => {
    for (const keys of opened.splice(0)) keys.close()
  })
  const at = (module: string, patience?: number) => {
    const keys = usbKeys(module, undefined, patience)
    opened.push(keys)
    return keys
  }

  test('a file that is not there, or is something else, is refused by name', async () => {
    expect(await at(join(place, 'none.so')).tokens().catch(fault)).toMatchObject({ code: 'module' })
    const text = join(place, 'text.so')
    writeFileSync(text, 'no library')
    expect(await at(text).tokens().catch(fault)).toMatchObject({ code: 'module' })
  })

  test('one that does not answer in time costs its own process only', async () => {
    expect(await at(join(place, 'none.so'), 1).tokens().catch(fault)).toMatchObject({ code: 'stuck' })
  })
})
