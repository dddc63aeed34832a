import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { type AddressInfo, connect, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A program of Debian's that was started for a test, in a folder of its own. */
export interface Peer {
  port: number
  folder: string
  said(): string
  stop(): Promise<void>
}

/** Names what is missing, and says so where people look: a test that did not run must not look like one that did. */
export function missing(...programs: readonly string[]): boolean {
  const not = programs.filter(program => !found(program))
  if (process.getuid?.() !== 0) not.push('root')
  if (not.length) console.warn(`test/devices/printers: NOT RUN, these are missing: ${not.join(', ')}`)
  return not.length > 0
}

function found(program: string): boolean {
  try {
    execFileSync('sh', ['-c', `command -v ${program} || ls ${program}`], {
      stdio: 'ignore',
      env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` },
    })
    return true
  } catch {
    return false
  }
}

const BUS = (path: string) => `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>system</type><listen>unix:path=${path}</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>`

const AVAHI = '[server]\nuse-ipv6=no\nallow-interfaces=lo\n[publish]\npublish-workstation=no\n'

/** `ippeveprinter` of CUPS, which will not start without D-Bus and avahi: both its own, away from the machine's. */
export async function eveprinter(...options: readonly string[]): Promise<Peer & { spool: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'eve-'))
  const bus = join(folder, 'bus')
  await writeFile(join(folder, 'bus.conf'), BUS(bus))
  await writeFile(join(folder, 'avahi.conf'), AVAHI)
  const spool = join(folder, 'spool')
  await mkdir(spool)
  const env = { DBUS_SYSTEM_BUS_ADDRESS: `unix:path=${bus}` }
  const dbus = started('dbus-daemon', [`--config-file=${join(folder, 'bus.conf')}`, '--nofork'], env)
  await until(async () => (await dials({ path: bus })) || dbus.ended(), dbus.said)
  // Its own view of /run, because avahi wants to be the only one there.
  const avahi = `mount -t tmpfs none /run && mkdir /run/avahi-daemon && exec avahi-daemon --no-drop-root --no-chroot --no-rlimits --file=${join(folder, 'avahi.conf')}`
  const mdns = started('unshare', ['-m', 'sh', '-c', avahi], env)
  await until(
    () => dials({ path: join('/proc', String(mdns.pid), 'root', 'run', 'avahi-daemon', 'socket') }),
    mdns.said,
  )
  const port = await freePort()
  const args = ['-vv', '-p', String(port), '-f', 'application/pdf', '-d', spool, '-k', '-r', 'off']
  const printer = started('ippeveprinter', [...args, ...options, 'Peer'], env)
  await until(async () => (await dials({ port })) || printer.ended(), printer.said)
  const stop = async () => {
    for (const each of [printer, mdns, dbus]) await each.stop()
    await rm(folder, { recursive: true, force: true })
  }
  return { port, folder, spool, said: printer.said, stop }
}

/** A `cupsd` of its own, with queues that pass bytes on as they are: each to an address. */
export async function cups(queues: Readonly<Record<string, string>>): Promise<Peer> {
  const folder = await mkdtemp(join(tmpdir(), 'cups-'))
  await chmod(folder, 0o755)
  const port = await freePort()
  const dir = async (name: string) => {
    await mkdir(join(folder, name), { mode: 0o755 })
    return join(folder, name)
  }
  const [spool, cache, state] = [await dir('spool'), await dir('cache'), await dir('state')]
  const raw = Object.entries(queues).map(
    ([name, uri]) =>
      `<Printer ${name}>\nInfo ${name}\nDeviceURI ${uri}\nState Idle\nAccepting Yes\nErrorPolicy stop-printer\n</Printer>\n`,
  )
  await writeFile(join(folder, 'printers.conf'), raw.join(''), { mode: 0o600 })
  const open =
    '<Location />\nOrder allow,deny\nAllow all\n</Location>\n<Policy default>\n<Limit All>\nOrder allow,deny\nAllow all\n</Limit>\n</Policy>\n'
  await writeFile(
    join(folder, 'cupsd.conf'),
    `Listen 127.0.0.1:${port}\nBrowsing Off\nLogLevel debug\nDefaultAuthType None\nPreserveJobFiles Yes\n${open}`,
  )
  const files = `ServerRoot ${folder}\nRequestRoot ${spool}\nCacheDir ${cache}\nStateDir ${state}\nTempDir ${spool}\nErrorLog stderr\nAccessLog stderr\nPageLog stderr\nFileDevice Yes\nSandboxing relaxed\n`
  await writeFile(join(folder, 'cups-files.conf'), files)
  const config = ['-f', '-c', join(folder, 'cupsd.conf'), '-s', join(folder, 'cups-files.conf')]
  const daemon = started('cupsd', config, {})
  await until(async () => (await dials({ port })) || daemon.ended(), daemon.said)
  const stop = async () => {
    await daemon.stop()
    await rm(folder, { recursive: true, force: true })
  }
  return { port, folder, said: daemon.said, stop }
}

/** A printer that takes whatever comes to its port and says nothing, as port 9100 does. */
export async function sink(): Promise<{ port: number; jobs: Buffer[]; close(): void }> {
  const jobs: Buffer[] = []
  const server: Server = createServer(socket => {
    const parts: Buffer[] = []
    socket.on('data', part => parts.push(part)).on('error', () => undefined)
    socket.on('end', () => jobs.push(Buffer.concat(parts)))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return { port: (server.address() as AddressInfo).port, jobs, close: () => server.close() }
}

function started(command: string, args: readonly string[], env: Record<string, string>) {
  const child: ChildProcess = spawn(command, args, {
    env: { ...process.env, ...env, PATH: `${process.env.PATH}:/usr/sbin` },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const parts: string[] = []
  for (const stream of [child.stdout!, child.stderr!])
    stream.setEncoding('utf8').on('data', (part: string) => parts.push(part))
  const closed = new Promise<void>(resolve => child.once('close', () => resolve()))
  return {
    pid: child.pid,
    said: () => parts.join(''),
    ended: () => child.exitCode !== null,
    async stop() {
      child.kill('SIGKILL')
      await closed
    },
  }
}

async function until(what: () => boolean | Promise<boolean>, said: () => string): Promise<void> {
  for (const since = Date.now(); Date.now() - since < 20_000; ) {
    if (await what()) return
    await new Promise(resolve => setTimeout(resolve, 50))
  }
  throw new Error(`a peer did not start: ${said().slice(-2000)}`)
}

function dials(at: { port: number } | { path: string }): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect('port' in at ? { host: '127.0.0.1', port: at.port } : at)
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })
}

async function freePort(): Promise<number> {
  const { port, close } = await sink()
  close()
  return port
}
