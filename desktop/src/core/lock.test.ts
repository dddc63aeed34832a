import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { FolderLockFault, lockFolder } from './lock.ts'

let folder: string
const children: ChildProcess[] = []

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lock-'))
})

afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  await rm(folder, { recursive: true, force: true })
})

/** Another process that tries to take the folder and says what came of it. */
async function otherCore(): Promise<{ child: ChildProcess; said: string }> {
  const script = `
    const { lockFolder } = await import(${JSON.stringify(new URL('./lock.ts', import.meta.url).href)})
    try {
      globalThis.lock = lockFolder(${JSON.stringify(folder)})
      console.log('taken')
      setInterval(() => globalThis.lock.holder, 1000)
    } catch (error) {
      console.log(error.code + ' ' + error.holder.pid)
    }`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
  children.push(child)
  const [said] = (await once(child.stdout!, 'data')) as [Buffer]
  return { child, said: said.toString().trim() }
}

function refusal(): FolderLockFault {
  try {
    lockFolder(folder).release()
  } catch (error) {
    if (error instanceof FolderLockFault) return error
    throw error
  }
  throw new Error('the folder was free')
}

test('a folder has one core, and the second is told who has it and since when', async () => {
  const lock = lockFolder(folder)
  const { said } = await otherCore()
  expect(said).toBe(`held ${process.pid}`)
  lock.release()
  lock.release()
  expect((await otherCore()).said).toBe('taken')
})

test('a core that is killed leaves no lock behind', async () => {
  const { child, said } = await otherCore()
  expect(said).toBe('taken')
  const { code, holder } = refusal()
  expect(code).toBe('held')
  expect(holder.pid).toBe(child.pid)
  expect(Date.parse(holder.since!)).toBeGreaterThan(Date.now() - 60_000)

  child.kill('SIGKILL')
  await once(child, 'exit')
  lockFolder(folder).release()
})

test('the same process cannot take a folder twice either', () => {
  const lock = lockFolder(folder)
  expect(refusal().holder.pid).toBe(process.pid)
  lock.release()
})

test('a spoilt note of the holder names nobody, and a folder that is none is said to be unwritable', async () => {
  const lock = lockFolder(folder)
  await writeFile(join(folder, 'lock.json'), '{"pid":')
  expect(refusal()).toMatchObject({ code: 'held', holder: {} })
  lock.release()
  await rm(folder, { recursive: true })
  expect(refusal().code).toBe('unwritable')
})
