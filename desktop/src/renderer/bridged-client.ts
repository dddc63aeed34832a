import type { Api } from '../api.ts'
import type { Client, ClientTexts } from './client.ts'
import { toFailure } from './failure.ts'

/** The api of Electron's preload: the core lives and dies with the window, so the way to it is always open. */
export function bridgedClient(api: Api, texts: ClientTexts): Client {
  return {
    call: async (name, args) => {
      try {
        return await api.call(name, args)
      } catch (thrown) {
        throw toFailure(thrown, texts.broken())
      }
    },
    listen: hear => api.listen(hear),
    connection: () => 'open',
    onConnection: () => () => {},
  }
}
