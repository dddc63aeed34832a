// Starts the window of the person at this machine: lays the launcher and the installed versions into their own folder, has
// a version that was installed since tried, and opens the screen in their browser. A second start brings the running window
// back. Plain JavaScript without any package: it stands beside the versions and must run whatever they are made of.
import { spawn } from 'node:child_process'
import {
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { createConnection, createServer } from 'node:net'
import { homedir, userInfo } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const INSTALLED = dirname(fileURLToPath(import.meta.url))
const HOMES = process.env.CHUANGTAI_WINDOW_HOMES || '/var/lib/chuangtai/window'
const SETTINGS = process.env.CHUANGTAI_WINDOW_CONF || '/etc/chuangtai/window.conf'
/** Something else has the folder or the port (sysexits.h: EX_TEMPFAIL). */
const TAKEN = 75

const home = join(HOMES, userInfo().username)
const base = join(home, 'program')
const socket = join(home, 'start.sock')

const asked = process.argv.slice(2)
if (asked[0] === '--autostart') autostart(asked[1])
else if (!(await askRunning())) await start()

async function start() {
  ownFolder()
  layVersions()
  const settings = readSettings()
  const port = settings.PORT || '4600'
  let code = await run([...options(settings), '--port', port])
  // Somebody else of this machine has the port: it is theirs as long as they are signed in.
  if (code === TAKEN) code = await run([...options(settings), '--port', '0'])
  process.exitCode = code
}

function options({ KEYS }) {
  return ['--data', join(home, 'data'), ...(KEYS ? ['--keys', KEYS] : [])]
}

/** The person's own folder, which nobody else may have made for them. */
function ownFolder() {
  mkdirSync(home, { recursive: true, mode: 0o700 })
  const { uid, mode } = lstatSync(home)
  if (uid === process.getuid() && (mode & 0o077) === 0) return
  fail(
    `文件夹 ${home} 不属于当前用户，窗台不能使用它。请让管理员删除或改正后再打开。`,
    `The folder ${home} is not this person's alone. Have an administrator put that right, then start again.`,
  )
}

/** Versions that were installed appear as links; those that came as updates lie there themselves and stay. */
function layVersions() {
  const versions = join(base, 'versions')
  mkdirSync(versions, { recursive: true })
  copyFileSync(join(INSTALLED, 'launcher.mjs'), join(base, 'launcher.part'))
  renameSync(join(base, 'launcher.part'), join(base, 'launcher.mjs'))
  for (const place of ['kept', 'versions']) for (const version of wholeIn(place)) link(versions, place, version)
  const laid = readdirSync(versions).filter(name => isLost(join(versions, name)))
  for (const version of laid) forget(versions, version)
  const [newest] = wholeIn('versions')
  const state = read(join(base, 'state.json'))
  if (!newest) return
  if (!state) put('state.json', { current: newest, failed: [] })
  else if (read(join(base, 'installed.json'))?.version !== newest && state.current !== newest)
    put('next.json', { version: newest, package: `deb-${newest}` })
  put('installed.json', { version: newest })
}

/** Versions of the package that are whole: the note of one is laid last and goes first. Newest first. */
function wholeIn(place) {
  const folder = join(INSTALLED, place)
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter(name => /^\d+(\.\d+){2}$/.test(name) && existsSync(join(folder, `${name}.json`)))
    .sort((a, b) => b.localeCompare(a, 'en', { numeric: true }))
}

function link(versions, place, version) {
  const [at, target] = [join(versions, version), join(INSTALLED, place, version)]
  const there = lstatSync(at, { throwIfNoEntry: false })
  if (there && !there.isSymbolicLink()) return
  if (!there || readlinkSync(at) !== target) {
    rmSync(at, { force: true })
    symlinkSync(target, at)
  }
  copyFileSync(join(INSTALLED, place, `${version}.json`), join(versions, `${version}.json`))
}

/** A link to a version that is not whole there any more. */
function isLost(path) {
  if (!lstatSync(path).isSymbolicLink()) return false
  const target = readlinkSync(path)
  return !existsSync(target) || !existsSync(`${target}.json`)
}

function forget(versions, version) {
  rmSync(join(versions, `${version}.json`), { force: true })
  rmSync(join(versions, version))
}

/** Runs the launcher to its end; opens the screen as soon as it says where, and again for whoever starts it once more. */
async function run(args) {
  const child = spawn(process.execPath, [join(base, 'launcher.mjs'), ...args], { stdio: ['pipe', 'pipe', 'pipe'] })
  const last = []
  createInterface({ input: child.stdout }).on('line', line => {
    console.log(line)
    const url = /http:\/\/127\.0\.0\.1:\d+\/\S*/.exec(line)?.[0]
    if (url) openScreen(url)
  })
  createInterface({ input: child.stderr }).on('line', line => {
    console.error(line)
    last.push(line)
    if (last.length > 40) last.shift()
  })
  const again = listen(() => child.stdin.write('\n'))
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  const code = await new Promise(resolve => child.once('close', (code, signal) => resolve(code ?? (signal ? 130 : 1))))
  again.close()
  if (code && code !== TAKEN && code !== 130) tell(last.join('\n'))
  return code
}

/** Asks the window that runs already for its screen. Whether there is one. */
function askRunning() {
  return new Promise(resolve => {
    const connection = createConnection(socket)
    connection.once('connect', () => connection.end(() => resolve(true)))
    connection.once('error', () => resolve(false))
  })
}

function listen(whenAsked) {
  rmSync(socket, { force: true })
  return createServer(connection => {
    connection.on('error', () => {})
    connection.resume()
    whenAsked()
  }).listen(socket)
}

function openScreen(url) {
  if (process.env.BROWSER === 'none' || !(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)) return
  spawn('xdg-open', [url], { stdio: 'ignore', detached: true })
    .on('error', () => {})
    .unref()
}

/** Whoever started it from the menu sees no terminal: what went wrong is opened as a text. */
function tell(text) {
  const file = join(home, 'start-failed.txt')
  writeFileSync(file, `窗台未能启动 The window did not start ${new Date().toISOString()}\n\n${text}\n`)
  openScreen(file)
}

function autostart(wish) {
  const folder = join(process.env.XDG_CONFIG_HOME || join(homedir(), '.config'), 'autostart')
  const file = join(folder, 'chuangtai-window.desktop')
  if (wish === 'on') {
    mkdirSync(folder, { recursive: true })
    copyFileSync('/usr/share/applications/chuangtai-window.desktop', file)
  } else if (wish === 'off') rmSync(file, { force: true })
  else fail('用法：chuangtai-window --autostart on|off', 'Usage: chuangtai-window --autostart on|off')
}

function readSettings() {
  if (!existsSync(SETTINGS)) return {}
  const lines = readFileSync(SETTINGS, 'utf8').split('\n')
  return Object.fromEntries(lines.flatMap(line => [/^\s*([A-Z]+)=(\S*)\s*$/.exec(line)?.slice(1)].filter(Boolean)))
}

function read(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return undefined
  }
}

/** Whole or not at all, also when the power fails. */
function put(name, value) {
  const half = join(base, `${name}.part`)
  const file = openSync(half, 'w')
  writeSync(file, JSON.stringify(value))
  fsyncSync(file)
  closeSync(file)
  renameSync(half, join(base, name))
}

function fail(...lines) {
  for (const line of lines) console.error(line)
  process.exit(1)
}
