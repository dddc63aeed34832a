import { spawnSync } from 'node:child_process'
import { unpackChromium } from '../test/chromium.ts'
import { buildIfStale, PRELOAD, SCREEN } from './built.ts'
import { binaryOf, runNode } from './run.ts'

// `npm run test:devices [-- files and options of vitest]`: the drivers against peers that nobody here wrote. Installs those
// from Debian where it may; a test whose peer is missing says so and is counted as not run.

/** Debian packages, each with a program or a file that says that it is there. */
const PEERS: readonly { name: string; has: string }[] = [
  { name: 'cups', has: '/usr/sbin/cupsd' },
  { name: 'cups-client', has: '/usr/bin/lpstat' },
  { name: 'cups-ipp-utils', has: '/usr/sbin/ippeveprinter' },
  { name: 'printer-driver-cups-pdf', has: '/usr/lib/cups/backend/cups-pdf' },
  { name: 'dbus', has: '/usr/bin/dbus-daemon' },
  { name: 'avahi-daemon', has: '/usr/sbin/avahi-daemon' },
  { name: 'sane-utils', has: '/usr/bin/scanimage' },
  { name: 'sane-airscan', has: '/usr/bin/airscan-discover' },
  { name: 'python3-pymodbus', has: '/usr/lib/python3/dist-packages/pymodbus/__init__.py' },
  { name: 'python3-serial', has: '/usr/lib/python3/dist-packages/serial/__init__.py' },
  { name: 'zbar-tools', has: '/usr/bin/zbarimg' },
  { name: 'python3-serial-asyncio', has: '/usr/lib/python3/dist-packages/serial_asyncio/__init__.py' },
]

/** Milliseconds for each of the two; without a line the tests say that they did not run. */
const PATIENCE = 180_000

function installPeers(): void {
  const missing = PEERS.filter(({ has }) => spawnSync('test', ['-e', has]).status !== 0).map(({ name }) => name)
  if (!missing.length) return
  const may = process.getuid?.() === 0 && spawnSync('apt-get', ['--version']).status === 0
  if (!may) {
    console.warn(`test:devices: not installed, and not root on Debian to install them: ${missing.join(', ')}`)
    return
  }
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  spawnSync('apt-get', ['update', '-qq'], { stdio: 'inherit', env, timeout: PATIENCE })
  const args = ['install', '-y', '-qq', '--no-install-recommends', ...missing]
  const { status } = spawnSync('apt-get', args, { stdio: ['ignore', 'ignore', 'inherit'], env, timeout: PATIENCE })
  if (status !== 0) console.warn(`test:devices: these could not be installed: ${missing.join(', ')}`)
}

installPeers()
await Promise.all([buildIfStale(SCREEN), buildIfStale(PRELOAD), unpackChromium()])
process.exitCode = await runNode([binaryOf('vitest'), 'run', '--mode', 'devices', ...process.argv.slice(2)])
