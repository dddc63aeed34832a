import { type ChildProcess, execFileSync, fork, type StdioOptions, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Centre, centre, testWindow } from '../harness.ts'
import { RESIDENT, STATION } from '../journeys/permit.ts'
import type { FullDiskOrder, FullDiskReport } from './full-disk.window.ts'

const SCRIPT = join(import.meta.dirname, 'full-disk.window.ts')
const here = {} as { centre: Centre; disk: string }

/** The folder of a window that is enrolled and knows its people, to be moved onto a small disk: two copies would be stopped. */
async function enrolled(): Promise<string> {
  const window = await testWindow({ centre: here.centre, unit: STATION })
  await window.signIn('zhangwei')
  await window.sync()
  await window.close()
  return window.folder
}

beforeAll(async () => {
  here.centre = await centre()
  here.disk = await mkdtemp(join(tmpdir(), 'chuangtai-disk-'))
})
afterAll(async () => {
  await here.centre?.stop()
  await rm(here.disk, { recursive: true, force: true })
})

/** A file system of so many MB of its own, where this process may make one. */
function mounted(megabytes: number): (() => void) | undefined {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', here.disk], { stdio: 'ignore' })
    return () => execFileSync('umount', ['-l', here.disk])
  } catch {
    return undefined
  }
}

/** The window's report; with `blocks`, no file of it may grow beyond so many KB. */
async function work(order: FullDiskOrder, blocks?: number): Promise<FullDiskReport> {
  const args = [JSON.stringify(order)]
  const stdio: StdioOptions = ['ignore', 'inherit', 'pipe', 'ipc']
  const child: ChildProcess = blocks
    ? spawn('sh', ['-c', `ulimit -f ${blocks * 2}; exec "$0" "$@"`, process.execPath, SCRIPT, ...args], { stdio })
    : fork(SCRIPT, args, { stdio })
  const told: { report?: FullDiskReport; complaints: string } = { complaints: '' }
  child.on('message', (report: FullDiskReport) => (told.report = report))
  child.stderr!.setEncoding('utf8').on('data', (text: string) => (told.complaints += text))
  const [code] = await once(child, 'close')
  if (!told.report) throw new Error(`The window ended with ${code}: ${told.complaints.slice(-4000)}`)
  return told.report
}

async function expectSound(folder: string, report: FullDiskReport, text: RegExp): Promise<void> {
  expect(Object.keys(report.saved).length).toBeGreaterThan(5)
  expect(report.failure).toMatchObject({ code: 'storage', text: expect.stringMatching(text) })
  // The one during which the disk filled up: stored, and folded in when there is room.
  expect(report.hidden).toBeLessThan(2)
  const again = await testWindow({ folder })
  await again.signIn('zhangwei')
  for (const [id, note] of Object.entries(report.saved)) {
    const { sections } = await again.call('cases.open', { id })
    expect(sections.flatMap(s => s.cells).find(c => c.name === 'note')?.value).toBe(note)
  }
  const { id } = await again.call('cases.blank', { type: RESIDENT })
  const answer = await again.call('cases.act', { type: RESIDENT, id, act: 'edit', patch: { note: '有空间了' } })
  expect(answer.problems).toEqual([])
  await again.sync()
  expect(await again.call('status', {})).toMatchObject({ unsent: 0, refused: 0 })
  await again.close()
}

test('the disk is full: one sentence names it, what was saved stays, and with room again work goes on', async ctx => {
  const unmount = mounted(64)
  if (!unmount) return ctx.skip('a file system cannot be mounted here; the limit on files below stands for it')
  try {
    const folder = join(here.disk, 'window')
    await cp(await enrolled(), folder, { recursive: true })
    const filler = join(here.disk, 'filler')
    const free = Number(execFileSync('df', ['-k', '--output=avail', here.disk]).toString().split('\n')[1])
    await writeFile(filler, new Uint8Array((free - 1500) * 1024))
    const report = await work({ folder, acts: 5000 })
    await rm(filler)
    await expectSound(folder, report, /磁盘已满.*清理/)
  } finally {
    unmount()
  }
}, 120_000)

test('the disk gives errors at a certain size: the same', async () => {
  const folder = join(await mkdtemp(join(tmpdir(), 'chuangtai-limit-')), 'window')
  await cp(await enrolled(), folder, { recursive: true })
  const sizes = await Promise.all(['window.sqlite', 'cases.sqlite'].map(async n => (await stat(join(folder, n))).size))
  const report = await work({ folder, acts: 5000 }, Math.ceil(Math.max(...sizes) / 1024) + 3000)
  await expectSound(folder, report, /磁盘/)
  await rm(folder, { recursive: true, force: true })
}, 120_000)
