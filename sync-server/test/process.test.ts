import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, describe, expect, test } from 'vitest'
import { readConfig } from '../src/config.ts'

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
    const post = async (at: string, path: string, body: unknown, headers: Record<string, string> = {}) => {
      const answer = await fetch(new URL(path, at), {
        method: 'POST',
        headers: { 'x-protocol': '1', 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      })
      return (await answer.json()) as {
        station: { id: string }
        token: string
        person: { name: string }
        error?: string
      }
    }
    const { station, token } = await post(first.address, '/api/enrol', { code, name: '一号' })
    first.child.kill('SIGKILL')
    await once(first.child, 'close')

    const second = await serve(data)
    const headers = { 'x-station': station.id, 'x-station-token': token }
    const signedIn = await post(second.address, '/api/sign-in', { login, password }, headers)
    expect(signedIn.person.name).toBe('王芳')
    second.child.kill('SIGTERM')
    expect(await once(second.child, 'close')).toEqual([0, null])
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
