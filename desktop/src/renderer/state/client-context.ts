import { createContext, useContext, useEffect, useRef, useSyncExternalStore } from 'react'
import type { AnswerOf, Arguments, CallName, Notice } from '../../api.ts'
import type { Client, Connection } from '../client.ts'

export const ClientContext = createContext<Client | undefined>(undefined)

function useClient(): Client {
  const client = useContext(ClientContext)
  if (!client) throw new Error('there is no client around this component')
  return client
}

export type Ask = <N extends CallName>(name: N, args: Arguments<N>) => Promise<AnswerOf<N>>

/** The way to the core; the same function for the life of the page. */
export function useAsk(): Ask {
  return useClient().call
}

export function useConnection(): Connection {
  const client = useClient()
  return useSyncExternalStore(client.onConnection, client.connection)
}

/** Hears notices while the component stands; always calls the newest function given. */
export function useNotice(hear: (notice: Notice) => void): void {
  const client = useClient()
  const newest = useRef(hear)
  useEffect(() => {
    newest.current = hear
  })
  useEffect(() => client.listen(notice => newest.current(notice)), [client])
}
