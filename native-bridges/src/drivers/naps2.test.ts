import { rmSync, writeFileSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { driverContract, run } from '../driver.contract.ts'
import { naps2Arguments, naps2Driver, naps2Scanners } from './naps2.ts'
import type { ScanAsk } from './scanner.ts'

const ASK: ScanAsk = { dpi: 300, colour: 'colour', paper: 'A4', source: 'feeder' }
const SCANNER = { driver: 'wia', device: 'Kantan FS-1 (WIA)' } as const
const ID = 'naps2:wia:Kantan FS-1 (WIA)'

/** Behaves as NAPS2.Console's sources say: it saves at the end, and exits with 0 whatever happens. */
const SCRIPT = (folder: string) => `#!/bin/sh
cd '${folder}'
echo "$@" >>calls
[ "$1" = --listdevices ] && { [ -e gone ] || echo '${SCANNER.device}'; exit 0; }
out=$2; dir=\${out%/*}
echo 'Beginning scan...'; echo 'Starting scan 1 of 1...'
[ -e gone ] && { echo 'The selected scanner could not be found.'; exit 0; }
[ -e slow ] && sleep 30
[ -e says ] && cat says
n=0; [ -e pages ] && read most <pages || most=2
while [ $n -lt $most ]; do n=$((n + 1)); echo "Scanned page $n."; done
echo "$most page(s) scanned."
n=0; [ -e lost ] && most=$((most - 1))
while [ $n -lt $most ]; do n=$((n + 1)); [ -e garbled ] && cp garbled "$dir/000$n.jpg" || cp page.jpg "$dir/000$n.jpg"; done
[ $most -eq 0 ] && echo 'No scanned pages to export.'
exit 0
`

async function standIn(folder: string) {
  await mkdir(folder)
  const page = sharp({ create: { width: 60, height: 80, channels: 3, background: '#808080' } })
  writeFileSync(join(folder, 'page.jpg'), await page.jpeg().toBuffer())
  writeFileSync(join(folder, 'console'), SCRIPT(folder), { mode: 0o755 })
  const put = (name: string, content: string | Uint8Array = '') => writeFileSync(join(folder, name), content)
  const take = (...names: string[]) => {
    for (const name of names) rmSync(join(folder, name), { force: true })
  }
  const says = (text: string, pages = '0') => {
    put('says', `${text}\n`)
    put('pages', `${pages}\n`)
  }
  return { program: join(folder, 'console'), put, take, says, calls: join(folder, 'calls') }
}

describe.skipIf(process.platform === 'win32')('NAPS2', () => {
  let root: string
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'naps2-'))
  })
  afterAll(() => rm(root, { recursive: true }))

  driverContract('scanner', async () => {
    const peer = await standIn(join(root, 'contract'))
    return {
      driver: naps2Driver(SCANNER, { program: peer.program, simulated: true, times: { every: 30, fresh: 0 } }),
      ask: () => ASK,
      faults: [
        { name: 'no paper', cause: () => peer.says('No pages are in the feeder.'), fault: 'empty' },
        { name: 'jam', cause: () => peer.says('The scanner has a paper jam.', '1'), fault: 'jam' },
        { name: 'cover', cause: () => peer.says("The scanner's cover is open."), fault: 'cover' },
        { name: 'busy', cause: () => peer.says('The selected scanner is busy.'), fault: 'busy' },
        { name: 'offline', cause: () => peer.says('The selected scanner is offline.'), fault: 'absent' },
        { name: 'lost', cause: () => peer.put('lost'), fault: 'uncertain' },
        { name: 'nothing it understands', cause: () => peer.says('Etwas anderes.'), fault: 'broken' },
      ],
      heal: () => peer.take('gone', 'says', 'pages', 'lost', 'garbled', 'slow'),
      unplug: () => peer.put('gone'),
      plugIn: () => peer.take('gone'),
      onStep: () => {},
      garble(bytes) {
        peer.put('garbled', bytes)
        return ASK
      },
      garbles: 10,
    }
  })

  test('is told everything by arguments, and listed by its driver', async () => {
    const peer = await standIn(join(root, 'own'))
    expect(await naps2Scanners('wia', peer.program)).toEqual([SCANNER])
    const driver = naps2Driver(SCANNER, { program: peer.program })
    expect(await run(driver, ID, { ...ASK, source: 'flatbed', paper: 'card' })).toHaveLength(2)
    const call = (await readFile(peer.calls, 'utf8')).trim().split('\n').at(-1)
    expect(call).toMatch(
      /--noprofile --driver wia --device Kantan FS-1 \(WIA\) --source glass --dpi 300 --bitdepth color/,
    )
    expect(naps2Arguments(SCANNER, { ...ASK, colour: 'lineart', source: 'duplex' }, 'f')).toEqual(
      expect.arrayContaining([join('f', '$(nnnn).png'), 'duplex', 'bw', 'a4']),
    )
  })

  test('that hangs is ended within a second of the signal', async () => {
    const peer = await standIn(join(root, 'hangs'))
    peer.put('slow')
    const stop = new AbortController()
    const ended = run(naps2Driver(SCANNER, { program: peer.program }), ID, ASK, stop.signal)
    setTimeout(() => stop.abort(), 300)
    const started = performance.now()
    await expect(ended).rejects.toMatchObject({ fault: 'cancelled' })
    expect(performance.now() - started).toBeLessThan(1300)
  })
})
