import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, mkdirSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** A bare Debian without any network but its own loopback: its own root, processes and interfaces. */
export interface Machine {
  root: string
  /** Runs a command in it as root, or as a person; answers what it said and its exit code. */
  run(command: string, as?: string): { code: number; text: string }
  /** The same, and throws with what it said when it fails. */
  must(command: string, as?: string): string
  /** Starts a command in it that goes on. */
  start(command: string, as?: string): ChildProcess
  /** Runs a program of this machine with the interfaces of that one. */
  beside(file: string, args: readonly string[]): ChildProcess
  /** Lays packages into it and has dpkg install them. */
  install(...packages: string[]): { code: number; text: string }
  stop(): Promise<void>
}

/** Of a bare system whose files lie packed in `tar`, into a new folder `root`. Only for root. */
export async function bootMachine(tar: string, root: string): Promise<Machine> {
  mkdirSync(root, { recursive: true })
  execFileSync('tar', ['-xf', tar, '-C', root])
  mkdirSync(join(root, 'packages'))
  execFileSync('chroot', [root, 'useradd', '--create-home', '--shell', '/bin/sh', 'clerk'])
  const life = ['--net', '--pid', '--fork', '--kill-child', '--mount', `--mount-proc=${join(root, 'proc')}`]
  const init = spawn('unshare', [...life, 'sh', '-c', 'ip link set lo up && echo up && exec sleep infinity'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(init.stdout!, 'data')
  const pid = execFileSync('pgrep', ['-P', String(init.pid), 'sleep'], { encoding: 'utf8' }).trim()
  const enter = ['--target', pid, '--net', '--pid', '--mount']
  const words = (command: string, as: string) => [
    ...enter,
    '--',
    ...[
      'chroot',
      root,
      'env',
      '-i',
      'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
      'LANG=C.UTF-8',
    ],
    ...['BROWSER=none', `HOME=${as === 'root' ? '/root' : `/home/${as}`}`, 'setpriv', `--reuid=${as}`, `--regid=${as}`],
    ...['--init-groups', 'sh', '-c', command],
  ]
  const run = (command: string, as = 'root') => {
    const { status, stdout, stderr } = spawnSync('nsenter', words(command, as), {
      encoding: 'utf8',
      maxBuffer: 2 ** 26,
    })
    return { code: status ?? -1, text: `${stdout}${stderr}` }
  }
  return {
    root,
    run,
    must(command, as) {
      const { code, text } = run(command, as)
      if (code !== 0) throw new Error(`${command}: ${code}\n${text}`)
      return text
    },
    start: (command, as = 'root') => spawn('nsenter', words(command, as), { stdio: ['pipe', 'pipe', 'inherit'] }),
    beside: (file, args) => spawn('nsenter', ['--target', pid, '--net', '--', process.execPath, file, ...args]),
    install(...packages) {
      for (const file of packages) copyFileSync(file, join(root, 'packages', basename(file)))
      return run(`dpkg -i ${packages.map(file => `/packages/${basename(file)}`).join(' ')}`)
    },
    async stop() {
      init.kill('SIGKILL')
      await sleep(500)
      rmSync(root, { recursive: true, force: true, maxRetries: 5, retryDelay: 500 })
    },
  }
}
