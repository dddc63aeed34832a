import { X509Certificate } from 'node:crypto'
import { appendFile, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect } from 'node:tls'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Config, readConfig } from '../src/config.ts'
import { admin } from '../src/operations/admin.ts'
import { authority } from '../src/operations/authority.ts'
import { backup } from '../src/operations/backup.ts'
import { certificate } from '../src/operations/certificate.ts'
import { restore } from '../src/operations/restore.ts'
import { withParts } from '../src/operations/with-parts.ts'
import { type Running, start } from '../src/start.ts'
import { newAuthority, newServerCertificate } from '../src/tls-authority.ts'
import { authorityFile, serverFile } from '../src/tls-file.ts'
import { askSelf } from '../src/tls-self.ts'
import { kinds } from './mail.ts'

const SECRET = 'an invented secret of the tests'
const DAY = 86_400_000
const FINGERPRINT = /^([A-HJ-NP-Z2-9]{4}-){3}[A-HJ-NP-Z2-9]{4}/

let folder: string
let running: Running | undefined
const faults: string[] = []
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chuangtai-tls-'))
})
afterAll(async () => {
  await running?.stop()
  await rm(folder, { recursive: true, force: true })
})

const configOf = (name: string, more: Partial<Config> = {}): Config => ({
  ...readConfig({ CHUANGTAI_DATA: join(folder, name), CHUANGTAI_PORT: '0' }),
  ...more,
})
const open = async (config: Config) => {
  await running?.stop()
  running = undefined
  running = await start(config, kinds, (_error, about) => faults.push(about))
  return { ...config, port: Number(new URL(running.address).port) }
}

/** The serial number of what is shown to a client that trusts this authority. */
function shown({ port }: Config, ca: string, servername = 'centre.example'): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', ca, servername }, () => {
      resolve(socket.getPeerX509Certificate()!.serialNumber)
      socket.destroy()
    }).once('error', reject)
  })
}
const pemOf = async (file: string) =>
  /-----BEGIN CERT[\s\S]*?-----END CERTIFICATE-----/.exec(await readFile(file, 'utf8'))![0]
const serialOf = async (file: string) => new X509Certificate(await pemOf(file)).serialNumber

