import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, describe, expect, test } from 'vitest'
import { requestSigner } from '../../desktop/src/core/request-signer.ts'
import { serverClient } from '../../desktop/src/core/server-client.ts'
import { readConfig } from '../src/config.ts'
import { machine } from './signed.ts'

const SERVER = join(import.meta.dirname, '../src')

describe('the program', () => {
  const folders: string[] = []
  const children: ChildProcess[] = []
  afterAll(async () => {
    for (const child of children) child.kill('SIGKILL')
    for (const folder of folders) await rm(folder, { recursive: true, force: true })
  })

  const run = (file: string, args: string[], env: Record<string, string>) => {
    const child = spawn(process.execPath, [join(SERVER, file), ...args], { env: { ...process.env, ...env } })
    children.push(child)
    return child
  }
  const cli = async (data: string, ...args: string[]) => {
    const child = run('cli.ts', args, { CHUANGTAI_DATA: data })
    let text = ''
    child.stdout.on('data', chunk => (text += chunk))
    child.stderr.on('data', chunk => (text += chunk))
    const [code] = await once(child, 'close')
    return { code, text: text.trim() }
  }
  const serve = async (data: string) => {
    const child = run('main.ts', [], { CHUANGTAI_DATA: data, CHUANGTAI_PORT: '0' })
    for await (const line of createInterface({ input: child.stdout })) {
      const { address } = JSON.parse(line) as { address?: string }
      if (address) return { child, address }
    }
    throw new Error('The server did not start')
  }

  test('from nothing to a window that signs in, by the command line alone, and it survives kill -9', async () => {
    const data = await mkdtemp(join(tmpdir(), 'chuangtai-process-'))
    folders.push(data)
    expect(await cli(data)).toMatchObject({ code: 2, text: expect.stringContaining('unit') })
    expect(await cli(data, 'admin', 'unit', '--id', 'C', '--name', '市局', '--level', 'city')).toEqual({
      code: 0,
      text: 'C 市局',
    })
    expect(await cli(data, 'admin', 'unit', '--id', 'X', '--name', 'x', '--level', 'town')).toMatchObject({ code: 1 })
    expect(
      await cli(data, 'admin', 'unit', '--id', 'X', '--name', 'x', '--level', 'station', '--parent', 'nowhere'),
    ).toEqual({
      code: 1,
      text: 'Does not fit: parent',
    })
    const person = await cli(
      data,
      'admin',
      'person',
      '--login',
      'wang',
      '--name',
      '王芳',
      '--role',
      'administrator',
      '--unit',
      'C',
    )
    const [login, password] = person.text.split(' ')
    const code = (await cli(data, 'admin', 'code', '--unit', 'C', '--number', '01')).text.split(' ')[0]

    const first = await serve(data)
    const { key, signing, signer } = machine(() => new Date().toISOString())
    const enrolling = serverClient(() => ({ server: first.address, signer }), fetch)
    const asked = { code: code!, name: '一号', key: key.publicKey, seal: key.seal.publicKey }
    const { station } = await enrolling.enrol(asked)
    first.child.kill('SIGKILL')
    await once(first.child, 'close')

    const second = await serve(data)
    const own = requestSigner(signing, key, station.id)
    const client = serverClient(() => ({ server: second.address, signer: own }), fetch)
    // The password that was printed is for once: the next step is one of their own.
    expect(await client.signIn({ login: login!, password: password! })).toMatchObject({ next: 'password' })
    await expect(client.signIn({ login: login!, password: 'another' })).rejects.toThrow('credentials')
    const reset = (await cli(data, 'admin', 'password', '--login', 'wang')).text.split(' ')
    expect(await client.signIn({ login: 'wang', password: reset[1]! })).toMatchObject({ next: 'password' })
    await expect(client.signIn({ login: login!, password: password! })).rejects.toThrow('credentials')
    expect((await cli(data, 'admin', 'stations')).text).toBe(`C\t01\t一号\t${station.id}`)
    second.child.kill('SIGTERM')
    expect(await once(second.child, 'close')).toEqual([0, null])
  }, 120_000)

  test('backup, restore, verify and support, by the command line', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'chuangtai-process-'))
    folders.push(folder)
    const [data, other] = [join(folder, 'data'), join(folder, 'other')]
    const backup = join(folder, 'backup')
    await cli(data, 'admin', 'unit', '--id', 'C', '--name', '市局', '--level', 'city')
    await cli(data, 'admin', 'person', '--login', 'wang', '--name', '王芳', '--role', 'administrator', '--unit', 'C')
    expect(await cli(data, 'backup')).toMatchObject({ code: 1, text: expect.stringContaining('to') })
    const key = join(folder, 'key')
    await writeFile(key, randomBytes(32))
    expect(await cli(data, 'backup', '--to', backup, '--key-file', key)).toMatchObject({ code: 0 })
    expect(await cli(data, 'backup', '--to', backup)).toMatchObject({
      code: 1,
      text: expect.stringContaining('exists'),
    })
    expect(await cli(other, 'restore', '--from', backup)).toMatchObject({
      code: 1,
      text: expect.stringContaining('encrypted'),
    })
    expect(await cli(other, 'restore', '--from', backup, '--key-file', key)).toMatchObject({ code: 0 })
    expect(await cli(other, 'verify')).toMatchObject({ code: 0, text: expect.stringContaining('all as it should be') })
    expect(await cli(other, 'restore', '--from', backup, '--key-file', key)).toMatchObject({
      code: 1,
      text: expect.stringContaining('empty place'),
    })
    const { text, code } = await cli(other, 'support')
    expect(code).toBe(0)
    const bundle = JSON.parse(text) as {
      steps: string[]
      counts: Record<string, number>
      database: { dialect: string }
    }
    expect(bundle.counts).toMatchObject({ credentials: 1 })
    expect(bundle.database.dialect).toBe('sqlite')
    expect(bundle.steps).toContain('2026-01-first')
    for (const told of ['王芳', 'wang', '市局', folder]) expect(text).not.toContain(told)
  }, 120_000)

  test('a configuration that is wrong is said, not guessed', () => {
    expect(readConfig({})).toMatchObject({
      host: '127.0.0.1',
      zone: 'Asia/Shanghai',
      database: '.data/server/server.sqlite',
    })
    expect(readConfig({ CHUANGTAI_DATABASE: 'postgres://u@h/d', CHUANGTAI_FILE_LIMIT: '5' })).toMatchObject({
      database: 'postgres://u@h/d',
      fileLimit: 5,
    })
    expect(() => readConfig({ CHUANGTAI_PORT: 'many' })).toThrow('port')
    expect(() => readConfig({ CHUANGTAI_CONFIG: '/nowhere.json' })).toThrow('does not exist')
  })
})
