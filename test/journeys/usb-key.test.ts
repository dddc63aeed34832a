import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ApiFailure } from '../../desktop/src/api.ts'
import { DEFAULT_SIGN_IN } from '../../shared-types/src/model/sign-in.ts'
import { putSetting } from '../../sync-server/src/settings.ts'
import { type Issued, keyAuthority } from '../fixtures/key-authority.ts'
import { PIN, SOFT_HSM, type SoftKey, softKeys } from '../fixtures/soft-key.ts'
import { type Centre, centre, type TestWindow, testWindow } from '../harness.ts'

// People come and go by their USB key, at a real centre and a real window, with the keys of SoftHSM.

const CITY = '330400000000'
const HERE = '330402510000'
const CLERK = 'X41101'

describe.skipIf(!SOFT_HSM)('signing in by a USB key (skipped without softhsm2)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'usb-key-'))
  const time = { ahead: 0 }
  let place: Centre
  let bureau: TestWindow
  let desk: TestWindow
  let issued: Record<'clerk' | 'supervisor' | 'stranger', Issued>
  let keys: Record<'clerk' | 'supervisor' | 'stranger', SoftKey>

  beforeAll(async () => {
    const authority = await keyAuthority('云江测试根')
    writeFileSync(join(folder, 'authorities.pem'), authority.pem)
    issued = {
      clerk: await authority.issue('王芳'),
      supervisor: await authority.issue('马建国', { kind: 'rsa' }),
      stranger: await authority.issue('路人'),
    }
    const insert = softKeys(folder)
    keys = {
      clerk: insert('clerk', issued.clerk),
      supervisor: insert('supervisor', issued.supervisor),
      stranger: insert('stranger', issued.stranger),
    }
    for (const key of Object.values(keys)) key.pull()
    place = await centre({ config: { CHUANGTAI_KEY_AUTHORITIES: join(folder, 'authorities.pem') } })
    bureau = await testWindow({ centre: place, unit: CITY, keyLook: 200 })
    desk = await testWindow({
      centre: place,
      unit: HERE,
      keyLook: 200,
      now: () => new Date(Date.now() + time.ahead).toISOString(),
    })
  }, 120_000)
  afterAll(async () => {
    for (const window of [desk, bureau])
      if (window) {
        await window.close()
        rmSync(window.folder, { recursive: true, force: true })
      }
    await place?.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  const poll = <T>(what: () => Promise<T>) => expect.poll(what, { timeout: 15_000, interval: 200 })
  const seen = async (window: TestWindow) => (await window.call('usbKey.state', {})).keys
  /** The one key that is in the socket, and how it is seen. */
  async function put(key: SoftKey, window = desk) {
    key.put()
    await poll(async () => (await seen(window)).map(({ label }) => label)).toEqual([key.label])
    return (await seen(window))[0]!
  }
  async function pull(key: SoftKey, window = desk) {
    key.pull()
    await poll(() => seen(window)).toEqual([])
  }
  const enter = (serial: string, pin = PIN) => desk.call('usbKey.signIn', { serial, pin })
  const refused = (work: Promise<unknown>) =>
    work.then(
      () => 'let in',
      ({ text }: ApiFailure) => text,
    )

  test('an administrator sets the library, a security officer registers what lies on a key', async () => {
    expect(await desk.call('usbKey.state', {})).toEqual({ configured: false, keys: [] })
    await bureau.signIn('guofeng')
    const asked = { module: 'libsofthsm2.so', lockWhenPulled: true }
    expect(await refused(bureau.call('usbKey.putSettings', asked))).toContain('完整路径')
    const wrong = { module: join(folder, 'authorities.pem'), lockWhenPulled: true }
    expect((await bureau.call('usbKey.putSettings', wrong)).fault).toContain('无法加载')
    const right = { module: SOFT_HSM!, lockWhenPulled: true }
    expect(await bureau.call('usbKey.putSettings', right)).toEqual({ ...right, mayEdit: true })
    await bureau.signIn('hejing')
    const { serial } = await put(keys.clerk, bureau)
    expect(serial).toMatch(/^[0-9a-f]{16}$/)
    const [found] = await bureau.call('usbKey.certificates', {})
    expect(found).toMatchObject({ label: 'clerk', fingerprint: issued.clerk.fingerprint, subject: 'CN=王芳' })
    const ask = { id: CLERK, certificate: { fingerprint: found!.fingerprint } }
    const { people } = await bureau.call('people.addCertificate', ask)
    expect(people.find(({ id }) => id === CLERK)?.certificates).toMatchObject([{ issuer: 'CN=云江测试根' }])
    expect(await refused(bureau.call('people.addCertificate', ask))).toBe('这张证书已经登记过了。')
    const file = {
      id: people.find(({ login }) => login === 'majianguo')!.id,
      certificate: Buffer.from(issued.supervisor.pem),
    }
    await bureau.call('people.addCertificate', file)
    await pull(keys.clerk, bureau)
    await desk.signIn('guofeng')
    await desk.call('usbKey.putSettings', right)
    await desk.call('session.signOut', {})
    await desk.sync()
  })

  test('the PIN opens; a wrong one says how many are left and is written down; a stranger is not asked for it', async () => {
    const { serial, name } = await put(keys.clerk)
    expect(name).toBe('王芳')
    expect(await refused(enter(serial, '000000'))).toContain('剩余次数不多')
    expect((await seen(desk))[0]).toMatchObject({ warning: 'PIN 码剩余次数不多', locked: false })
    expect(await enter(serial)).toMatchObject({ person: { login: 'wangfang' }, byKey: true, locked: false })
    expect((await desk.call('status', {})).network).toBe('online')
    await desk.call('session.signOut', {})
    await pull(keys.clerk)
    const stranger = await put(keys.stranger)
    expect(await refused(enter(stranger.serial, '000000'))).toBe('这张证书没有登记到人员名下，请安全管理员先登记。')
    expect((await seen(desk))[0]).not.toHaveProperty('warning')
    await pull(keys.stranger)
    await desk.sync()
    const { db } = place.running.parts.store
    const failed = await db.selectFrom('events').select('body').where('act', '=', 'sign-in-failed').execute()
    expect(failed.filter(({ body }) => body.includes('"why":"pin"'))).toHaveLength(1)
    const rows = await db.selectFrom('events').select('body').where('act', '=', 'sign-in').execute()
    expect(rows.filter(({ body }) => body.includes('"how":"key"'))).not.toHaveLength(0)
    for (const { body } of [...failed, ...rows]) expect(body).not.toContain(PIN)
  })

  test('pulled, the window locks; another key does not open it, its own does', async () => {
    const { serial } = await put(keys.clerk)
    await enter(serial)
    keys.clerk.pull()
    await poll(async () => (await desk.call('session.state', {})).locked).toBe(true)
    expect(await refused(desk.call('menu', {}))).toContain('锁定')
    const other = await put(keys.supervisor)
    expect(other.own).toBe(false)
    expect(await refused(desk.call('usbKey.unlock', { serial: other.serial, pin: PIN }))).toContain('不是当前登录人员')
    await pull(keys.supervisor)
    expect((await put(keys.clerk)).own).toBe(true)
    expect(await refused(desk.call('usbKey.unlock', { serial, pin: '000000' }))).toContain('不正确')
    expect(await desk.call('usbKey.unlock', { serial, pin: PIN })).toMatchObject({ locked: false })
    // Where the window is told not to, it goes on without the key.
    await desk.signIn('guofeng')
    await desk.call('usbKey.putSettings', { module: SOFT_HSM!, lockWhenPulled: false })
    await poll(() => seen(desk)).toHaveLength(1)
    await enter(serial)
    await pull(keys.clerk)
    expect((await desk.call('session.state', {})).locked).toBe(false)
    await desk.call('session.signOut', {})
  })

  test('offline it opens what a second factor is asked for, within the limit, and not for who was never here', async () => {
    const strict = { ...DEFAULT_SIGN_IN, secondFactor: true, offlineDays: 5 }
    await place.running.parts.store.transaction(turn =>
      putSetting(turn, { id: 'sign-in', kind: 'sign-in', value: strict }, new Date().toISOString()),
    )
    await desk.sync()
    const { serial } = await put(keys.supervisor)
    await desk.plug(false)
    expect(await refused(enter(serial))).toContain('没有在本机联网登录过')
    await desk.plug(true)
    expect(await enter(serial)).toMatchObject({ post: { role: 'supervisor' } })
    await desk.call('session.signOut', {})
    await desk.plug(false)
    expect(await enter(serial)).toMatchObject({ post: { role: 'supervisor' }, byKey: true })
    await desk.call('session.signOut', {})
    time.ahead = 6 * 86_400_000
    expect(await refused(enter(serial))).toContain('超过 5 天')
    time.ahead = 0
    await desk.plug(true)
    await pull(keys.supervisor)
  })

  test('a certificate that is ended ends who sits there by it, also after they came offline', async () => {
    const { serial } = await put(keys.clerk)
    await desk.plug(false)
    await enter(serial)
    await bureau.signIn('hejing')
    await bureau.call('people.endCertificate', { id: CLERK, fingerprint: issued.clerk.fingerprint })
    await desk.plug(true)
    await poll(async () => (await desk.call('session.state', {})).over).toBe('登录所用的证书已停用，已为您退出。')
    expect(await refused(enter(serial))).toContain('没有登记')
    await desk.plug(false)
    expect(await refused(enter(serial))).toContain('本机也不认识这张证书')
    await desk.plug(true)
    await pull(keys.clerk)
    keys.supervisor.put()
    keys.supervisor.flag(0x4_0000)
    await poll(async () => (await seen(desk))[0]?.locked).toBe(true)
    expect(await refused(enter((await seen(desk))[0]!.serial))).toContain('已锁死')
  })
})
