/**
 * RxDB ships its own test suites as a plugin that imports two development packages which pull in some fifty more.
 * The three small functions it takes from them stand here instead, put in their place while the plugin loads.
 */
import { registerHooks } from 'node:module'

const STAND_INS: Readonly<Record<string, string>> = {
  clone: 'export default structuredClone',
  'async-test-util': `
    export const wait = ms => new Promise(done => setTimeout(done, ms))
    export const randomString = length => Array.from({ length }, () => 'abcdefghij'[Math.floor(Math.random() * 10)]).join('')`,
}

export async function loadTestUtils() {
  const hooks = registerHooks({
    resolve(specifier, context, next) {
      const source = STAND_INS[specifier]
      if (source === undefined || !context.parentURL?.includes('/rxdb/')) return next(specifier, context)
      return { url: `data:text/javascript,${encodeURIComponent(source)}`, shortCircuit: true }
    },
  })
  try {
    return await import('rxdb/plugins/test-utils')
  } finally {
    hooks.deregister()
  }
}
