import { connect, createServer, type Server, type Socket } from 'node:net'

/** A cable between a fixed port of the loopback address and wherever the machine listens just then. */
export interface Relay {
  port: number
  cut(): void
  mend(): void
  close(): Promise<void>
}

export async function relay(target: () => { host: string; port: number } | undefined): Promise<Relay> {
  const sockets = new Set<Socket>()
  const carry = (near: Socket) => {
    const at = target()
    if (!at) return near.destroy()
    const far = connect(at)
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one)
      one
        .on('error', () => undefined)
        .on('close', () => {
          sockets.delete(one)
          other.destroy()
        })
      one.pipe(other)
    }
  }
  const open = (port: number) =>
    new Promise<Server>(resolve => {
      const server = createServer(carry).listen(port, '127.0.0.1', () => resolve(server))
    })
  const first = await open(0)
  const { port } = first.address() as { port: number }
  let server: Server | undefined = first
  const cut = () => {
    server?.close()
    server = undefined
    for (const socket of sockets) socket.destroy()
  }
  return {
    port,
    cut,
    mend: () => {
      if (!server) void open(port).then(opened => (server = opened))
    },
    close: async () => cut(),
  }
}
