import { fork } from 'node:child_process'
import type { HostAnswer, HostAsk } from './host.ts'

/** The process in which the manufacturer's library runs. */
export interface HostProcess {
  send(ask: HostAsk): void
  kill(): void
}

export interface HostHearer {
  answer(answer: HostAnswer): void
  /** It ended, whyever. */
  over(): void
}

/** Starts the host with the file that it runs. Electron, whose executable is no Node, has its own way. */
export type StartHost = (file: string, hear: HostHearer) => HostProcess

/** As a child of this process, joined to it by a pipe. */
export const forkHost: StartHost = (file, hear) => {
  const child = fork(file, [], { serialization: 'advanced', execArgv: [] })
  child.on('message', (answer: HostAnswer) => hear.answer(answer))
  child.on('exit', () => hear.over())
  child.on('error', () => hear.over())
  return {
    send: ask => void child.send(ask),
    kill: () => void child.kill('SIGKILL'),
  }
}
