import type { Operation } from './operation.ts'

/** Starts the server, which then runs until it is told to stop. */
export const serve: Operation = {
  usage: `serve
      starts the server`,
  async run() {
    await import('../main.ts')
    return { text: '' }
  },
}
