// Starts the version of the program that is due, tries a new one twice, and goes back to the one before when it does not
// come up. Lies beside the folder `versions`; plain JavaScript for Node 20 and later without any package, because it must
// run whatever the versions are made of. docs/updates.md says which files there are and who writes which.
import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { createConnection, createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const base = dirname(fileURLToPath(import.meta.url))
const from = process.cwd()
const windows = process.platform === 'win32'
/** How often a new version is started before it is given up. */
const STARTS = 2
/** How long it may take to come up, and how often it is looked whether it has, in ms. */
const PATIENCE = Number(process.env.CHUANGTAI_TRIAL_MS) || 180_000
const LOOK = 100
/** With this code the program says that something else of this machine was in its way (sysexits.h: EX_TEMPFAIL). */
const TAKEN = 75

const asked = { stop: false }
process.exitCode = await launch()

/** Runs versions until one has ended by itself. Answers its exit code. */
async function launch() {
  // A second one beside a running window must not take its refusal of the data folder for a version that fails.
  if (!(await alone())) return (await run(due(stateOf()))).code
  for (;;) {
    const state = takeNext(stateOf())
    const { trying } = state
    // What cannot be counted, on a full disk for one, is not tried; work goes on with the version that runs.
    if (!trying || !prepared(state)) return (await run(due(state))).code
    if (!stateOf().trying) continue
    const { code, how } = await run(trying.version, trying)
    if (how === 'up') return code
    // It is not to blame when it was told to stop, waited for a passphrase, or found folder or port taken.
    const excused = code === TAKEN || (how === 'waiting' && code === 0) || (asked.stop && how !== 'trouble')
    if (excused) uncount(trying.starts)
    // Who closed it does not want it opened again.
    if (excused || asked.stop || code === 0) return code
  }
}

/** What the program laid ready becomes what is tried. */
function takeNext(state) {
  const next = read('next.json')
  if (!next) return state
  const ready = typeof next.version === 'string' && noteOf(next.version) && next.version !== state.current
  const after = ready
    ? { ...state, trying: { version: next.version, package: String(next.package), starts: 0 } }
    : state
  if (!write('state.json', after)) return state
  rmSync(join(base, 'next.json'), { force: true })
  return after
}

/** Counts one more start of what is on trial, or gives it up. False when that could not be written down. */
function prepared({ trying, failed, ...state }) {
  if (trying.starts < STARTS && noteOf(trying.version)) {
    trying.starts += 1
    return write('state.json', { ...state, failed, trying })
  }
  const { version, package: name } = trying
  console.error(`launcher: version ${version} did not come up; going back to ${state.current}`)
  const given = [...failed, { version, package: name, at: new Date().toISOString() }].slice(-20)
  return write('state.json', { ...state, failed: given })
}

function uncount(starts) {
  const state = stateOf()
  if (state.trying) write('state.json', { ...state, trying: { ...state.trying, starts: starts - 1 } })
}

/** The new version has come up: from now on it is the one. */
function settle(version) {
  const { current, failed } = stateOf()
  write('state.json', { current: version, previous: current, failed })
}

/** The version that is known to run; when its folder is gone, the one before, then the newest that is whole. */
function due({ current, previous }) {
  const version = [current, previous, ...versions()].find(known => known && noteOf(known))
  if (version) return version
  console.error(`launcher: there is no version of the program in ${join(base, 'versions')}.`)
  process.exit(1)
}

/** Runs a version to its end; one that is tried is ended when it does not come up in time. */
function run(version, trying) {
  const start = randomUUID()
  const folder = join(base, 'versions', version)
  const main = join(folder, ...noteOf(version).run.split('/'))
  const own = join(folder, 'runtime', windows ? 'node.exe' : 'node')
  const node = existsSync(own) ? own : process.execPath
  const [command, ...before] = /\.[cm]?[jt]s$/.test(main) ? [node, main] : [main]
  const env = { ...process.env, CHUANGTAI_PROGRAM: base, CHUANGTAI_START: start }
  const child = spawn(command, [...before, ...process.argv.slice(2)], { cwd: from, env, stdio: 'inherit' })
  const pass = signal => {
    asked.stop = true
    child.kill(signal)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, pass)
  const heard = { how: undefined }
  const watch = trying && setInterval(look, LOOK, Date.now() + PATIENCE)
  function look(until) {
    const said = read('up.json')
    if (said?.start === start && said.how !== heard.how) {
      heard.how = said.how
      if (heard.how === 'up') settle(version)
    }
    if (heard.how === 'up') clearInterval(watch)
    else if (heard.how === undefined && Date.now() > until) child.kill('SIGKILL')
  }
  return new Promise(resolve => {
    const ended = code => {
      if (trying && heard.how !== 'up') look(Number.POSITIVE_INFINITY)
      clearInterval(watch)
      for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.off(signal, pass)
      resolve({ code, how: heard.how })
    }
    child.once('error', error => {
      console.error(`launcher: version ${version} could not be started: ${error.message}`)
      ended(1)
    })
    child.once('close', (code, signal) => ended(code ?? (signal ? 130 : 1)))
  })
}

/** Whether no other launcher of this folder runs. The system lets go of a socket however its process ends. */
async function alone() {
  // Relative: the path of a socket must be short, and the folder's may be long.
  process.chdir(base)
  const name = windows
    ? `\\\\.\\pipe\\chuangtai-${Buffer.from(base).toString('base64url').slice(-80)}`
    : 'launcher.sock'
  if (await listens(name)) return true
  if (await answers(name)) return false
  rmSync(name, { force: true })
  return listens(name)
}

function listens(name) {
  const server = createServer(socket => socket.destroy()).unref()
  return new Promise(resolve => {
    server.once('error', () => resolve(false))
    server.listen(name, () => resolve(true))
  })
}

function answers(name) {
  return new Promise(resolve => {
    const socket = createConnection(name)
    socket.once('connect', () => resolve(Boolean(socket.destroy())))
    socket.once('error', () => resolve(false))
  })
}

/** Newest first. */
function versions() {
  const names = readdirSync(join(base, 'versions')).filter(name => /^\d+(\.\d+){2}$/.test(name))
  return names.sort((a, b) => b.localeCompare(a, 'en', { numeric: true }))
}

function noteOf(version) {
  return existsSync(join(base, 'versions', version)) ? read(`versions/${version}.json`) : undefined
}

/** Where the state is lost, the newest whole version that is not waiting to be tried is taken for the one that runs. */
function stateOf() {
  const state = read('state.json') ?? {}
  const known = existsSync(join(base, 'versions')) ? versions().filter(noteOf) : []
  const untried = read('next.json')?.version
  const current = state.current ?? known.find(version => version !== untried) ?? known[0]
  return { ...state, current, failed: state.failed ?? [] }
}

/** What lies in a file as JSON; undefined when nothing does, or nothing that can be read. */
function read(name) {
  try {
    return JSON.parse(readFileSync(join(base, name), 'utf8'))
  } catch {
    return undefined
  }
}

/** Writes a file whole or not at all, also when the power fails. Answers whether the disk took it. */
function write(name, value) {
  const half = join(base, `${name}.part`)
  try {
    const file = openSync(half, 'w')
    writeSync(file, JSON.stringify(value))
    fsyncSync(file)
    closeSync(file)
    renameSync(half, join(base, name))
    if (!windows) {
      const folder = openSync(base, 'r')
      fsyncSync(folder)
      closeSync(folder)
    }
    return true
  } catch (error) {
    console.error(`launcher: ${name} cannot be written: ${error.message}`)
    return false
  }
}
