import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'

/** A machine that answers every request with the same bytes, with the transaction's number in front or not. */
export async function lyingMachine() {
  let words: Uint8Array = new Uint8Array()
  const sockets = new Set<Socket>()
  const server: Server = createServer(socket => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('data', request => {
      // Half of the lies carry a header that the request would accept, so that the rest of them is looked at.
      const head = Uint8Array.from([request[0]!, request[1]!, 0, 0, 0, words.length + 1, 1])
      socket.write(words.length % 2 ? Buffer.concat([head, words]) : words)
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    address: () => ({ host: '127.0.0.1', port: (server.address() as AddressInfo).port }),
    say(bytes: Uint8Array) {
      words = bytes
    },
    close: () =>
      new Promise<void>(resolve => {
        for (const socket of sockets) socket.destroy()
        server.close(() => resolve())
      }),
  }
}
