import { resolve } from 'node:path'
import { parseArgs } from 'node:util'

export interface StartOptions {
  /** Port of the window in the browser. */
  port: number
  /** Folder of the demo's centre and window. */
  data: string
  reset: boolean
  /** Undefined: Electron when it is installed. */
  shell: 'web' | 'electron' | undefined
}

/** The options of `npm start`. Throws an Error that says what is wrong with them. */
export function readOptions(args: string[], root: string): StartOptions {
  const { values } = parseArgs({
    args,
    options: {
      port: { type: 'string', default: '4600' },
      data: { type: 'string', default: '.data/demo' },
      reset: { type: 'boolean', default: false },
      shell: { type: 'string' },
    },
  })
  const port = Number(values.port)
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error(`--port ${values.port}`)
  const { shell } = values
  if (shell !== undefined && shell !== 'web' && shell !== 'electron') throw new Error(`--shell ${shell}`)
  return { port, data: resolve(root, values.data), reset: values.reset, shell }
}