describe('the private authority', () => {
  test('is made once, for the server’s account only, and its key lies encrypted under the secret', async () => {
    const config = configOf('a', { secret: SECRET })
    const { text } = await authority.run([], config)
    expect(text).toMatch(FINGERPRINT)
    const path = authorityFile(config)
    expect((await stat(path)).mode & 0o777).toBe(0o600)
    const written = await readFile(path, 'utf8')
    expect(written).toContain('SEALED KEY')
    expect(written).not.toContain('PRIVATE KEY')
    await expect(authority.run([], config)).rejects.toThrow('there already')
    expect(await readFile(path, 'utf8')).toBe(written)
    await expect(certificate.run(['--name', 'x'], { ...config, secret: 'another secret altogether' })).rejects.toThrow(
      'not the secret',
    )
    await expect(certificate.run(['--name', 'x'], { ...config, secret: undefined })).rejects.toThrow('must be set')
  })

  test('one that was made without a secret is encrypted when there is one', async () => {
    const config = configOf('b')
    await authority.run([], config)
    expect(await readFile(authorityFile(config), 'utf8')).toContain('PRIVATE KEY')
    await certificate.run(['--name', 'centre.example'], { ...config, secret: SECRET })
    expect(await readFile(authorityFile(config), 'utf8')).not.toContain('PRIVATE KEY')
  })

  test('signs for names and addresses; without names again for the same, with a new key', async () => {
    const config = configOf('b', { secret: SECRET })
    await expect(certificate.run(['--name', '10.1.2.3'], config)).rejects.toThrow('--address')
    await expect(certificate.run(['--name', 'a b'], config)).rejects.toThrow()
    await certificate.run(['--name', 'centre.example', '--address', '10.1.2.3', '--address', '::1'], config)
    const before = new X509Certificate(await pemOf(serverFile(config)))
    expect(before.checkHost('centre.example')).toBe('centre.example')
    expect(before.checkIP('10.1.2.3')).toBe('10.1.2.3')
    expect(before.checkIP('::1')).toBe('::1')
    expect(before.checkHost('other.example')).toBeUndefined()
    expect(before.ca).toBe(false)
    const { text } = await certificate.run(['--days', '10'], config)
    const after = new X509Certificate(await pemOf(serverFile(config)))
    expect(after.subjectAltName).toBe(before.subjectAltName)
    expect(after.publicKey.equals(before.publicKey)).toBe(false)
    expect(Math.round((Date.parse(after.validTo) - Date.now()) / DAY)).toBe(10)
    expect(text).toContain('centre.example')
    expect((await stat(serverFile(config))).mode & 0o777).toBe(0o600)
  })

  test('each of these acts is a line of the audit; without a database to write it into nothing is made', async () => {
    const config = configOf('lines')
    const fingerprint = async (...args: string[]) => FINGERPRINT.exec((await authority.run(args, config)).text)![0]
    const first = await fingerprint()
    await certificate.run(['--name', 'centre.example', '--address', '10.1.2.3'], config)
    await expect(authority.run([], config)).rejects.toThrow('there already')
    const next = await fingerprint('--next')
    const found = await withParts(config, ({ store }) =>
      store.db.selectFrom('events').select(['act', 'body', 'station']).orderBy('seq').execute(),
    )
    const until = expect.stringMatching(/^20\d\d-/)
    expect(found.map(({ act, body, station }) => [act, JSON.parse(body).patch, station])).toEqual([
      ['tls-authority', { key: first, until }, ''],
      ['tls-certificate', { name: 'centre.example 10.1.2.3', until }, ''],
      ['tls-authority-next', { key: next, until }, ''],
    ])
    const broken = { ...configOf('lines-broken'), database: join(folder, 'lines', 'tls', 'authority.pem') }
    await expect(authority.run([], broken)).rejects.toThrow()
    await expect(stat(authorityFile(broken))).rejects.toThrow('ENOENT')
  })

  test('is in a backup that is encrypted, and back after a restore; else both commands say what is missing', async () => {
    const config = configOf('kept', { secret: SECRET })
    const restored = (name: string, more: Partial<Config> = {}) => configOf(name, { secret: SECRET, ...more })
    const to = (name: string) => join(folder, 'backups', name)
    await authority.run([], config)
    await certificate.run(['--name', 'centre.example'], config)
    const { text } = await backup.run(['--to', to('sealed')], config)
    expect(text).toContain('Certificates and keys: authority.pem, server.pem')
    expect(text).toContain('Keep apart from it: CHUANGTAI_SECRET')
    for (const name of ['authority.pem', 'server.pem'])
      expect(await readFile(join(to('sealed'), 'tls', name), 'latin1')).not.toContain('-----')

    expect((await restore.run(['--from', to('sealed')], restored('kept-2'))).text).toContain('opens with the')
    for (const file of [authorityFile, serverFile]) {
      expect(await readFile(file(restored('kept-2')))).toEqual(await readFile(file(config)))
      expect((await stat(file(restored('kept-2')))).mode & 0o777).toBe(0o600)
    }
    expect((await certificate.run([], restored('kept-2'))).text).toContain('centre.example')

    const other = restored('kept-3', { tls: join(folder, 'kept-2', 'tls') })
    const before = await readFile(authorityFile(other))
    expect((await restore.run(['--from', to('sealed')], other)).text).toContain('were there already')
    expect(await readFile(authorityFile(other))).toEqual(before)

    await appendFile(join(to('sealed'), 'tls', 'server.pem'), 'x')
    await expect(restore.run(['--from', to('sealed')], restored('kept-4'))).rejects.toThrow('A sealed file')
    for (const gone of [authorityFile(restored('kept-4')), restored('kept-4').database])
      await expect(stat(gone)).rejects.toThrow('ENOENT')

    const open = { ...config, secret: undefined }
    expect((await backup.run(['--to', to('open')], open)).text).toContain('Certificates and keys are not in it')
    await expect(stat(join(to('open'), 'tls'))).rejects.toThrow('ENOENT')
    const { text: without } = await restore.run(['--from', to('open')], restored('kept-5'))
    expect(without).toContain('No certificates are in the backup or in')
    expect(without).toContain('enrolled anew')
  })
})

