import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { copyFile, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { networkInterfaces, tmpdir } from 'node:os'
import { join } from 'node:path'
import BonjourModule from 'bonjour-service'
import sharp from 'sharp'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { run } from '../../native-bridges/src/driver.contract.ts'
import { CALM, type EsclEmulator, esclEmulator } from '../../native-bridges/src/drivers/escl.emulator.ts'
import { saneDriver, saneScanners } from '../../native-bridges/src/drivers/sane.ts'
import type { ScanAsk } from '../../native-bridges/src/drivers/scanner.ts'
import { scannerAt } from '../../native-bridges/src/drivers/scanner-place.ts'
import { scannerSearch } from '../../native-bridges/src/drivers/scanner-search.ts'

// Scanners against SANE as Debian has it: its `test` backend, which is a scanner with a feeder of ten pages; the same over
// `saned`; and its eSCL client `sane-airscan` as the judge of our eSCL emulator.

const ASK: ScanAsk = { dpi: 75, colour: 'colour', paper: 'A4', source: 'feeder' }

function missing(...programs: string[]): boolean {
  const gone = programs.filter(program => spawnSync('which', [program]).status !== 0)
  if (gone.length) console.warn(`NOT RUN: scanners need ${gone.join(', ')}`)
  return gone.length > 0
}

const here = {} as { root: string }
beforeAll(async () => {
  here.root = await mkdtemp(join(tmpdir(), 'scanners-'))
})
afterAll(() => rm(here.root, { recursive: true }))

/** A configuration of SANE of its own. */
async function config(name: string, backend: string, files: Record<string, string> = {}): Promise<string> {
  const folder = join(here.root, name)
  await mkdir(join(folder, 'dll.d'), { recursive: true })
  await writeFile(join(folder, 'dll.conf'), `${backend}\n`)
  for (const [file, text] of Object.entries(files)) await writeFile(join(folder, file), text)
  return folder
}

async function testBackend(name: string, settings = ''): Promise<string> {
  const folder = await config(name, 'test')
  await copyFile('/etc/sane.d/test.conf', join(folder, 'test.conf'))
  if (settings) await writeFile(join(folder, 'test.conf'), settings)
  return folder
}

const leftFolders = async () =>
  (await readdir(tmpdir())).filter(name => name.startsWith(`chuangtai-scan-${process.pid}-`))

describe.skipIf(missing('scanimage'))('the test backend of SANE', () => {
  const fault = (status: string) => `number_of_devices 1\nmode Color\nread-status-code ${status}\n`
  const driver = (folder: string) =>
    saneDriver({ scanner: { device: 'test:0', name: 'Noname frontend-tester' }, config: folder, grace: 500 })
  const id = 'test:0'

  test('is listed, and gives the ten pages of its feeder as they come', async () => {
    const folder = await testBackend('well')
    expect(await saneScanners(undefined, folder)).toContainEqual({ device: id, name: 'Noname frontend-tester' })
    const pages = await run(driver(folder), id, ASK)
    expect(pages.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    // It is 200 mm wide, and gives A4 as far as that goes.
    expect(await sharp(pages[9]!.bytes).metadata()).toMatchObject({ format: 'jpeg', width: 590, height: 590 })
    expect(await run(driver(folder), id, { ...ASK, source: 'flatbed', colour: 'grey' })).toHaveLength(1)
    expect(await leftFolders()).toEqual([])
  })

  test('has what it has not refused', async () => {
    const folder = await testBackend('lacks')
    await expect(run(driver(folder), id, { ...ASK, source: 'duplex' })).rejects.toMatchObject({ fault: 'protocol' })
    await expect(run(driver(folder), id, { ...ASK, dpi: 2400 })).rejects.toMatchObject({ fault: 'protocol' })
  })

  test.each([
    ['SANE_STATUS_JAMMED', 'jam'],
    ['SANE_STATUS_NO_DOCS', 'empty'],
    ['SANE_STATUS_COVER_OPEN', 'cover'],
    ['SANE_STATUS_IO_ERROR', 'broken'],
    ['SANE_STATUS_DEVICE_BUSY', 'busy'],
    ['SANE_STATUS_ACCESS_DENIED', 'auth'],
    ['SANE_STATUS_INVAL', 'protocol'],
  ])('%s is %s', async (status, expected) => {
    const folder = await testBackend(status, fault(status))
    await expect(run(driver(folder), id, ASK)).rejects.toMatchObject({ fault: expected, facts: { pages: 0 } })
  })

  test('stopped in the middle of a page ends within a second, leaves nothing, and scans again', async () => {
    const slow =
      'number_of_devices 1\nmode Color\nread-delay true\nread-delay-duration 200000\nread-limit true\nread-limit-size 1000\n'
    const folder = await testBackend('slow', slow)
    const stop = new AbortController()
    const pages = driver(folder).run(id, ASK, stop.signal)[Symbol.asyncIterator]()
    const ended = pages.next()
    setTimeout(() => stop.abort(), 700)
    await expect(ended).rejects.toMatchObject({ fault: 'cancelled' })
    expect(await leftFolders()).toEqual([])
    expect(await run(driver(await testBackend('after')), id, { ...ASK, source: 'flatbed' })).toHaveLength(1)
  })
})

describe.skipIf(missing('scanimage', 'saned'))('a scanner of another machine, over saned', () => {
  let daemon: ChildProcess
  let client: string
  const device = 'net:127.0.0.1:test:0'
  beforeAll(async () => {
    const served = await testBackend('served')
    await writeFile(join(served, 'saned.conf'), '127.0.0.1\n')
    client = await config('client', 'net', { 'net.conf': 'connect_timeout = 5\n127.0.0.1\n' })
    // The net backend knows no other port.
    daemon = spawn('saned', ['-l', '-b', '127.0.0.1', '-p', '6566', '-e'], {
      env: { ...process.env, SANE_CONFIG_DIR: served },
      stdio: 'ignore',
    })
    await vi.waitFor(async () => expect(await listens()).toBe(true), 10_000)
  })
  afterAll(() => void daemon?.kill('SIGKILL'))

  test('gives its pages, and is absent when its machine is', async () => {
    const driver = saneDriver({
      scanner: { device, name: 'Noname frontend-tester' },
      config: client,
      times: { fresh: 0 },
    })
    expect(await run(driver, device, ASK)).toHaveLength(10)
    daemon.kill('SIGKILL')
    await expect.poll(listens, { timeout: 10_000 }).toBe(false)
    await expect(run(driver, device, ASK)).rejects.toMatchObject({ fault: 'absent' })
  })
})

function listens(): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect(6566, '127.0.0.1')
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })
}

