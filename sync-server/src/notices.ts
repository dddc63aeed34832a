import pg from 'pg'

/** How servers on one PostgreSQL tell each other that something was written. */
export interface Notices {
  /** Tells the others. */
  tell(): Promise<void>
  stop(): Promise<void>
}

const CHANNEL = 'chuangtai_written'
/** Milliseconds until a listening connection that was lost is opened anew. */
const AGAIN = 2000

/**
 * LISTEN and NOTIFY on a connection of its own, opened again whenever it is lost. What was told meanwhile is lost too:
 * whoever hears also has to look now and then.
 */
export function postgresNotices(
  connectionString: string,
  own: string,
  heard: () => void,
  onLost: (error: Error) => void,
): Notices {
  const state: { client?: pg.Client | undefined; timer?: NodeJS.Timeout; stopped: boolean } = { stopped: false }
  const lost = (client: pg.Client, error?: Error) => {
    if (error && !state.stopped) onLost(error)
    if (state.client !== client) return
    state.client = undefined
    client.end().catch(() => {})
    if (!state.stopped) state.timer = setTimeout(open, AGAIN)
  }
  const open = () => {
    const client = new pg.Client({ connectionString, keepAlive: true })
    state.client = client
    client.on('error', error => lost(client, error))
    client.on('end', () => lost(client))
    client.on('notification', ({ payload }) => payload !== own && heard())
    client
      .connect()
      .then(() => client.query(`listen ${CHANNEL}`))
      .then(
        // Whatever was written while nobody listened.
        () => heard(),
        (error: Error) => lost(client, error),
      )
  }
  open()
  return {
    async tell() {
      await state.client?.query('select pg_notify($1, $2)', [CHANNEL, own])
    },
    async stop() {
      state.stopped = true
      clearTimeout(state.timer)
      const { client } = state
      state.client = undefined
      await client?.end().catch(() => {})
    },
  }
}
