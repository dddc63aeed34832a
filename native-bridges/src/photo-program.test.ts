import { readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { decodedPhoto } from './photo-program.ts'

const SCRIPT = join(import.meta.dirname, 'photo-program.fixture.ts')
const WLT = new Uint8Array(1024).fill(0x7f)

const decode = (how: string, args: string[] = [], patience = 60_000) =>
  decodedPhoto({ program: process.execPath, args: [SCRIPT, how, ...args] }, WLT, patience)
const left = () => readdirSync(tmpdir()).filter(name => name.startsWith(`chuangtai-photo-${process.pid}-`))

test('the photo goes in by input or by file, and the picture comes out by output or by file', async () => {
  const ways = [[], ['{wlt}'], ['-', '{picture}'], ['{wlt}', '{picture}']]
  const pictures = await Promise.all(ways.map(args => decode('well', args)))
  for (const picture of pictures) {
    expect(picture).toHaveLength(54 + 308 * 126)
    expect(picture[60]).toBe(0x7f)
  }
  expect(left()).toEqual([])
})

test('a program that hangs is ended, and one that fails, floods or says nothing gives no picture', async () => {
  const started = performance.now()
  const [hung, failed, flood, file, nothing] = await Promise.all([
    decode('hang', ['{wlt}'], 1500).catch(error => error),
    decode('fail').catch(error => error),
    decode('flood').catch(error => error),
    decode('flood', ['-', '{picture}']).catch(error => error),
    decode('nothing').catch(error => error),
  ])
  expect(hung).toMatchObject({ fault: 'broken' })
  expect(performance.now() - started).toBeLessThan(30_000)
  expect(failed).toMatchObject({ fault: 'broken', detail: 'the program ended with 3' })
  for (const refused of [flood, file, nothing]) expect(refused).toMatchObject({ fault: 'protocol' })
  expect(left()).toEqual([])
})

test('a program that is not there is absent, and its arguments mean nothing to a shell', async () => {
  await expect(decodedPhoto({ program: '/no/such/program', args: [] }, WLT)).rejects.toMatchObject({ fault: 'absent' })
  const echo = ['-e', 'process.stdout.write(process.argv[1])', '$(id); `id` | {x} > y']
  const said = await decodedPhoto({ program: process.execPath, args: echo }, WLT, 60_000)
  expect(Buffer.from(said).toString()).toBe('$(id); `id` | {x} > y')
})
