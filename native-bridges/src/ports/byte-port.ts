/** An open line that carries bytes both ways: a serial port, a pair of USB pipes, or memory. */
export interface BytePort {
  /** Hands all of `bytes` to the line. @throws {DeviceError} `cancelled` by `signal`, `absent` when the line is gone. */
  write(bytes: Uint8Array, signal: AbortSignal): Promise<void>
  /**
   * The next bytes that came in, one at least, cut wherever the line cut them. One reader at a time.
   * @throws {DeviceError} `cancelled` by `signal` (nothing is lost), `absent` when the line is gone and empty.
   */
  read(signal: AbortSignal): Promise<Uint8Array>
  /** Frees the line; harmless when it is closed or gone already. */
  close(): Promise<void>
}

export interface BytePortInfo {
  /** Stable: vendor:product:serial where there is one, else the path. */
  id: string
  name: string
}

/** The lines of one kind that this machine has. */
export interface BytePorts {
  /** An empty list when there is none; never throws for that. */
  list(): Promise<BytePortInfo[]>
  /** @throws {DeviceError} `absent`, `busy` when someone else has it open, `cancelled`, `broken`. */
  open(id: string, signal: AbortSignal): Promise<BytePort>
  /** Tells of lines that come and go, within two seconds, until the returned function is called. */
  watch?(listener: (event: { port: BytePortInfo; state: 'attached' | 'removed' }) => void): () => void
}