describe.skipIf(missing('scanimage', 'airscan-discover'))('our eSCL emulator, judged by sane-airscan', () => {
  let peer: EsclEmulator
  let folder: string
  beforeAll(async () => {
    peer = await esclEmulator()
    const conf = `[devices]\n"Emulator" = ${peer.url}, eSCL\n[options]\ndiscovery = disable\n`
    folder = await config('airscan', 'airscan', { 'airscan.conf': conf })
  })
  beforeEach(() => Object.assign(peer.mood, CALM, { fault: undefined }))
  afterAll(() => peer?.close())
  const scan = async (ask: Partial<ScanAsk>) => {
    const [scanner] = await saneScanners(undefined, folder)
    return run(saneDriver({ scanner: scanner!, config: folder }), scanner!.device, { ...ASK, ...ask })
  }

  test('it is a scanner with feeder, duplex and glass', async () => {
    expect(await scan({})).toHaveLength(2)
    expect(await scan({ source: 'duplex', dpi: 100, colour: 'grey' })).toHaveLength(4)
    const [page] = await scan({ source: 'flatbed', dpi: 100 })
    expect(await sharp(page!.bytes).metadata()).toMatchObject({ width: 827, height: 1169 })
    expect(peer.left()).toBe(0)
  })

  test('it says later, jams, opens and runs out as scanners do', async () => {
    Object.assign(peer.mood, { waits: 2, retryAfter: '1' })
    expect(await scan({})).toHaveLength(2)
    for (const [mood, fault] of [
      [{ fault: 'jam', afterPages: 1 }, 'jam'],
      [{ fault: 'cover', afterPages: 1 }, 'cover'],
      [{ sheets: 0 }, 'empty'],
    ] as const) {
      Object.assign(peer.mood, CALM, { fault: undefined }, mood)
      await expect(scan({}), fault).rejects.toMatchObject({ fault })
    }
    expect(peer.left()).toBe(0)
  })
})

describe.skipIf(noNetwork())('a scanner of the office’s network', () => {
  test('is found by what it tells there (DNS-SD over multicast), next to those of SANE, and scans', async () => {
    const peer = await esclEmulator(undefined, '0.0.0.0')
    const bonjour = new BonjourModule.Bonjour()
    try {
      const txt = { rs: 'eSCL', uuid: '5a0c6a4e-7b1d-4f2a-9c3e-000000000001' }
      bonjour.publish({ name: 'Emulator', type: 'uscan', port: peer.port, host: 'emulator.local', txt })
      const config = await testBackend('beside')
      const found = await run(scannerSearch({ config, listen: 2000 }), 'search', {})
      expect(found.map(({ place }) => place.by).sort()).toEqual(expect.arrayContaining(['escl', 'sane']))
      const place = found.find(one => one.place.by === 'escl' && one.place.url.endsWith(`:${peer.port}/eSCL`))!.place
      const driver = scannerAt(place)
      expect(await run(driver, (await driver.list())[0]!.id, ASK)).toHaveLength(2)
    } finally {
      bonjour.destroy()
      await peer.close()
    }
  })
})

/** Multicast goes over an interface of the network; the loopback alone has none. */
function noNetwork(): boolean {
  const none = !Object.values(networkInterfaces()).some(all => all?.some(one => !one.internal && one.family === 'IPv4'))
  if (none) console.warn('NOT RUN: discovery of scanners needs a network interface')
  return none || missing('scanimage')
}