describe('a server', () => {
  test('speaks plain HTTP to other machines only when it was told so', async () => {
    for (const host of ['0.0.0.0', '::', '10.1.2.3', 'centre.example'])
      await expect(open(configOf('c', { host })), host).rejects.toThrow('CHUANGTAI_PLAIN_HTTP')
    await open(configOf('c', { host: '0.0.0.0', plainHttp: true }))
    expect(running!.address).toMatch(/^http:/)
  })

  test('does not start with files that do not fit', async () => {
    const config = configOf('d', { host: '0.0.0.0' })
    await newAuthority(config, new Date())
    await newServerCertificate(config, { names: ['centre.example'] }, new Date())
    await newAuthority({ ...config, data: join(folder, 'e') }, new Date())
    const [own, other] = [authorityFile(config), authorityFile({ ...config, data: join(folder, 'e') })]
    const kept = await readFile(own, 'utf8')
    await writeFile(own, await readFile(other, 'utf8'))
    await expect(open(config)).rejects.toThrow('is not of the authority')
    await rm(own)
    await expect(open(config)).rejects.toThrow('is missing')
    await writeFile(own, kept)
    const served = await readFile(serverFile(config), 'utf8')
    await writeFile(
      serverFile(config),
      await readFile(other, 'utf8').then(text =>
        served.replace(/-----BEGIN PRIV[\s\S]*/, text.slice(text.indexOf('-----BEGIN PRIV'))),
      ),
    )
    await expect(open(config)).rejects.toThrow('not the one of the first certificate')
    await writeFile(serverFile(config), 'nothing')
    await expect(open(config)).rejects.toThrow('holds no certificate')
  })

  test('shows its certificate and its authority, puts the fingerprint into codes, and tells its own commands of itself', async () => {
    const config = configOf('f')
    const fingerprint = FINGERPRINT.exec((await authority.run([], config)).text)![0]
    await certificate.run(['--name', 'centre.example'], config)
    const at = await open(config)
    expect(running!.address).toMatch(/^https:/)
    const ca = await pemOf(authorityFile(config))
    expect(await shown(at, ca)).toBe(await serialOf(serverFile(config)))
    await expect(shown(at, ca, 'other.example')).rejects.toThrow('other.example')
    await expect(shown(at, await pemOf(authorityFile({ ...config, data: join(folder, 'e') })))).rejects.toThrow(
      'unable to verify',
    )
    const answer = await askSelf(at, '/api/authority', { 'x-protocol': '1' }, 3000)
    expect(JSON.parse(answer.text)).toMatchObject({ certificates: [ca] })
    expect(answer.text).not.toContain('PRIVATE')
    await admin.run(['unit', '--id', 'C', '--name', '市局', '--level', 'city'], config)
    const { text } = await admin.run(['code', '--unit', 'C', '--number', '01'], config)
    expect(text).toContain(`-${fingerprint} until`)
    // Nothing to warn of for long.
    expect(JSON.parse((await askSelf(at, '/api/ready', {}, 3000)).text)).toEqual({ ready: true })
  })

  test('takes a certificate that was made anew without stopping, keeps the old one when the file is spoilt, and warns in time', async () => {
    const config = configOf('f', { tlsLook: 20 })
    const at = await open(config)
    const ca = await pemOf(authorityFile(config))
    const good = await readFile(serverFile(config), 'utf8')
    const first = await serialOf(serverFile(config))
    faults.length = 0
    await writeFile(serverFile(config), good.slice(0, 300))
    await expect.poll(() => faults).toContain('certificate')
    expect(await shown(at, ca)).toBe(first)
    await expect(certificate.run([], config)).rejects.toThrow('holds no certificate')
    await certificate.run(['--name', 'centre.example', '--days', '12'], config)
    await expect.poll(() => shown(at, ca)).toBe(await serialOf(serverFile(config)))
    expect(await serialOf(serverFile(config))).not.toBe(first)
    const { text, status } = await askSelf(at, '/api/ready', {}, 3000)
    expect([status, JSON.parse(text)]).toEqual([200, { ready: true, warning: expect.stringMatching(/in 1[12] days/) }])
    const ends = /^chuangtai_certificate_ends_seconds (\d+)/m.exec((await askSelf(at, '/metrics', {}, 3000)).text)![1]
    expect(Math.round((Number(ends) * 1000 - Date.now()) / DAY)).toBe(12)
  })

  test('another authority that the present one signed for is followed by clients of the old and of the new', async () => {
    const config = configOf('f')
    const old = await pemOf(authorityFile(config))
    await authority.run(['--next'], config)
    await authority.run(['--next'], config)
    const next = await pemOf(authorityFile(config))
    expect(next).not.toBe(old)
    const at = await open(config)
    expect(await shown(at, old)).toBe(await shown(at, next))
    // A renewal keeps the way from the old one.
    await certificate.run([], config)
    const again = await open(config)
    expect(await shown(again, old)).toBe(await serialOf(serverFile(config)))
  })
})
